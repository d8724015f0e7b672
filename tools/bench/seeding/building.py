"""What it takes to make a city: how much of everything, whose voices, the hour it is."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from cestvous.foundation.people.models import Person
from cestvous.kernel import clock
from cestvous.procedure.consultations.actions import settle_for_reading
from cestvous.procedure.consultations.models import Consultation
from tools.bench.seeding.crowd import Crowd
from tools.bench.seeding.ledger import Ledger
from tools.bench.seeding.shapes import Shape
from tools.bench.seeding.tables import Tables
from tools.bench.seeding.words import Writer


@dataclass
class Building:
    """``crowd`` is known once it is gathered."""

    shape: Shape
    rng: Random
    now: datetime
    crowd: Crowd = field(init=False)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.rng)
        self.writer = Writer(self.rng)
        self.tables = Tables(self.rng)

    def when(self, days: float) -> datetime:
        return self.now + timedelta(days=days)

    def by_agent(self) -> Person:
        """The agent anew: what is known of somebody's mandates is known for one request."""
        return Person.objects.get(pk=self.crowd.agent.pk)

    def by_official(self) -> Person:
        return Person.objects.get(pk=self.crowd.official.pk)


def lived(consultation: Consultation, at: datetime) -> Consultation:
    """The consultation as it is at an instant, its phases entered."""
    fresh = Consultation.objects.with_procedure().get(pk=consultation.pk)
    with clock.at(at):
        settle_for_reading([fresh], at)
    return Consultation.objects.with_procedure().get(pk=consultation.pk)
