"""What the address of the list asks for: which contributions, in which order, from where on."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import BigIntegerField, IntegerField, SlugField, Subquery, TextChoices
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cestvous.activities.contributions import kind
from cestvous.activities.contributions.models import (
    FEWEST_POSITIONS,
    MOST_DISCUSSED,
    NEWEST_FIRST,
    Contribution,
    ContributionQuerySet,
    Order,
    Row,
    Tendency,
    cards,
    places,
    shuffled,
)
from cestvous.foundation.sources.models import CITED
from cestvous.kernel import text
from cestvous.kernel.databases.prepared import Blank, Prepared, blanks, filling
from cestvous.kernel.stems import stems
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.consultations.concluded import has_published_synthesis
from cestvous.web.requests import bounded, slug

# Enough for nobody to meet the same order twice, and short enough to be read out.
_SEEDS = 999_999
# The only voices that one may ask for: organisations are counted apart from people.
ORGANISATIONS = "organisations"
# Each stem is looked for in every contribution of the consultation.
LONGEST_SEARCH, _MOST_STEMS = 120, 8


class Sort(TextChoices):
    """How the list is sorted. A shuffle gives everybody the same chance of being read."""

    NEWEST = "newest", _("Newest first")
    DISCUSSED = "discussed", _("Most discussed first")
    FEWEST = "fewest", _("Fewest positions first")
    SHUFFLE = "shuffle", _("In random order")


_ORDERS = {Sort.NEWEST: NEWEST_FIRST, Sort.DISCUSSED: MOST_DISCUSSED, Sort.FEWEST: FEWEST_POSITIONS}


@dataclass(frozen=True)
class Asked:
    """A choice of contributions and their order; ``before`` and ``place`` are those of the last one already shown.

    ``q``: words that they all say. ``voice``: ORGANISATIONS, or whoever spoke. ``same_as``: only texts like that of
    this contribution. ``is_cited``: only those that a finding of the published synthesis cites.
    """

    q: str = ""
    theme: str = ""
    neighbourhood: str = ""
    tendency: str = ""
    voice: str = ""
    same_as: int = 0
    is_cited: bool = False
    sort: str = ""
    seed: int = 0
    before: int = 0
    place: int = 0

    @property
    def is_narrowed(self) -> bool:
        narrowed = (self.q, self.theme, self.neighbourhood, self.tendency, self.voice, self.same_as, self.is_cited)
        return any(narrowed)

    @property
    def is_kept(self) -> bool:
        """Is how many there are known without counting them?"""
        return not (self.q or self.same_as)

    @property
    def stems(self) -> list[str]:
        return stems(self.q)[:_MOST_STEMS]

    @property
    def is_newest_first(self) -> bool:
        return not self.sort

    @property
    def lacks_seed(self) -> bool:
        return self.sort == Sort.SHUFFLE and not self.seed

    @property
    def order(self) -> Order:
        return shuffled(self.seed) if self.sort == Sort.SHUFFLE else _ORDERS[Sort(self.sort or Sort.NEWEST)]

    def address(self, page: str, **changes: str | int) -> str:
        """The address of the list with ``changes``; always from its beginning unless they say otherwise."""
        query = urlencode({name: value for name, value in (self._kept() | changes).items() if value})
        return f"{page}?{query}" if query else page

    def with_seed(self, page: str) -> str:
        """The address of a shuffled list whose order is drawn now."""
        return self.address(page, seed=secrets.randbelow(_SEEDS) + 1)

    def older(self, page: str, last: Row) -> str:
        """The address of what comes after ``last``."""
        # The newest come first by their number alone.
        place = 0 if self.is_newest_first else last.place
        return self.address(page, before=last.number, place=place)

    def form(self) -> "ListForm":
        """The form that sorts the list anew and keeps what narrows it."""
        return ListForm(initial=self._kept() | {"sort": self.sort or Sort.NEWEST.value})

    def wanted(self, consultation: Consultation) -> ContributionQuerySet:
        """All that was asked for, in no order."""
        return self._wanted(_activities(consultation), is_out=has_published_synthesis(consultation))

    def some(self, consultation: Consultation, most: int) -> tuple[list[Row], bool]:
        """The first ``most`` of what was asked for, and whether there are more: two queries."""
        chosen = self._chosen(consultation, most + 1)
        return cards(chosen[:most]), len(chosen) > most

    def _chosen(self, consultation: Consultation, most: int) -> list[tuple[Any, ...]]:
        activities, is_out = _activities(consultation), has_published_synthesis(consultation)
        if not self.is_kept or self.seed:
            # Words and seeds stand in the query itself: it is another one each time.
            return list(self._places(activities, consultation.number, most, is_out=is_out))
        return _CHOSEN.rows(
            self._outline,
            len(activities),
            most,
            is_out,
            theme=self.theme,
            neighbourhood=self.neighbourhood,
            place=self.before if self.is_newest_first else self.place,
            before=self.before,
            consultation=consultation.number,
            **filling("activity", activities),
        )

    @property
    def _outline(self) -> "Asked":
        """What is asked for with blanks in it: lists that differ by what fills them in are one query."""
        return replace(
            self,
            theme=_THEME if self.theme else "",
            neighbourhood=_NEIGHBOURHOOD if self.neighbourhood else "",
            before=_BEFORE if self.before else 0,
            place=_PLACE if self.before else 0,
        )

    def _wanted(self, activities: Sequence[int], *, is_out: bool) -> ContributionQuerySet:
        """``is_out``: whether the synthesis is published. What a draft cites is nobody's to read but its writers'."""
        rows = Contribution.objects.in_any_of(activities).shown()
        if self.theme:
            rows = rows.filter(theme__slug=self.theme)
        if self.neighbourhood:
            rows = rows.filter(neighbourhood__slug=self.neighbourhood)
        if self.tendency:
            rows = rows.that_are(Tendency(self.tendency))
        if self.voice:
            rows = rows.filter(is_for_many=True)
        if self.q:
            rows = rows.saying(self.stems, are_rare=_are_rare(tuple(self.stems), tuple(activities), _hour()))
        if self.same_as:
            like = Contribution.objects.in_any_of(activities).filter(number=self.same_as)
            rows = rows.filter(fingerprint=Subquery(like.values("fingerprint")[:1]))
        if self.is_cited:
            rows = rows.filter(source__fate__in=CITED) if is_out else rows.none()
        return rows

    def _places(self, activities: Sequence[Any], consultation: Any, most: int, *, is_out: bool) -> Any:
        wanted = self._wanted(activities, is_out=is_out)
        if self.sort == Sort.DISCUSSED:
            wanted = wanted.filter(thread__consultation=consultation, thread__kind="contribution")
        if self.before:
            place = self.before if self.is_newest_first else self.place
            wanted = self.order.after(wanted, place, self.before)
        return places(wanted, self.order, most)

    def _kept(self) -> dict[str, str | int]:
        return {
            "q": self.q,
            "theme": self.theme,
            "neighbourhood": self.neighbourhood,
            "positions": self.tendency,
            "voice": self.voice,
            "same_as": self.same_as,
            "cited": int(self.is_cited),
            "sort": self.sort,
            "seed": self.seed,
        }


# What fills in the outline of a list.
_THEME: Any = Blank("theme", SlugField())
_NEIGHBOURHOOD: Any = Blank("neighbourhood", SlugField())
_PLACE: Any = Blank("place", BigIntegerField())
_BEFORE: Any = Blank("before", BigIntegerField())


def _outlined(outline: Asked, activities: int, most: int, is_out: bool) -> Any:
    known = blanks("activity", BigIntegerField(), activities)
    return outline._places(known, Blank("consultation", IntegerField()), most, is_out=is_out)


_CHOSEN = Prepared(_outlined)


def _activities(consultation: Consultation) -> list[int]:
    return [activity.pk for activity in consultation.activities if activity.kind == kind.NAME]


def _hour() -> int:
    return int(time.time() // 3_600)


@lru_cache(maxsize=2_000)
def _are_rare(stems: tuple[str, ...], activities: tuple[int, ...], hour: int) -> bool:
    """Remembered for an ``hour``: it only says which way is shorter, and both find the same."""
    return Contribution.objects.filter(activity__in=activities).shown().are_rare(stems)


def asked_of(request: HttpRequest) -> Asked:
    """What an address asks for; whatever makes no sense in it is left out."""
    sort, tendency = slug(request, "sort"), slug(request, "positions")
    return Asked(
        q=text.clean(request.GET.get("q", "")[:LONGEST_SEARCH]),
        theme=slug(request, "theme"),
        neighbourhood=slug(request, "neighbourhood"),
        tendency=tendency if tendency in Tendency else "",
        voice=ORGANISATIONS if slug(request, "voice") == ORGANISATIONS else "",
        same_as=bounded(request, "same_as", default=0),
        is_cited=bool(bounded(request, "cited", default=0, most=1)),
        sort=sort if sort in Sort and sort != Sort.NEWEST else "",
        seed=bounded(request, "seed", default=0, most=_SEEDS) if sort == Sort.SHUFFLE else 0,
        before=bounded(request, "before", default=0),
        place=bounded(request, "place", default=0),
    )


class ListForm(forms.Form):
    """A search and the order of what it finds. It only ever shows what was asked: the address is the answer."""

    q = forms.CharField(
        label=_("Search in contributions"),
        max_length=LONGEST_SEARCH,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    sort = forms.ChoiceField(label=_("Order"), choices=Sort.choices)

    def __init__(self, *, initial: dict[str, str | int]) -> None:
        super().__init__(initial=initial)
        for name in ("theme", "neighbourhood", "positions", "voice", "same_as", "cited"):
            if initial[name]:
                self.fields[name] = forms.CharField(widget=forms.HiddenInput)
