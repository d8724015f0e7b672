"""The right side of the desk: sections in a tree with their draft findings, and what each rests on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from cestvous.activities.syntheses.models import FindingVersion, Section
from cestvous.procedure.consultations.models import Activity
from cestvous.web.syntheses.desk.access import AtDesk
from cestvous.web.syntheses.desk.filters import Filters
from cestvous.web.syntheses.desk.forms import Choices
from cestvous.web.syntheses.words import rests_on

NOWHERE = Filters()


@dataclass(frozen=True)
class Leaf:
    """A finding in the outline; ``write_url`` opens it beside the texts."""

    number: int
    title: str
    rests_on: str
    url: str
    write_url: str
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
    """The draft, its parts as choices of forms, and the ``words`` of each finding by its number."""

    boughs: Sequence[Bough]
    sections: Choices
    findings: Choices
    words: Mapping[int, FindingVersion]
    count: int


def outline_of(desk: AtDesk, filters: Filters = NOWHERE) -> Outline:
    """Two queries for the whole draft."""
    rows = FindingVersion.objects.filter(finding__synthesis__activity=desk.activity, current_of__isnull=False)
    by_section: dict[int, list[FindingVersion]] = {}
    words: dict[int, FindingVersion] = {}
    for row in rows.select_related("finding", "author__person").in_order():
        words[row.finding.number] = row
        by_section.setdefault(row.finding.section_id, []).append(row)
    children = _children(desk.activity)
    boughs = _boughs(desk, filters, children, by_section, None, 3)
    findings = [(leaf.number, f"{leaf.number}. {leaf.title}") for bough in boughs for leaf in _leaves(bough)]
    return Outline(boughs, list(_sections(boughs)), findings, words, len(findings))


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
    filters: Filters,
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
            findings=_leaves_of(number, filters, by_section.get(section.pk, [])),
            boughs=_boughs(desk, filters, children, by_section, section.pk, min(level + 1, 5)),
        )
        for index, section in enumerate(siblings)
    ]


def _leaves_of(number: int, filters: Filters, rows: Sequence[FindingVersion]) -> list[Leaf]:
    here = reverse("synthesis_desk", args=[number])
    return [
        Leaf(
            number=row.finding.number,
            title=row.title,
            rests_on=rests_on(row),
            url=reverse("synthesis_draft", args=[number, row.finding.number]),
            write_url=replace(filters, write=row.finding.number, finding=row.finding.number).url(here) + "#outline",
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
