"""Who lives in the city of the tests."""

from dataclasses import dataclass
from datetime import date, datetime

from cestvous.foundation.mandates.actions import end
from cestvous.foundation.mandates.models import Role
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.procedure.consultations.models import Theme
from tests.factories import a_neighbourhood, a_person, appointed
from tests.machinery.clock import CLOCK, PARIS

MOVED_IN = datetime(2025, 1, 6, 9, 0, tzinfo=PARIS)


@dataclass(frozen=True)
class Cast:
    """``crowd``: neighbours who only ever take position. ``newcomer``: neither neighbourhood, password nor words.

    ``departed``: an agent whose mandate is over.
    """

    resident: Person
    neighbour: Person
    newcomer: Person
    agent: Person
    official: Person
    departed: Person
    crowd: list[Person]
    drouot: Neighbourhood
    theme: Theme

    def named(self, role: str) -> Person:
        person: Person = getattr(self, role)
        return person


def move_in(crowd: int) -> Cast:
    """Everybody, with their mandates, at the beginning of 2025."""
    CLOCK.freeze(MOVED_IN)
    drouot, centre = a_neighbourhood("Drouot", 5_100), a_neighbourhood("Centre", 11_200)
    theme, _made = Theme.objects.get_or_create(slug="espaces-publics", defaults={"name": "Espaces publics"})
    agent, official = a_person("Nadia Weber"), a_person("Claire Muller")
    appointed(agent, Role.AGENT, "chargée de participation")
    appointed(official, Role.OFFICIAL, "adjointe à l'urbanisme")
    departed = a_person("Luc Meyer")
    end(mandate=appointed(departed, Role.AGENT, "chargé de mission"), on=date(2025, 2, 1))
    newcomer = a_person("Tom Fischer")
    newcomer.set_unusable_password()
    newcomer.save()
    return Cast(
        resident=a_person("Samira Benali", neighbourhood=drouot),
        neighbour=a_person("Elif Kaya", neighbourhood=centre),
        newcomer=newcomer,
        agent=agent,
        official=official,
        departed=departed,
        crowd=[a_person(f"Voisine {n}", neighbourhood=drouot) for n in range(1, crowd + 1)],
        drouot=drouot,
        theme=theme,
    )
