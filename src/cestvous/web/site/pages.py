"""What the home page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Q

from cestvous.foundation.mandates.policy import Reader
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.procedure.consultations.actions import settle_for_reading
from cestvous.procedure.consultations.models import Consultation, Phase, State
from cestvous.procedure.rules.grid import Purpose
from cestvous.web.consultations.cards import Card, cards_of
from cestvous.web.consultations.concluded import is_concluded, with_conclusions

# More than a city runs at once; the list of all consultations shows the rest.
AT_MOST, DECIDED_LATELY = 30, 3


@dataclass(frozen=True)
class Home:
    """Cards, by whose turn it is. ``nearby`` holds those under way in the reader's neighbourhood, apart."""

    neighbourhood: Neighbourhood | None
    nearby: Sequence[Card]
    open_now: Sequence[Card]
    with_the_city: Sequence[Card]
    coming: Sequence[Card]
    decided: Sequence[Card]

    @property
    def is_empty(self) -> bool:
        return not (self.nearby or self.open_now or self.with_the_city or self.coming or self.decided)


def home_page(reader: Reader, at: datetime) -> Home:
    """The home page for a reader: what ends first comes first, and their neighbourhood before the others."""
    found = _consultations()
    # One that waits is entered by the action that opens its gate, or by its own page: asking each gate here would
    # cost queries for each of them.
    settle_for_reading([row for row in found if row.waiting_since is None], at)
    place = reader.neighbourhood if isinstance(reader, Person) else None
    cards = dict(zip(found, cards_of(found, at, level=3), strict=True))
    under_way = sorted((row for row in found if _is_under_way(row)), key=_ends_at)
    coming = sorted((row for row in found if row.schedule.current is None), key=_ends_at)
    decided = sorted((row for row in found if _is_decided(row)), key=_ends_at, reverse=True)
    nearby = [row for row in under_way if place is not None and place.pk in cards[row].neighbourhoods]
    elsewhere = [row for row in under_way if row not in nearby and row not in decided]
    return Home(
        neighbourhood=place,
        nearby=[cards[row] for row in nearby],
        open_now=[cards[row] for row in elsewhere if cards[row].offered],
        with_the_city=[cards[row] for row in elsewhere if not cards[row].offered],
        coming=[cards[row] for row in coming],
        decided=[cards[row] for row in decided if row not in nearby][:DECIDED_LATELY],
    )


def _consultations() -> list[Consultation]:
    """Those that have something to come, and the last few that haven't: one reading whatever their number."""
    rows = Consultation.objects.filter(state__in=(State.PUBLISHED, State.SUSPENDED))
    to_come = Exists(Phase.objects.filter(consultation=OuterRef("pk"), entered_at__isnull=True))
    running = rows.filter(to_come).latest_first().values("pk")[:AT_MOST]
    decided_at = Max("phase_rows__entered_at")
    decided = rows.exclude(to_come).annotate(decided_at=decided_at).order_by("-decided_at").values("pk")
    chosen = rows.filter(Q(pk__in=running) | Q(pk__in=decided[:DECIDED_LATELY]))
    return list(with_conclusions(chosen.with_procedure()).latest_first())


def _is_under_way(consultation: Consultation) -> bool:
    return consultation.schedule.current is not None and consultation.schedule.coming is not None


def _is_decided(consultation: Consultation) -> bool:
    """In its last phase; or signed, while the phase of the decision lasts."""
    schedule = consultation.schedule
    if schedule.coming is None:
        return True
    is_deciding = schedule.current is not None and schedule.current.purpose == Purpose.DECISION
    return is_deciding and is_concluded(consultation)


def _ends_at(consultation: Consultation) -> datetime:
    """When what goes on now ends: the next phase's start; for the last phase, when it began."""
    coming = consultation.schedule.coming
    return coming.starts_at if coming else consultation.phases[-1].starts_at
