"""What a list of contributions can be narrowed to, and what each choice would leave of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import BigIntegerField, Count
from django.utils.translation import gettext as _

from cestvous.activities.contributions import kind
from cestvous.activities.contributions.models import (
    AT_LEAST_TIMES,
    AT_MOST_TIMES,
    SEVERAL,
    Contribution,
    Drawer,
    Tendency,
)
from cestvous.kernel.databases.prepared import Prepared, any_of, blanks, filling
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.consultations.concluded import has_published_synthesis
from cestvous.web.contributions.asking import ORGANISATIONS, Asked
from cestvous.web.design.drawing import Part
from cestvous.web.design.shapes import Facet, FacetGroup

# Found by words, more are not counted: each would have to be looked at.
MOST_COUNTED = 500
_NAMES = ("theme__slug", "neighbourhood__slug", "tendency", "is_for_many", "theme__name", "neighbourhood__name")
# One value for each of _NAMES, and how many contributions share them.
Combination = tuple[Any, ...]


@dataclass(frozen=True)
class Narrowing:
    """``tendencies`` says in words what the facets on positions mean."""

    facets: Sequence[FacetGroup]
    tendencies: str


@dataclass(frozen=True)
class Counted:
    """Combinations of what a list can be narrowed to, and whether too many were found for their counts to be right."""

    rows: tuple[Combination, ...]
    are_too_many: bool = False

    def left(self, asked: Asked) -> int:
        """How many contributions are left of the list; MOST_COUNTED + 1 where too many are found to be counted."""
        wanted = _wanted(asked)
        return MOST_COUNTED + 1 if self.are_too_many else sum(row[-1] for row in self.rows if all(_fits(row, wanted)))

    def narrowing(self, asked: Asked, page: str) -> Part[Narrowing]:
        """The facets as they are shown beside the list at the address ``page``; nothing is drawn if there are none."""
        kept = replace(asked, before=0, place=0)
        known_by = (self.rows, self.are_too_many, kept, page)
        return Part("contributions/narrow.html", "narrowing", known_by, lambda: self._narrowing(kept, page))

    def _narrowing(self, asked: Asked, page: str) -> Narrowing:
        facets = self._facets(asked, page)
        return Narrowing(facets, _tendencies() if any(group.title == _("Positions") for group in facets) else "")

    def _facets(self, asked: Asked, page: str) -> list[FacetGroup]:
        """Themes, neighbourhoods, tendencies and voices with what each would leave of the list."""
        wanted = _wanted(asked)
        counts: tuple[Counter[tuple[str, str]], ...] = tuple(Counter() for _choice in wanted)
        organisations, tendencies = _("Organisations"), {value: str(label) for value, label in Tendency.choices}
        for row in self.rows:
            _theme, _place, tendency, _for_many, theme_name, place_name, count = row
            titles = (theme_name, place_name, tendencies.get(tendency, ""), organisations)
            fits = _fits(row, wanted)
            # What one facet counts is what all the other choices leave.
            for index, (value, title) in enumerate(zip(_values(row), titles, strict=True)):
                if value and all(fits[:index] + fits[index + 1 :]):
                    counts[index][value, title] += count
        facets = (
            (_("Themes"), "theme"),
            (_("Neighbourhoods"), "neighbourhood"),
            (_("Positions"), "positions"),
            (_("Who speaks"), "voice"),
        )
        groups = [
            FacetGroup(title, _group(counted_here, name, current, asked, page, are_counted=not self.are_too_many))
            for (title, name), counted_here, current in zip(facets, counts, wanted, strict=True)
        ]
        return [group for group in groups if group.facets]


def counted_of(consultation: Consultation, asked: Asked) -> Counted:
    """What the list as it is asked for can be narrowed to: one query.

    Drawers know, unless words are looked for too: then the latest found are counted, MOST_COUNTED of them at most.
    """
    if not asked.is_kept:
        base = replace(asked, theme="", neighbourhood="", tendency="", voice="").wanted(consultation)
        some = Contribution.objects.filter(pk__in=base.order_by("-number").values("pk")[: MOST_COUNTED + 1])
        rows = tuple(some.order_by(*_NAMES).values_list(*_NAMES).annotate(count=Count("pk")))
        return Counted(rows, sum(row[-1] for row in rows) > MOST_COUNTED)
    if asked.is_cited and not has_published_synthesis(consultation):
        return Counted(())
    activities = [row.pk for row in consultation.activities if row.kind == kind.NAME]
    return Counted(tuple(_DRAWERS.rows(asked.is_cited, len(activities), **filling("activity", activities))))


def _drawers(is_cited: bool, activities: int) -> Any:
    drawers = Drawer.objects.filter(any_of("activity", blanks("activity", BigIntegerField(), activities)), count__gt=0)
    return (drawers.filter(is_cited=True) if is_cited else drawers).order_by("key").values_list(*_NAMES, "count")


_DRAWERS = Prepared(_drawers)


def _wanted(asked: Asked) -> tuple[str, ...]:
    return asked.theme, asked.neighbourhood, asked.tendency, asked.voice


def _values(row: Combination) -> tuple[str, ...]:
    theme, place, tendency, is_for_many = row[:4]
    return theme, place, tendency, ORGANISATIONS if is_for_many else ""


def _fits(row: Combination, wanted: tuple[str, ...]) -> list[bool]:
    return [choice in ("", value) for choice, value in zip(wanted, _values(row), strict=True)]


def _group(
    counts: Counter[tuple[str, str]], name: str, current: str, asked: Asked, page: str, *, are_counted: bool
) -> list[Facet]:
    return [
        Facet(
            title,
            asked.address(page, **{name: "" if slug == current else slug}),
            count if are_counted else None,
            slug == current,
        )
        for (slug, title), count in sorted(counts.items(), key=lambda item: item[0][1])
    ]


def _tendencies() -> str:
    """The facets on positions in words, with the numbers that decide."""
    words = _(
        "Opinions are divided when at least %(several)d people are for, at least %(several)d against, and neither side "
        "is more than %(at_most)d times the other. They go mostly one way when at least %(several)d people are on one "
        "side, %(at_least)d times as many as on the other and as of mixed mind."
    )
    return words % {"several": SEVERAL, "at_most": AT_MOST_TIMES, "at_least": AT_LEAST_TIMES}
