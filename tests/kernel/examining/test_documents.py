"""Documents that act, carry or fetch are not taken; those that people write are."""

from collections.abc import Callable

import pikepdf
import pytest

from cestvous.kernel.examining import pdf, zipped
from cestvous.kernel.examining.findings import Unfit, Why
from tests.factories.files import PDF
from tests.kernel.examining import files
from tests.kernel.examining.files import DOCX, ODF, OLE, XLSX, a_pdf, docx, odt, related, xlsx

NAMESPACES = (
    b' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    b' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    b' xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"'
    b' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
)


def in_odt(markup: bytes) -> bytes:
    return odt(b"<office:document" + NAMESPACES + b">" + markup + b"</office:document>")


def in_word(markup: bytes) -> bytes:
    return docx({"word/header1.xml": b'<w:hdr xmlns:w="urn:w">' + markup + b"</w:hdr>"})


def action(kind: str, **told: pikepdf.Object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary({"/S": pikepdf.Name(f"/{kind}"), **{f"/{name}": value for name, value in told.items()}})


def why(judge: Callable[[], None]) -> Why | None:
    try:
        judge()
    except Unfit as unfit:
        return unfit.why
    return None


def js() -> pikepdf.Dictionary:
    return action("JavaScript", JS=pikepdf.String("app.alert(1)"))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PDF, None),
        (a_pdf(), None),
        (a_pdf(packed=True, OpenAction=action("GoTo", D=pikepdf.String("start"))), None),
        (a_pdf(AA=pikepdf.Dictionary(O=action("URI", URI=pikepdf.String("https://ville.test/")))), None),
        (a_pdf(Title=pikepdf.String("Les mots /JS, /Launch et /EmbeddedFiles")), None),
        (PDF.replace(b"/Count 1", b"/Count 4 0 R").replace(b"xref\n", b"4 0 obj 1 endobj\nxref\n", 1), None),
        (a_pdf(OpenAction=js()), Why.ACTS),
        (a_pdf(packed=True, OpenAction=js()), Why.ACTS),
        (a_pdf(OpenAction=js()).replace(b"/JavaScript", b"/J#61vaScript"), Why.ACTS),
        (a_pdf(Names=pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([js()])))), Why.ACTS),
        (a_pdf(OpenAction=action("Launch", F=pikepdf.String("cmd.exe"))), Why.ACTS),
        (a_pdf(packed=True, Next=pikepdf.Array([pikepdf.Array([action("SubmitForm")])])), Why.ACTS),
        (a_pdf(OpenAction=action("GoToR", F=pikepdf.String("\\\\ailleurs.test\\x"))), Why.ACTS),
        # Names that stand alone, and are referred to; and what hangs on the trailer itself.
        (PDF.replace(b"xref\n", b"4 0 obj /Launch endobj\nxref\n", 1), Why.ACTS),
        (PDF.replace(b"xref\n", b"4 0 obj /RichMedia endobj\nxref\n", 1), Why.ACTS),
        (a_pdf(AcroForm=pikepdf.Dictionary(XFA=pikepdf.String("<xdp/>"))), Why.ACTS),
        (files.a_pdf_carrying(), Why.CARRIES),
        (a_pdf(Extra=pikepdf.Dictionary(Subtype=pikepdf.Name("/RichMedia"))), Why.CARRIES),
        (a_pdf() + docx(), Why.NOT_WHAT_IT_SAYS),
        (b"<script>alert(1)</script>\n" + a_pdf(), Why.NOT_WHAT_IT_SAYS),
        (a_pdf()[:200], Why.UNREADABLE),
        (b"%PDF-1.7\n", Why.UNREADABLE),
    ],
)
def test_a_pdf_is_taken_unless_it_acts_or_carries(content: bytes, expected: Why | None) -> None:
    assert why(lambda: pdf.judge(content)) == expected


def test_a_pdf_that_is_locked_is_not_taken_and_one_that_opens_is(tmp_path_factory: pytest.TempPathFactory) -> None:
    for password, expected in (("secret", Why.LOCKED), ("", None)):
        document = pikepdf.new()
        document.add_blank_page()
        place = tmp_path_factory.mktemp("pdf") / "a.pdf"
        document.save(place, encryption=pikepdf.Encryption(owner="owner", user=password))
        content = place.read_bytes()
        assert why(lambda content=content: pdf.judge(content)) == expected  # type: ignore[misc]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (docx({"word/_rels/document.xml.rels": related("hyperlink", "https://ville.test/")}), None),
        (docx({"word/_rels/document.xml.rels": related("image", "media/a.png", "")}), None),
        (docx({"word/embeddings/Feuille.xlsx": xlsx()}), None),
        (docx({"word/media/a.emf": b"\x01\0\0\0 un dessin"}), None),
        (in_word(b"<w:instrText> PAGE </w:instrText><w:t>DDE, un sigle</w:t>"), None),
        (docx({"word/VBAPROJECT.BIN": b"x"}), Why.MACROS),
        (docx({"word/activeX/activeX1.xml": b"<a/>"}), Why.MACROS),
        (docx({"[Content_Types].XML": b"<Types/>"}), Why.NOT_WHAT_IT_SAYS),
        (docx({"word/_rels/settings.xml.rels": related("attachedTemplate", "https://ailleurs.test/a")}), Why.FETCHES),
        (docx({"word/_rels/document.xml.rels": related("image", "https://ailleurs.test/a.png")}), Why.FETCHES),
        (docx({"word/_rels/document.xml.rels": related("image", "\\\\ailleurs.test\\a", "")}), Why.FETCHES),
        (docx({"word/_rels/document.xml.rels": related("hyperlink", "javascript:alert(1)")}), Why.MACROS),
        (docx({"word/embeddings/oleObject1.bin": OLE}), Why.CARRIES),
        (docx({"word/media/image1.png": OLE}), Why.CARRIES),
        (docx({"word/media/image1.png": b"MZ\x90"}), Why.CARRIES),
        (docx({"word/embeddings/a.docx": docx()}), Why.CARRIES),
        (docx({"word/embeddings/a.xlsx": xlsx({"xl/vbaProject.bin": b"x"})}), Why.MACROS),
        (in_word(b"<w:instrText> DDE</w:instrText><w:instrText>AUTO c:\\cmd</w:instrText>"), Why.FETCHES),
        (in_word(b'<w:fldSimple w:instr="DDEAUTO cmd"/>'), Why.FETCHES),
        (in_word(b'<w:instrText> LINK Excel.Sheet.8 "\\\\ailleurs\\a.xls" </w:instrText>'), Why.FETCHES),
        (in_word(b'<w:instrText> INCLUDEPICTURE "http://ailleurs.test/a" </w:instrText>'), Why.FETCHES),
        (in_word(b'<w:fldSimple w:instr="INCLUDETEXT \\\\ailleurs\\a"/>'), Why.FETCHES),
        (in_word(b"<w:instrText>QUOTE 68</w:instrText>"), Why.FETCHES),
        (docx({"word/a.xml": b"<a>"}), Why.UNREADABLE),
    ],
)
def test_a_word_document_is_taken_unless_it_acts_carries_or_fetches(content: bytes, expected: Why | None) -> None:
    assert why(lambda: zipped.judge(content, DOCX, "word/")) == expected


def test_an_entry_that_says_less_than_it_holds_makes_a_document_unfit() -> None:
    assert why(lambda: zipped.judge(files.lying(10, 1_000), DOCX, "word/")) == Why.NOT_WHAT_IT_SAYS
    assert why(lambda: zipped.judge(files.lying(1_000, 1_000), DOCX, "word/")) is None


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (xlsx({"xl/printerSettings/printerSettings1.bin": b"\x01\x02"}), None),
        (xlsx({"xl/externalLinks/externalLink1.xml": b"<a/>"}), Why.FETCHES),
        (xlsx({"xl/worksheets/sheet1.xml": b"<sheet><c><f>SUM(A1:A3)</f><v>DDE(</v></c></sheet>"}), None),
        (xlsx({"xl/worksheets/sheet1.xml": b"<sheet><c><f>WEBSERVICE(A1)</f></c></sheet>"}), Why.FETCHES),
        (xlsx({"xl/macrosheets/sheet1.xml": b"<a/>"}), Why.MACROS),
        (
            files.zipped({
                "[Content_Types].xml": b'<Types><Override ContentType="application/a.macroEnabled"/></Types>',
                "xl/workbook.xml": b"<a/>",
            }),
            Why.MACROS,
        ),
    ],
)  # fmt: skip
def test_a_sheet_is_taken_unless_it_acts_or_fetches(content: bytes, expected: Why | None) -> None:
    assert why(lambda: zipped.judge(content, XLSX, "xl/")) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (in_odt(b'<text:a xlink:href="https://ville.test/">la ville</text:a>'), None),
        (in_odt(b'<draw:image xlink:href="Pictures/a.png"/><text:a xlink:href="../notes.odt"/>'), None),
        (odt(more={"Basic/Standard/Module1.xml": b"<a/>"}), Why.MACROS),
        (odt(more={"SCRIPTS/python/a.py": b"pass"}), Why.MACROS),
        (in_odt(b'<script:event-listener script:event-name="dom:load"/>'), Why.MACROS),
        (in_odt(b'<text:a xlink:href="&#118;nd.sun.star.script:a?language=Basic"/>'), Why.MACROS),
        (in_odt(b'<draw:image xlink:href="https://ailleurs.test/a.png"/>'), Why.FETCHES),
        (in_odt(b'<draw:image xlink:href="//ailleurs.test/a.png"/>'), Why.FETCHES),
        (in_odt(b'<text:section-source xlink:href="file:///etc/passwd"/>'), Why.FETCHES),
        (in_odt(b"<office:dde-source/>"), Why.FETCHES),
        (odt(more={"ObjectReplacements/a": OLE}), Why.CARRIES),
    ],
)
def test_an_opendocument_is_taken_unless_it_acts_carries_or_fetches(content: bytes, expected: Why | None) -> None:
    assert why(lambda: zipped.judge(content, ODF, "")) == expected
