"""Files as people have them: pictures, documents, and some that are not what they say."""

import zipfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cestvous.foundation.files.actions import Joined, attach, receive
from cestvous.foundation.files.models import File
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.actions import present_answers, present_calendar, present_files
from cestvous.procedure.consultations.models import Clarification, Consultation, Contact, Landmark

VIDEO = "https://www.youtube.com/watch?v=abcdefghijk"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \n"
    b"trailer<</Root 1 0 R/Size 4>>\nstartxref\n162\n%%EOF\n"
)


def an_upload(name: str = "plan.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture_bytes(form: str = "PNG", size: tuple[int, int] = (40, 30), **told: object) -> bytes:
    """A picture of one colour with a corner of another, as a file of this form."""
    picture = Image.new("RGB", size, "#2b3a8f")
    picture.paste("#b3262e", (0, 0, size[0] // 4, size[1] // 4))
    written = BytesIO()
    picture.save(written, form, **told)
    return written.getvalue()


def zipped(entries: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", compression) as packed:
        for name, content in entries.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else compression
            packed.writestr(name, content, compress_type=how)
    return written.getvalue()


def docx_bytes(**more: bytes) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>", **more})


def odt_bytes(of: str = "text") -> bytes:
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{of}".encode(), "content.xml": b"<office/>"})


def a_received_file(person: Person, name: str = "plan.pdf", content: bytes = PDF) -> File:
    return receive(by=person, upload=an_upload(name, content))


def a_file_of(
    consultation: Consultation, person: Person, name: str = "plan.pdf", content: bytes = PDF, words: str = "Le plan"
) -> File:
    """A file that the presentation of a consultation shows."""
    owner = Reference("presentation", consultation.number, consultation.number)
    joined = [Joined(a_received_file(person, name, content), words)]
    return attach(by=person, to=owner, joined=joined, at=clock.now())[0]


def a_presentation(consultation: Consultation, agent: Person, many: int = 3) -> None:
    """Pictures, documents, a video, and ``many`` dates, answers and contacts."""
    joined = [
        Joined(a_received_file(agent, "vue.png", picture_bytes("PNG", (1_000, 600))), "La place, vue du tram", "Ville"),
        Joined(a_received_file(agent, "plan.png", picture_bytes("PNG", (300, 200))), "Le plan de la place"),
        Joined(a_received_file(agent), "Le budget"),
    ]
    told: dict[str, Any] = {"by": agent, "consultation": consultation}
    present_files(**told, shown=joined, edition=consultation.edition, video=VIDEO, video_title="La place, le matin.")
    present_calendar(
        **told,
        landmarks=[
            Landmark("Sondage des réseaux", day=date(2026, 1, 5), text="Sous la chaussée."),
            *(Landmark(f"Étape {number}", period="printemps 2027") for number in range(1, many)),
        ],
        edition=consultation.edition,
    )
    present_answers(
        **told,
        clarifications=[Clarification(f"Où se garer, jour {number} ?", "Au **parking**.") for number in range(many)],
        contacts=[Contact(f"Amina Haddad {number}", "espaces verts", "Le mardi.") for number in range(many)],
        edition=consultation.edition,
    )
