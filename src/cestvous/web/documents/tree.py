"""What a document is made of, whoever draws it: words in runs, runs in blocks, blocks in order."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime
from typing import Any, Literal

from cestvous.web.design.shapes import Tone

Manner = Literal["text", "lead", "soft", "label"]


@dataclass(frozen=True)
class Run:
    """Words set in one way. They may lead to an address, or to the ``anchor`` of something in the same document."""

    words: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    soft: bool = False
    href: str = ""
    anchor: str = ""
    lang: str = ""


Runs = Sequence[Run]


@dataclass(frozen=True)
class Paragraph:
    runs: Runs
    manner: Manner = "text"


@dataclass(frozen=True)
class Heading:
    """``kicker`` stands before the words and names the thing: "Finding 4". ``is_listed``: the contents name it."""

    level: int
    words: str
    anchor: str = ""
    kicker: str = ""
    tone: Tone = "neutral"
    is_listed: bool = True


@dataclass(frozen=True)
class Items:
    """A list; ``start`` is the first number, None for one without numbers."""

    items: Sequence[Sequence["Block"]]
    start: int | None = None


@dataclass(frozen=True)
class Quotation:
    """Somebody's words, and whose they are. ``lang`` is set when they are in another language than the document."""

    blocks: Sequence["Block"]
    whose: Runs = ()
    lang: str = ""


@dataclass(frozen=True)
class Code:
    words: str


@dataclass(frozen=True)
class Facts:
    """What is known of something, each with its name: "Signed on: 5 March 2026"."""

    pairs: Sequence[tuple[str, Runs]]


@dataclass(frozen=True)
class Table:
    """``numbers``: the columns that hold numbers."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Runs]]
    numbers: Sequence[int] = ()


@dataclass(frozen=True)
class Panel:
    """Blocks that belong together beside the text: an objection with its reply, a notice."""

    title: Runs
    blocks: Sequence["Block"]
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Column:
    title: str
    blocks: Sequence["Block"]
    tone: Tone


@dataclass(frozen=True)
class Facing:
    """Two columns face to face, the left one read first."""

    left: Column
    right: Column


@dataclass(frozen=True)
class Entry:
    """An entry of the list of references: "[12] Contribution n° 127, …". The text points to it by its anchor."""

    number: int
    runs: Runs

    @property
    def anchor(self) -> str:
        return anchor_of(self.number)


@dataclass(frozen=True)
class References:
    entries: Sequence[Entry]


Block = Paragraph | Heading | Items | Quotation | Code | Facts | Table | Panel | Facing | References


@dataclass(frozen=True)
class Document:
    """A document. ``steps``: the tones of the phases of its procedure; ``step``: in which of them it comes about."""

    kind: str
    title: str
    summary: str
    language: str
    city: str
    site: str
    dated: datetime
    tone: Tone
    steps: Sequence[Tone]
    step: int
    facts: Facts
    contents: str
    page: str
    blocks: Sequence[Block] = field(default=())


def anchor_of(reference: int) -> str:
    return f"reference-{reference}"


def as_data(node: object) -> Any:
    """The tree as JSON holds it; what a block is stands under "is"."""
    if is_dataclass(node):
        told = {name: as_data(getattr(node, name)) for name in (each.name for each in fields(node))}
        return {"is": type(node).__name__.lower(), **told}
    if isinstance(node, (list, tuple)):
        return [as_data(each) for each in node]
    return node.isoformat() if isinstance(node, datetime) else node
