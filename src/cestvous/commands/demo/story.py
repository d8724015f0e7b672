"""What the tellers of one example consultation share: its text, its calendar, and what has been made of it so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from cestvous.activities.contributions.models import Contribution
from cestvous.activities.decisions.models import Commitment
from cestvous.activities.syntheses.models import Finding
from cestvous.commands.demo.agenda import Agenda
from cestvous.commands.demo.calendars import Calendar
from cestvous.commands.demo.hours import Hours
from cestvous.commands.demo.inhabitants import Inhabitants
from cestvous.commands.demo.texts import ConsultationText
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Activity, Consultation

# How many hours somebody takes to reply: a resident of their waking hours, an agent of their office hours.
RESIDENT_REPLIES_WITHIN = 18
AGENT_REPLIES_WITHIN = 11


@dataclass
class Story:
    """One consultation: planned as a whole, then lived. ``chance`` always falls the same way for the same text."""

    text: ConsultationText
    calendar: Calendar
    city: Inhabitants
    agenda: Agenda
    waking: Hours
    office: Hours
    consultation: Consultation = field(init=False)
    contributions: dict[str, Contribution] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)
    commitments: dict[str, Commitment] = field(default_factory=dict)
    chance: Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = Random(self.text.key)  # noqa: S311 — a fixed seed on purpose

    def person(self, key: str) -> Person:
        return self.city.people[key]

    def agent(self, turn: int = 0) -> Person:
        """One of the agents in charge, by turns."""
        return self.person(self.text.agents[turn % len(self.text.agents)])

    def activity(self, kind: str) -> Activity:
        """The activity of a kind; LookupError if the procedure has none."""
        found = self.consultation.activity_of_kind(kind)
        if found is None:
            raise LookupError(f"{self.text.key} has no activity of kind {kind}")
        return found

    def others(self, key: str, *, but: Sequence[str] = ()) -> list[str]:
        """The residents who are neither this one nor among ``but``."""
        return [resident for resident in self.city.residents if resident != key and resident not in but]

    def reply_time(self, by: str, after: datetime, limit: datetime) -> datetime:
        """When somebody replies to what was said at ``after``: soon, and before ``limit``."""
        if by in self.text.agents:
            at = self.office.later(after, self.chance.uniform(0.5, AGENT_REPLIES_WITHIN))
        else:
            at = self.waking.later(after, self.chance.uniform(0.3, RESIDENT_REPLIES_WITHIN))
        return at if at < limit else self.waking.between(after, limit, self.chance.uniform(0.2, 0.7))

    def spread(
        self, count: int, first: datetime, last: datetime, *, until: float = 1.0, lean: float = 1.0
    ) -> list[datetime]:
        """So many instants in order, from ``first`` to ``last``; the greater ``lean``, the sooner most of them."""
        shares = sorted(until * self.chance.random() ** lean for _each in range(count))
        return [self.waking.between(first, last, share) for share in shares]


def shortly_before(instant: datetime) -> datetime:
    """Room for what must still happen before a phase closes."""
    return instant - timedelta(minutes=40)
