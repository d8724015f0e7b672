"""What the home page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cestvous.foundation.mandates.policy import Reader
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.consultations.cards import Card
from cestvous.web.consultations.turns import Turns, read, turns_of
from cestvous.web.decisions.built import Built, being_built

TO_BUILD = 3


@dataclass(frozen=True)
class Home:
    """``nearby``: what goes on in the reader's neighbourhood, apart from ``turns``; ``built``: there first, too."""

    neighbourhood: Neighbourhood | None
    nearby: Sequence[Card]
    turns: Turns
    built: Sequence[Built]

    @property
    def is_empty(self) -> bool:
        return not self.nearby and self.turns.is_empty


def home_page(reader: Reader, at: datetime) -> Home:
    """The home page for a reader: what ends first comes first, and their neighbourhood before the others."""
    place = reader.neighbourhood if isinstance(reader, Person) else None
    shown = read(Consultation.objects.public(), at)
    near = [row for row in shown if place is not None and place.pk in row[1].neighbourhoods]
    nearby = turns_of(near).under_way
    return Home(
        neighbourhood=place,
        nearby=nearby,
        turns=turns_of([row for row in shown if row[1] not in nearby]),
        built=being_built(Consultation.objects.public(), at, TO_BUILD, first_in=place),
    )
