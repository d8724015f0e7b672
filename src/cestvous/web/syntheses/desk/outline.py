"""The right side of the desk: sections in a tree with their draft findings, and what each rests on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from cestvous.activities.syntheses.models import FindingVersion, Section
from cestvous.procedure.consultations.models import Activity
from cestvous.web.syntheses.desk.access import AtDesk
from cestvous.web.syntheses.desk.forms import Choices
from cestvous.web.syntheses.words import rests_on


@dataclass(frozen=True)
class Leaf:
    """A finding in the outline."""

    number: int
    title: str
    rests_on: str
    rests_on_nothing: bool
    url: str
    move_url: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class Bough:
    """A section in the outline; ``level`` is that of its heading."""

    pk: int
    title: str
    level: int
    url: str
    move_url: str
    add_url: str
    is_first: bool
    is_last: bool
    findings: Sequence[Leaf]
    boughs: Sequence["Bough"]


@dataclass(frozen=True)
class Outline:
    """The draft, and its parts as choices of forms."""

    boughs: Sequence[Bough]
    sections: Choices
    findings: Choices
    count: int


def outline_of(desk: AtDesk) -> Outline:
    """Two queries for the whole draft."""
    rows = FindingVersion.objects.filter(finding__synthesis__activity=desk.activity, current_of__isnull=False)
    by_section: dict[int, list[FindingVersion]] = {}
    for row in rows.with_support().select_related("finding").in_order():
        by_section.setdefault(row.finding.section_id, []).append(row)
    children = _children(desk.activity)
    boughs = _boughs(desk, children, by_section, None, 3)
    findings = [(leaf.number, f"{leaf.number}. {leaf.title}") for bough in boughs for leaf in _leaves(bough)]
    return Outline(boughs, list(_sections(boughs)), findings, len(findings))


def sections_of(activity: Activity) -> Choices:
    """The sections as choices of a form, those under another one indented."""
    children = _children(activity)

    def walk(parent: int | None, depth: int) -> Iterator[tuple[int, str]]:
        for section in children.get(parent, ()):
            yield section.pk, f"{'— ' * depth}{section.title}"
            yield from walk(section.pk, depth + 1)

    return list(walk(None, 0))


def _children(activity: Activity) -> dict[int | None, list[Section]]:
    children: dict[int | None, list[Section]] = {}
    for section in Section.objects.filter(synthesis__activity=activity).order_by("position", "pk"):
        children.setdefault(section.parent_id, []).append(section)
    return children


def _boughs(
    desk: AtDesk,
    children: dict[int | None, list[Section]],
    by_section: dict[int, list[FindingVersion]],
    parent: int | None,
    level: int,
) -> list[Bough]:
    number, siblings = desk.number, children.get(parent, [])
    return [
        Bough(
            pk=section.pk,
            title=section.title,
            level=level,
            url=reverse("synthesis_section", args=[number, section.pk]),
            move_url=reverse("synthesis_move_section", args=[number, section.pk]),
            add_url=reverse("synthesis_add_finding", args=[number]) + f"?section={section.pk}",
            is_first=index == 0,
            is_last=index == len(siblings) - 1,
            findings=_leaves_of(number, by_section.get(section.pk, [])),
            boughs=_boughs(desk, children, by_section, section.pk, min(level + 1, 5)),
        )
        for index, section in enumerate(siblings)
    ]


def _leaves_of(number: int, rows: Sequence[FindingVersion]) -> list[Leaf]:
    return [
        Leaf(
            number=row.finding.number,
            title=row.title,
            rests_on=rests_on(row),
            rests_on_nothing=not (row.support.contributions or row.support.other_texts),
            url=reverse("synthesis_draft", args=[number, row.finding.number]),
            move_url=reverse("synthesis_move_finding", args=[number, row.finding.number]),
            is_first=index == 0,
            is_last=index == len(rows) - 1,
        )
        for index, row in enumerate(rows)
    ]


def _leaves(bough: Bough) -> Iterator[Leaf]:
    yield from bough.findings
    for below in bough.boughs:
        yield from _leaves(below)


def _sections(boughs: Sequence[Bough], depth: int = 0) -> Iterator[tuple[int, str]]:
    for bough in boughs:
        yield bough.pk, f"{'— ' * depth}{bough.title}"
        yield from _sections(bough.boughs, depth + 1)
