"""Files: only what is what it says is taken, nothing but pixels is kept of a picture, and what goes is gone."""

import io
import itertools
import struct
import zlib

import pytest
from django.core.files.storage import default_storage
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pytest_django import Settings

from cestvous.foundation.files.actions import receive
from cestvous.foundation.files.actions.formats import cleaned
from cestvous.foundation.files.actions.refusals import WORDS, unfit_in_words
from cestvous.foundation.files.models import File
from cestvous.foundation.people.models import Person
from cestvous.kernel.examining import pictures
from cestvous.kernel.examining.findings import Unfit
from cestvous.kernel.references import Reference
from cestvous.kernel.verdicts import Refused
from tests.factories.files import PDF, an_upload, docx_bytes, odt_bytes, picture_bytes, zipped

pytestmark = pytest.mark.django_db
HERE = Reference("contribution", 4, 1)
XLSX = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def stored(file: File) -> Image.Image:
    with file.stored.open("rb") as content:
        return Image.open(io.BytesIO(content.read()))


def is_kept(file: File) -> bool:
    """Are its bytes there, wherever the row went meanwhile?"""
    return default_storage.exists(str(file.stored.name))


def refusal(person: Person, name: str, content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        receive(by=person, upload=an_upload(name, content))
    assert not File.objects.exists()
    return str(refused.value.verdict.reason)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("Plan.PDF", PDF, "application/pdf"),
        ("note.odt", odt_bytes(), "application/vnd.oasis.opendocument.text"),
        ("note.docx", docx_bytes(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("table.xlsx", zipped(XLSX), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("liste.csv", "rue;bancs\nÉcluse;3\n".encode("cp1252"), "text/csv"),
        ("note.txt", "BM : bancs manquants, côté tram.".encode(), "text/plain"),
    ],
)
def test_documents_are_kept_as_they_are(resident: Person, name: str, content: bytes, media_type: str) -> None:
    file = receive(by=resident, upload=an_upload(name, content))
    assert (file.media_type, file.size, file.kind) == (media_type, len(content), "document")
    assert file.name == name.lower().replace("plan", "Plan")
    with file.stored.open("rb") as kept:
        assert kept.read() == content
    assert file.owner is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.jpg", HTML),
        ("plan.jpg", SVG),
        ("plan.png", PDF),
        ("plan.jpg", picture_bytes("PNG")),
        ("plan.pdf", picture_bytes("PNG")),
        ("plan.pdf", HTML + PDF),
        ("note.docx", odt_bytes()),
        ("note.odt", docx_bytes()),
        ("note.odt", odt_bytes("spreadsheet")),
        ("note.docx", zipped({"word/document.xml": b"<document/>"})),
        ("note.docx", b"#!/bin/sh\n" + docx_bytes()),
        ("note.docx", docx_bytes()[:-30]),
        ("note.txt", b"MZ\x90\x00\x03\x00"),
        ("note.txt", "deux octets".encode("utf-16")),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + b"x" * 40),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(resident: Person, name: str, content: bytes) -> None:
    assert name in refusal(resident, name, content)


@pytest.mark.parametrize(
    "name", ["dessin.svg", "page.html", "page.htm", "a.exe", "a.docm", "photo.gif", "sans", ".pdf"]
)
def test_other_types_are_refused_with_those_that_are_taken(resident: Person, name: str) -> None:
    with pytest.raises(Refused) as refused:
        receive(by=resident, upload=an_upload(name, SVG))
    assert "PDF" in refused.value.verdict.remedy


@pytest.mark.parametrize(
    ("form", "kept_as"), [("JPEG", ("JPEG", "jpg")), ("PNG", ("WEBP", "webp")), ("WEBP", ("WEBP", "webp"))]
)
def test_nothing_but_the_pixels_of_a_picture_is_kept(resident: Person, form: str, kept_as: tuple[str, str]) -> None:
    said = Image.Exif()
    said[0x010F], said[0x0112], said[0x010E] = "A telephone", 6, "secret"
    place = said.get_ifd(0x8825)
    place[1], place[2] = "N", (47.0, 44.0, 58.0)
    told: dict[str, object] = {"exif": said, "icc_profile": b"secret", "xmp": b"<x:xmpmeta>secret</x:xmpmeta>"}
    if form == "PNG":
        texts = PngInfo()
        texts.add_text("Comment", "secret", zip=True)
        texts.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>secret</x:xmpmeta>")
        told = {"exif": said, "icc_profile": b"secret", "pnginfo": texts}
    content = picture_bytes(form, (60, 40), **told, **({"comment": b"secret"} if form == "JPEG" else {}))
    file = receive(by=resident, upload=an_upload(f"Ma rue.{form}", content + HTML + PDF))
    kept = stored(file)
    assert (file.name, kept.format) == (f"Ma rue.{kept_as[1]}", kept_as[0])
    assert kept.size == (40, 60) == (file.width, file.height)
    assert not kept.getexif()
    assert not {"exif", "xmp", "icc_profile", "comment"} & kept.info.keys()
    with file.stored.open("rb") as told_of_it:
        written = told_of_it.read()
    for left in (b"secret", b"telephone", b"<script", b"%PDF", b"Exif"):
        assert left not in written


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_what_a_camera_wrote_wrongly_beside_a_picture_is_no_error(resident: Person) -> None:
    said = Image.Exif()
    said[0x0112], said[0x010F], said[0x9286] = 6, "Appareil", b"une place"
    whole = picture_bytes("JPEG", exif=said.tobytes())
    begin, end = whole.index(b"Exif"), whole.index(b"une place")
    taken = 0
    for place, value in itertools.product(range(begin + 6, end + 9), (0, 127, 255)):
        content = whole[:place] + bytes([value]) + whole[place + 1 :]
        try:
            taken += pictures.redrawn(content).width in (30, 40)
        except Unfit:
            continue
    assert taken > 100


def test_a_picture_that_is_drawn_over_and_over_is_refused_before_it_is_decoded(resident: Person) -> None:
    once = picture_bytes("JPEG", (60, 40), progressive=True)
    last, end = once.rindex(b"\xff\xc4"), once.rindex(b"\xff\xd9")
    often = once[:end] + once[last:end] * 50 + once[end:]
    assert "ne peut pas être lu" in refusal(resident, "bombe.jpg", often)
    # A film that a telephone puts behind a photograph says nothing of it.
    film = once + b"\xff\xda\x00\x02" * 50
    assert receive(by=resident, upload=an_upload("vue.jpg", film)).width == 60


def test_of_what_moves_the_first_frame_is_kept(resident: Person) -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    written = io.BytesIO()
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:])
    kept = stored(receive(by=resident, upload=an_upload("a.webp", written.getvalue())))
    assert getattr(kept, "n_frames", 1) == 1


def test_a_large_picture_comes_in_two_sizes(resident: Person) -> None:
    file = receive(by=resident, upload=an_upload("plan.png", picture_bytes("PNG", (2_400, 1_200))))
    assert (file.name, file.width, file.height, file.small_width, file.small_height) == (
        "plan.webp", 1_600, 800, 800, 400,
    )  # fmt: skip
    with file.small.open("rb") as small:
        assert Image.open(small).size == (800, 400)
    assert not receive(by=resident, upload=an_upload("a.png", picture_bytes("PNG"))).small


def test_a_picture_that_would_fill_memory_is_refused_before_it_is_decoded(resident: Person) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    assert "60000 × 60000" in refusal(resident, "bombe.png", bomb)


def test_why_a_document_is_not_taken_is_said_with_what_would_change_it(resident: Person) -> None:
    assert "bombe.docx" in refusal(resident, "bombe.docx", docx_bytes(**{"word/media/zeros": b"\0" * 20_000_000}))
    assert "macro" in refusal(resident, "note.docx", docx_bytes(**{"word/vbaProject.bin": b"x"}))
    for why, (_reason, remedy) in WORDS.items():
        assert str(unfit_in_words("a.pdf", Unfit(why, width=1, height=1)).verdict.reason).count("a.pdf") == 1
        assert remedy


@pytest.mark.parametrize(
    "words",
    [
        "nom;=HYPERLINK(1)",
        "\ufeff=A1",
        "a\r=A1",
        "sep=|\nx|=A1",
        "=cmd|' /C calc'!A0",
        "a\t+cmd|x",
        '"=1+1"',
        "a,@SUM(1)",
    ],
)
def test_a_table_that_calculates_is_refused(resident: Person, words: str) -> None:
    assert "formules" in refusal(resident, "liste.csv", words.encode())


def test_a_table_of_numbers_and_signs_is_taken(resident: Person) -> None:
    words = "température;-3,5\nappel;+33 3 89\nréponse;@ville\négal;a=b\n"
    assert receive(by=resident, upload=an_upload("liste.csv", words.encode())).size == len(words.encode())


def test_what_is_too_large_or_empty_is_refused(resident: Person, settings: Settings) -> None:
    settings.DOCUMENT_MEGABYTES, settings.PICTURE_MEGABYTES = 1, 0
    refusal(resident, "plan.pdf", PDF + b"x" * 1_000_000)
    refusal(resident, "photo.png", picture_bytes())
    refusal(resident, "plan.pdf", b"")


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\a\\Mon plan.pdf", "Mon plan.pdf"),
        ("plan\u202efdp.exe", "planfdp.exe"),
        ('a"b\r\nX: <i>.pdf', "a-b-X- -i.pdf"),
        ("e\u0301te\u0301.PDF", "été.pdf"),
        ("a" * 300 + ".pdf", "a" * 100 + ".pdf"),
        ("...", "fichier"),
        ("CON.pdf", "-CON.pdf"),
        ("com1.tar.pdf", "-com1.tar.pdf"),
        ("conseil.pdf", "conseil.pdf"),
        ("=cmd|x!A0.csv", "cmd-x-A0.csv"),
        ("+33.pdf", "33.pdf"),
        ("@nom.pdf", "nom.pdf"),
        ("..cache.pdf", "cache.pdf"),
        ("plan.pdf\0.exe", "plan.pdf.exe"),
    ],
)
def test_names_are_made_harmless(name: str, clean: str) -> None:
    assert cleaned(name) == clean
