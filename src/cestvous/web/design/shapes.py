"""What components are made of: small frozen shapes that pages fill in, so that templates hold no logic."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Context = dict[str, object]
"""What a tag gives its template."""
Tone = Literal["presentation", "consultation", "synthesis", "debate", "decision", "follow-up", "neutral"]
"""The hue of a phase, named after its purpose; "neutral" for what belongs to no phase."""
When = Literal["lived", "current", "waiting", "to-come"]
"""Where a step stands. "waiting": its date has come, its gate is still shut."""
Kind = Literal["resident", "agent", "official", "council", "organisation", "conciliator", "imported", "erased"]
"""Who speaks; all but "resident" and "erased" carry a badge."""
AnswerState = Literal["adopted", "in-part", "declined", "referred", "postponed", "awaited"]
CommitmentState = Literal["to-come", "under-way", "late", "done", "abandoned"]


@dataclass(frozen=True)
class Link:
    """A place to go, in the masthead, the footer or tabs."""

    title: str
    url: str
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Crumb:
    """One level above the page; without an address it is the page itself."""

    title: str
    url: str = ""


@dataclass(frozen=True)
class Step:
    """One phase on the thread. ``moved_from`` is the announced date that no longer holds."""

    title: str
    tone: Tone
    when: When
    dates: str = ""
    note: str = ""
    moved_from: str = ""
    url: str = ""


@dataclass(frozen=True)
class Figure:
    """A number with what it counts. ``value`` is a number, or words such as "2 days"."""

    value: int | str
    label: str
    url: str = ""


@dataclass(frozen=True)
class Cell:
    """One opening of the grid: what is open, and for whom."""

    acts: Sequence[str]
    audience: str = ""


@dataclass(frozen=True)
class Warp:
    """One column of the weave: a phase."""

    title: str
    tone: Tone
    when: When
    dates: str = ""


@dataclass(frozen=True)
class Weft:
    """One row of the weave: an activity, with one cell for each phase, None where nothing is open."""

    title: str
    cells: Sequence[Cell | None]
    url: str = ""


@dataclass(frozen=True)
class Weave:
    """A procedure's grid."""

    phases: Sequence[Warp]
    activities: Sequence[Weft]


@dataclass(frozen=True)
class ChainLink:
    """One knot on the thread of somebody's words.

    ``quote`` is shown as their words, with the part equal to ``passage`` marked; ``text`` is Markdown of the city's.
    """

    title: str
    tone: Tone
    when: When = "lived"
    dates: str = ""
    quote: str = ""
    passage: str = ""
    text: str = ""
    note: str = ""
    url: str = ""
    url_title: str = ""
    answer: AnswerState | Literal[""] = ""


@dataclass(frozen=True)
class Facet:
    """One value that a list can be narrowed to. ``url`` removes it when it is the current one."""

    title: str
    url: str
    count: int | None = None
    is_current: bool = False


@dataclass(frozen=True)
class FacetGroup:
    """The values of one property: themes, neighbourhoods, …"""

    title: str
    facets: Sequence[Facet]


@dataclass(frozen=True)
class Version:
    """One version of a text, for the version switcher."""

    number: int
    url: str
    at: datetime | None = None
    is_current: bool = False
    note: str = ""


@dataclass(frozen=True)
class Milestone:
    """One dated step of a commitment."""

    title: str
    when: When
    dates: str = ""
    note: str = ""
    pictures: Sequence["FileShown"] = ()


@dataclass(frozen=True)
class Commitment:
    """What the city undertakes, who answers for it, and how far it has come. ``pictures``: the latest, shown small."""

    title: str
    state: CommitmentState
    due: str = ""
    responsible: str = ""
    text: str = ""
    url: str = ""
    milestones: Sequence[Milestone] = field(default_factory=tuple)
    pictures: Sequence["FileShown"] = ()


@dataclass(frozen=True)
class Stage:
    """One stage of what everybody's words become: how many things reach it, and how many of them go on.

    ``measure`` is the number that a full height stands for, so that stages that count the same things compare.
    ``parts``: what became of those counted, each with its own list. ``note``: of a stage to come, when.
    """

    count: int
    title: str
    url: str
    tone: Tone
    when: When = "lived"
    measure: int = 0
    goes_on: int = 0
    parts: Sequence[Figure] = ()
    note: str = ""

    @property
    def band(self) -> str:
        """The points of a band as high as what is counted, narrowing to what goes on; nothing for nothing."""
        if not self.count or not self.measure:
            return ""
        before, after = (_BAND / 2 * min(1, number / self.measure) for number in (self.count, self.goes_on))
        middle = _BAND / 2
        return f"0,{middle - before:.2f} 100,{middle - after:.2f} 100,{middle + after:.2f} 0,{middle + before:.2f}"


@dataclass(frozen=True)
class RegisterEvent:
    """One line of the public register. ``number`` is None until the event is sealed."""

    title: str
    at: datetime | date
    number: int | None = None
    actor: str = ""
    detail: str = ""
    digest: str = ""
    url: str = ""


# How high a band is drawn when everything is in it.
_BAND = 40
# A bar's stretches differ in height, so that they can be told apart without their colours: (top, height).
_DRAWN = {
    "for": (0, 12),
    "cited": (0, 12),
    "mixed": (4, 4),
    "set-aside": (4, 4),
    "against": (1, 10),
    "waiting": (1, 10),
}


@dataclass(frozen=True)
class Segment:
    """A stretch of a bar, as the attributes of an SVG rectangle: no locale may put a comma in them."""

    kind: str
    x: str
    y: str
    width: str
    height: str


def segments(counts: dict[str, int]) -> tuple[Segment, ...]:
    """The stretches of a bar that shows ``counts`` side by side; none for what counts nothing."""
    total = sum(counts.values())
    drawn: list[Segment] = []
    before = 0
    for kind, count in counts.items():
        if count > 0:
            top, height = _DRAWN[kind]
            x, width = 100 * before / total, 100 * count / total
            drawn.append(Segment(kind, f"{x:.2f}%", str(top), f"{width:.2f}%", str(height)))
            before += count
    return tuple(drawn)


@dataclass(frozen=True)
class FileShown:
    """A file on a page. A picture has its sides, in pixels, and its smaller sister's address and width; a document its
    type ("PDF") and its weight in words. ``description`` is what a picture shows, or what a document is called;
    ``waits``: nobody is sent it before it has been looked at for viruses."""

    url: str
    name: str
    is_picture: bool
    type: str = ""
    weight: str = ""
    at: date | datetime | None = None
    description: str = ""
    credit: str = ""
    width: int = 0
    height: int = 0
    small_url: str = ""
    small_width: int = 0
    waits: bool = False


@dataclass(frozen=True)
class FilesShown:
    """The files of one thing; ``gone``: a dated statement for each that was taken away; ``waiting``: a statement for
    each that is not shown yet."""

    pictures: Sequence[FileShown] = ()
    documents: Sequence[FileShown] = ()
    gone: Sequence[str] = ()
    waiting: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.pictures or self.documents or self.gone or self.waiting)


@dataclass(frozen=True)
class VideoShown:
    """A video on ``host``: its own ``page`` there, and the ``frame`` in which it plays once somebody asks for it."""

    title: str
    page: str
    frame: str
    host: str
    still: FileShown | None = None
