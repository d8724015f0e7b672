"""What the address of the list asks for: which contributions, in which order, from where on."""

import secrets
import time
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django import forms
from django.db.models import Subquery, TextChoices
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
    Tendency,
    shuffled,
)
from cestvous.foundation.sources.models import CITED
from cestvous.kernel import text
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

    def older(self, page: str, last: Contribution) -> str:
        """The address of what comes after ``last``."""
        # The newest come first by their number alone.
        place = 0 if self.is_newest_first else last.__dict__["place"]
        return self.address(page, before=last.number, place=place)

    def form(self) -> "ListForm":
        """The form that sorts the list anew and keeps what narrows it."""
        return ListForm(initial=self._kept() | {"sort": self.sort or Sort.NEWEST.value})

    def wanted(self, consultation: Consultation) -> ContributionQuerySet:
        """All that was asked for, in no order."""
        activities = [activity for activity in consultation.activities if activity.kind == kind.NAME]
        rows = Contribution.objects.to(activities).shown().published()
        if self.theme:
            rows = rows.filter(theme__slug=self.theme)
        if self.neighbourhood:
            rows = rows.filter(neighbourhood__slug=self.neighbourhood)
        if self.tendency:
            rows = rows.that_are(Tendency(self.tendency))
        if self.voice:
            rows = rows.filter(is_for_many=True)
        if self.q:
            rows = rows.saying(
                self.stems, are_rare=_are_rare(tuple(self.stems), tuple(row.pk for row in activities), _hour())
            )
        if self.same_as:
            like = Contribution.objects.to(activities).filter(number=self.same_as)
            rows = rows.filter(fingerprint=Subquery(like.values("fingerprint")[:1]))
        if self.is_cited:
            # What a draft cites is nobody's to read but its writers'.
            rows = rows.filter(source__fate__in=CITED) if has_published_synthesis(consultation) else rows.none()
        return rows

    def some(self, consultation: Consultation, most: int) -> list[Contribution]:
        """The first ``most`` of what was asked for, with their words and their ``place``: two queries."""
        wanted = self.wanted(consultation)
        if self.sort == Sort.DISCUSSED:
            wanted = wanted.filter(thread__consultation=consultation.number, thread__kind="contribution")
        if self.before:
            place = self.before if self.is_newest_first else self.place
            wanted = self.order.after(wanted, place, self.before)
        # Chosen first, by their keys alone: a planner that joins so many tables would else join all there is.
        chosen = {row.pk: row.__dict__["place"] for row in self.order.arrange(wanted).only("number")[:most]}
        found = Contribution.objects.filter(pk__in=chosen.keys()).as_cards().with_same_text().order_by("pk")
        rows = {row.pk: row for row in found}
        for key, place in chosen.items():
            rows[key].__dict__["place"] = place
        return [rows[key] for key in chosen]

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
