"""What a Word document holds and python-docx has no words for: links, fields, bookmarks, languages, numberings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document as Body
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as Grid
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from cestvous.kernel.languages import direction
from cestvous.web.documents.tree import Document, Heading

_WITH_REGION = {"fr": "fr-FR", "de": "de-DE", "en": "en-GB", "it": "it-IT", "pt": "pt-PT", "tr": "tr-TR", "ar": "ar-SA"}
# How deep the contents go.
_LISTED = 3
# What XML has no way to write, and what would be read as a break of another kind.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def element(tag: str, **attributes: str) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def add_paragraph(place: Any, style: str = "") -> Paragraph:
    """A paragraph at the end of a place, in a style by its identifier. python-docx looks through all that is there, and
    through all styles, for each: it takes minutes for what this writes in a second."""
    written = element("w:p")
    if isinstance(place, _Cell):
        place._tc.append(written)
    else:
        place.element.body.sectPr.addprevious(written)
    if style:
        written.get_or_add_pPr().style = style
    return Paragraph(written, place if isinstance(place, _Cell) else place._body)


def add_run(paragraph: Paragraph, words: str, link: Any = None) -> Run:
    """Words at the end of a paragraph, or in a link in it; a line feed in them ends a line."""
    made = element("w:r")
    (paragraph._p if link is None else link).append(made)
    run = Run(made, paragraph)
    run.text = writable(words)
    return run


def writable(words: str) -> str:
    """The words without what XML can't hold."""
    return _UNWRITABLE.sub("", words)


def link(paragraph: Paragraph, bookmark: str) -> Any:
    """A link to a bookmark of the same document."""
    made = element("w:hyperlink", history="1", anchor=bookmark)
    paragraph._p.append(made)
    return made


@dataclass
class Addresses:
    """The addresses to which a document leads, each known to it once."""

    known: dict[str, str] = field(default_factory=dict)

    def link(self, paragraph: Paragraph, href: str) -> Any:
        name = self.known.get(href)
        if name is None:
            name = self.known[href] = f"rIdAddress{len(self.known)}"
            paragraph.part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, href, name, is_external=True)
        made = element("w:hyperlink", history="1")
        made.set(qn("r:id"), name)
        paragraph._p.append(made)
        return made


def bookmark_name(anchor: str) -> str:
    """Word takes letters, digits and underscores."""
    return re.sub(r"\W", "_", anchor)


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Marks the whole paragraph as a place to which links lead."""
    start, end = element("w:bookmarkStart", id=str(number), name=name), element("w:bookmarkEnd", id=str(number))
    first = 1 if paragraph._p.pPr is not None else 0
    paragraph._p.insert(first, start)
    paragraph._p.append(end)


def furnish(section: Section, document: Document) -> None:
    """The running header and the numbered footer."""
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.add_run(writable(f"{document.title}\t{document.city}"))
    foot.add_run(f"{document.site}\t")
    before, _page, rest = document.page.partition("{page}")
    between, _pages, after = rest.partition("{pages}")
    foot.add_run(before)
    reckoned(foot, "PAGE")
    foot.add_run(between)
    reckoned(foot, "NUMPAGES")
    foot.add_run(after)
    for paragraph in (head, foot):
        for run in paragraph.runs:
            run.font.size = Pt(8.5)
        # Word's own styles have a stop in the middle, which long titles would run into.
        properties = paragraph.style.element.get_or_add_pPr() if paragraph.style else None
        if properties is not None and properties.tabs is not None:
            properties.remove(properties.tabs)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)


def contents(place: Any, document: Document) -> None:
    """The contents as a field, so that Word can number its pages; until it does, links to the headings."""
    headings = [row for row in document.blocks if isinstance(row, Heading) and row.is_listed and row.level <= _LISTED]
    lines = [add_paragraph(place) for _heading in headings]
    for line, heading in zip(lines, headings, strict=True):
        line.paragraph_format.left_indent = Cm(0.6) * (heading.level - 1)
        line.paragraph_format.space_after = Pt(2)
        if line is lines[0]:
            _instruct(line, rf'TOC \o "1-{_LISTED}" \h \z \u')
        words = f"{heading.kicker} · {heading.words}" if heading.kicker else heading.words
        add_run(line, words, link(line, bookmark_name(heading.anchor)) if heading.anchor else None)
    if lines:
        lines[-1]._p.append(_field_char("end"))


def _field_char(kind: str) -> Any:
    run = element("w:r")
    run.append(element("w:fldChar", fldCharType=kind))
    return run


def _instruct(paragraph: Paragraph, instruction: str) -> None:
    run, code = element("w:r"), element("w:instrText")
    code.text = instruction
    run.append(code)
    for part in (_field_char("begin"), run, _field_char("separate")):
        paragraph._p.append(part)


def reckoned(paragraph: Paragraph, instruction: str, shown: str = "1") -> None:
    """A field that Word reckons, with what is shown until it does."""
    _instruct(paragraph, instruction)
    paragraph.add_run(shown)
    paragraph._p.append(_field_char("end"))


def style(body: Body, name: str) -> ParagraphStyle:
    """One of Word's own styles of paragraphs."""
    found = body.styles[name]
    if not isinstance(found, ParagraphStyle):
        raise TypeError(f"{name} is no style of paragraphs")
    return found


def set_type(style: ParagraphStyle, family: str, size: Length, colour: RGBColor) -> None:
    """Typeface, size and colour, in place of those that the style's theme would choose."""
    style.font.name, style.font.size, style.font.color.rgb = family, size, colour
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for spread in properties.findall(qn("w:spacing")):
        properties.remove(spread)


def set_language(body: Body, language: str) -> None:
    """The language of all that says nothing else, for spelling and for reading aloud."""
    known = _WITH_REGION.get(language, language)
    for found in body.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), known)


def in_language(run: Run, language: str) -> None:
    properties = run._r.get_or_add_rPr()
    known = _WITH_REGION.get(language, language)
    is_rtl = direction(language) == "rtl"
    if is_rtl:
        properties.append(element("w:rtl"))
    properties.append(element("w:lang", **{"bidi" if is_rtl else "val": known}))


def right_to_left(paragraph: Paragraph) -> None:
    paragraph._p.get_or_add_pPr().insert_element_before(element("w:bidi"), *_AFTER_BIDI)


def ruled(style: ParagraphStyle, colour: str) -> None:
    """A rule at the side of each paragraph of a style."""
    borders = element("w:pBdr")
    borders.append(element("w:left", val="single", sz="18", space="10", color=colour.removeprefix("#")))
    style.element.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)
    style.paragraph_format.left_indent = Cm(0.6)
    style.paragraph_format.space_after = Pt(4)


def numbering(place: Any, start: int | None) -> int | None:
    """A numbering of its own for a list, which begins at ``start``; None for a list without numbers."""
    if start is None:
        return None
    known = place.part.numbering_part.element
    style = place.part.document.styles["List Number"].element
    model = known.num_having_numId(style.pPr.numPr.numId.val)
    made = known.add_num(model.abstractNumId.val)
    made.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(made.numId)


def number(paragraph: Paragraph, numbering: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering


def add_table(place: Any, rows: Sequence[Sequence[object]], title: str) -> list[list[_Cell]]:
    """An empty table with as many cells as ``rows``: its title read aloud before it, its first row, that of the heads,
    again on each page that it goes on to."""
    table: Grid = place.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = place.part.document.styles["Table Grid"]
    table._tbl.tblPr.append(element("w:tblCaption", val=writable(title)))
    table._tbl.tr_lst[0].get_or_add_trPr().append(element("w:tblHeader"))
    cells, columns = table._cells, len(rows[0])
    return [cells[at : at + columns] for at in range(0, len(cells), columns)]


def to_the_right(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def without_first_line(cell: _Cell) -> None:
    """A cell is made with an empty paragraph, which goes once others follow; a cell needs one at least."""
    first = cell.paragraphs[0]
    if len(cell.paragraphs) > 1 and not first.text:
        cell._tc.remove(first._p)


# The order in which the schema wants the properties of a paragraph.
_AFTER_BIDI = (
    "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents",
    "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId",
    "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
)  # fmt: skip
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", *_AFTER_BIDI)
