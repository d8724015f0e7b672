"""The tree as a Word document: real styles, nothing that runs, and every word as it was written."""

from dataclasses import dataclass, replace
from functools import singledispatchmethod
from io import BytesIO

import docx
from docx.document import Document as Body
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Written

from cestvous.kernel.languages import direction
from cestvous.web.design.colours import tokens
from cestvous.web.documents import word_parts as parts
from cestvous.web.documents.tree import (
    Block,
    Code,
    Document,
    Facing,
    Facts,
    Heading,
    Items,
    Panel,
    Paragraph,
    Quotation,
    References,
    Run,
    Runs,
    Table,
)

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FAMILY = "Atkinson Hyperlegible Next"
_HEADINGS = {"Title": 24, "Heading 1": 17, "Heading 2": 14, "Heading 3": 12, "Heading 4": 11, "Heading 5": 11}
_ASIDE = {"Subtitle": 13, "Body Text 2": 10, "Caption": 10}
_MANNERS = {"text": "", "lead": "Subtitle", "soft": "BodyText2", "label": "Caption"}
_INDENT, _DEEPEST = Cm(0.7), 5

Place = Body | _Cell


@dataclass(frozen=True)
class Around:
    """What stands around a block: the style and the language of its paragraphs, and within how many lists it is."""

    style: str = ""
    lang: str = ""
    depth: int = 0


NOTHING = Around()


def rendered(document: Document) -> bytes:
    """The document as Word keeps it."""
    body = docx.Document()
    _style(body, document.language)
    _describe(body, document)
    parts.furnish(body.sections[0], document)
    for words, style in ((document.kind, "Caption"), (document.title, "Title"), (document.summary, "Subtitle")):
        parts.add_run(parts.add_paragraph(body, style), words)
    writer = _Writer()
    writer.write(document.facts, body, NOTHING)
    parts.add_run(parts.add_paragraph(body, "Caption"), document.contents)
    parts.contents(body, document)
    for block in document.blocks:
        writer.write(block, body, NOTHING)
    made = BytesIO()
    body.save(made)
    return made.getvalue()


def _describe(body: Body, document: Document) -> None:
    about, most = body.core_properties, 255
    about.title, about.subject = parts.writable(document.title)[:most], document.kind[:most]
    about.comments, about.keywords = parts.writable(document.summary)[:most], document.site[:most]
    about.author = about.last_modified_by = document.city[:most]
    about.language = document.language
    about.created = about.modified = document.dated.replace(tzinfo=None)


def _style(body: Body, language: str) -> None:
    """Word's own styles, by their own names, in our typeface and colours: who reads may change them all at once."""
    section = body.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    parts.set_language(body, language)
    parts.set_type(parts.style(body, "Normal"), _FAMILY, Pt(11), _colour("ink"))
    for name, size in _HEADINGS.items():
        style = parts.style(body, name)
        parts.set_type(style, _FAMILY, Pt(size), _colour("ink"))
        style.font.bold, style.font.italic = True, False
        style.paragraph_format.keep_with_next = True
    for name, size in _ASIDE.items():
        style = parts.style(body, name)
        parts.set_type(style, _FAMILY, Pt(size), _colour("ink-soft"))
        style.font.bold, style.font.italic = name == "Caption", False
        style.paragraph_format.line_spacing = 1.1
        style.paragraph_format.keep_with_next = name == "Caption"
    quote = parts.style(body, "Quote")
    quote.font.italic, quote.font.color.rgb = False, _colour("ink")
    parts.ruled(quote, tokens()["light"]["line"])


def _colour(token: str) -> RGBColor:
    return RGBColor.from_string(tokens()["light"][token].removeprefix("#").upper())


class _Writer:
    """Writes blocks at the end of a place."""

    def __init__(self) -> None:
        self.addresses = parts.Addresses()
        self.marked = 0

    @singledispatchmethod
    def write(self, block: Block, place: Place, around: Around) -> None:
        raise TypeError(f"no way to write {block!r}")

    @write.register
    def _(self, block: Paragraph, place: Place, around: Around) -> None:
        written = parts.add_paragraph(place, _MANNERS[block.manner] or around.style)
        if around.depth:
            written.paragraph_format.left_indent = _INDENT * min(around.depth, _DEEPEST)
        self.runs(written, block.runs, around.lang)

    @write.register
    def _(self, block: Heading, place: Place, around: Around) -> None:
        written = parts.add_paragraph(place, f"Heading{min(block.level, 5)}")
        if block.kicker:
            piece = parts.add_run(written, f"{block.kicker} · ")
            piece.font.color.rgb = _colour("ink-soft" if block.tone == "neutral" else block.tone)
        parts.add_run(written, block.words)
        self.mark(written, block.anchor)

    @write.register
    def _(self, block: Items, place: Place, around: Around) -> None:
        numbering = parts.numbering(place, block.start)
        inside = replace(around, depth=around.depth + 1)
        for item in block.items:
            first, rest = (item[0], item[1:]) if item and isinstance(item[0], Paragraph) else (Paragraph([]), item)
            written = parts.add_paragraph(place, "ListNumber" if numbering else "ListBullet")
            if numbering:
                parts.number(written, numbering)
            written.paragraph_format.left_indent = _INDENT * min(inside.depth, _DEEPEST)
            written.paragraph_format.first_line_indent = -_INDENT
            self.runs(written, first.runs, around.lang)
            for inner in rest:
                self.write(inner, place, inside)

    @write.register
    def _(self, block: Quotation, place: Place, around: Around) -> None:
        inside = replace(around, style="Quote", lang=block.lang or around.lang)
        for inner in block.blocks:
            self.write(inner, place, inside)
        if block.whose:
            self.write(Paragraph([replace(run, soft=True) for run in block.whose]), place, Around("Quote"))

    @write.register
    def _(self, block: Code, place: Place, around: Around) -> None:
        self.write(Paragraph([Run(block.words, code=True)]), place, around)

    @write.register
    def _(self, block: Facts, place: Place, around: Around) -> None:
        for name, runs in block.pairs:
            written = _hanging(parts.add_paragraph(place), 4)
            written.paragraph_format.space_after = Pt(3)
            self.runs(written, [Run(f"{name}\t", soft=True), *runs])

    @write.register
    def _(self, block: Table, place: Place, around: Around) -> None:
        parts.add_run(parts.add_paragraph(place, "Caption"), block.caption)
        heads = [[Run(head, bold=True)] for head in block.heads]
        table = parts.add_table(place, [heads, *block.rows], block.caption)
        for cells, row in zip(table, [heads, *block.rows], strict=True):
            for n, (cell, runs) in enumerate(zip(cells, row, strict=True)):
                self.runs(cell.paragraphs[0], runs)
                cell.paragraphs[0].paragraph_format.space_after = Pt(2)
                if n in block.numbers:
                    parts.to_the_right(cell.paragraphs[0])
        parts.add_paragraph(place)

    @write.register
    def _(self, block: Panel, place: Place, around: Around) -> None:
        self.runs(parts.add_paragraph(place, "Caption"), block.title)
        for inner in block.blocks:
            self.write(inner, place, replace(around, style="Quote"))

    @write.register
    def _(self, block: Facing, place: Place, around: Around) -> None:
        columns = (block.left, block.right)
        heads, bodies = parts.add_table(place, [columns, columns], f"{block.left.title} · {block.right.title}")
        for head, below, column in zip(heads, bodies, columns, strict=True):
            self.runs(head.paragraphs[0], [Run(column.title, bold=True)])
            for inner in column.blocks:
                self.write(inner, below, around)
            parts.without_first_line(below)
        parts.add_paragraph(place)

    @write.register
    def _(self, block: References, place: Place, around: Around) -> None:
        for entry in block.entries:
            written = _hanging(parts.add_paragraph(place, "BodyText2"), 1.2)
            self.runs(written, [Run(f"[{entry.number}]\t"), *entry.runs])
            self.mark(written, entry.anchor)

    def runs(self, written: Written, runs: Runs, lang: str = "") -> None:
        for run in runs:
            piece = parts.add_run(written, run.words, self._link(written, run))
            piece.bold, piece.italic = run.bold or None, run.italic or None
            if run.code:
                piece.font.name = "Consolas"
            if run.href or run.anchor:
                piece.font.color.rgb, piece.font.underline = _colour("accent"), True
            elif run.soft:
                piece.font.color.rgb = _colour("ink-soft")
            if language := run.lang or lang:
                parts.in_language(piece, language)
        if lang and direction(lang) == "rtl":
            parts.right_to_left(written)

    def _link(self, written: Written, run: Run) -> object:
        if run.href:
            return self.addresses.link(written, run.href)
        return parts.link(written, parts.bookmark_name(run.anchor)) if run.anchor else None

    def mark(self, written: Written, anchor: str) -> None:
        if anchor:
            self.marked += 1
            parts.bookmark(written, parts.bookmark_name(anchor), self.marked)


def _hanging(written: Written, width: float) -> Written:
    """What comes before the first tab stands at the side of all that follows."""
    written.paragraph_format.left_indent, written.paragraph_format.first_line_indent = Cm(width), Cm(-width)
    written.paragraph_format.tab_stops.add_tab_stop(Cm(width))
    return written
