"""Consultations by whose turn it is: what residents can do now, what the city does, what comes, what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Q

from cestvous.procedure.consultations.actions import settle_for_reading
from cestvous.procedure.consultations.models import Consultation, ConsultationQuerySet, Phase, State
from cestvous.procedure.rules.grid import Purpose
from cestvous.web.consultations.cards import Card, cards_of
from cestvous.web.consultations.concluded import is_concluded, with_conclusions
from cestvous.web.consultations.grids import read_grids

# More than a city runs at once; the list of all consultations shows the rest.
AT_MOST, DECIDED_LATELY = 30, 3


@dataclass(frozen=True)
class Turns:
    """Cards; what ends first comes first. ``decided``: the latest first."""

    open_now: Sequence[Card] = ()
    with_the_city: Sequence[Card] = ()
    coming: Sequence[Card] = ()
    decided: Sequence[Card] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.open_now or self.with_the_city or self.coming or self.decided)

    @property
    def under_way(self) -> list[Card]:
        return [*self.open_now, *self.with_the_city]


def read(rows: ConsultationQuerySet, at: datetime, *, level: int = 3) -> list[tuple[Consultation, Card]]:
    """Those of ``rows`` that have something to come, and the last few that haven't, as cards: seven queries."""
    rows = rows.filter(state__in=(State.PUBLISHED, State.SUSPENDED))
    to_come = Exists(Phase.objects.filter(consultation=OuterRef("pk"), entered_at__isnull=True))
    running = rows.filter(to_come).latest_first().values("pk")[:AT_MOST]
    decided_at = Max("phase_rows__entered_at")
    decided = rows.exclude(to_come).annotate(decided_at=decided_at).order_by("-decided_at").values("pk")
    chosen = Consultation.objects.filter(Q(pk__in=running) | Q(pk__in=decided[:DECIDED_LATELY]))
    found = list(with_conclusions(chosen).latest_first())
    read_grids(found)
    # One that waits is entered by the action that opens its gate, or by its own page: asking each gate here would
    # cost queries for each of them.
    settle_for_reading([row for row in found if row.waiting_since is None], at)
    return list(zip(found, cards_of(found, at, level=level), strict=True))


def turns_of(shown: Sequence[tuple[Consultation, Card]]) -> Turns:
    """Cards as ``read``, each in the one place where it belongs."""
    decided = [row for row in shown if _is_decided(row[0])]
    rest = sorted((row for row in shown if not _is_decided(row[0])), key=lambda row: _ends_at(row[0]))
    begun = [row for row in rest if row[0].schedule.current is not None]
    return Turns(
        open_now=[card for _consultation, card in begun if card.offered],
        with_the_city=[card for _consultation, card in begun if not card.offered],
        coming=[card for consultation, card in rest if consultation.schedule.current is None],
        decided=[card for _consultation, card in sorted(decided, key=lambda row: _ends_at(row[0]), reverse=True)],
    )


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
