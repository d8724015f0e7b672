"""The people of the example city: accounts, and mandates."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from cestvous.commands.demo import actions
from cestvous.commands.demo.organising import found_organisations
from cestvous.commands.demo.texts import MandateText, PeopleText
from cestvous.foundation.mandates.actions import appoint
from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.organisations.models import Representative
from cestvous.foundation.people.actions import open_account
from cestvous.foundation.people.models import AgeBand, NameKind, Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import clock
from cestvous.procedure.consultations.models import Theme

# Public on purpose: the example city listens on this machine alone, and offers its people to sign in as.
PASSWORD = "exemple-mulhouse"  # noqa: S105 — everybody may know it
# The day from which the mandates of the example city run, unless its first consultation is older.
IN_OFFICE_SINCE = date(2026, 4, 1)


@dataclass(frozen=True)
class Inhabitants:
    """Everybody, by the keys of the texts. ``residents``: the keys of those who hold no mandate; ``representatives``:
    who speaks for an organisation, by its key.
    """

    people: dict[str, Person]
    residents: tuple[str, ...]
    mandates: dict[str, Mandate]
    neighbourhoods: dict[str, Neighbourhood]
    themes: dict[str, Theme]
    representatives: dict[str, Representative]


def settle_in(texts: PeopleText, before: datetime) -> Inhabitants:
    """Give everybody an account in the six weeks ``before`` the first consultation, and appoint those in office."""
    password = make_password(PASSWORD)
    chance = Random("people")  # noqa: S311 — a fixed seed on purpose
    neighbourhoods = actions.make_neighbourhoods(texts.neighbourhoods)
    people: dict[str, Person] = {}
    with clock.at(before - timedelta(days=60)):
        name, email = texts.administrator
        actions.confirm_address(actions.make_administrator(name, email, PASSWORD))
        for row in texts.mandates:
            where = neighbourhoods.get(row.neighbourhood)
            people[row.key] = _open(row.email, password, row.name, NameKind.OWN, where, "")
        since = min(IN_OFFICE_SINCE, timezone.localdate(before) - timedelta(days=60))
        mandates = {
            row.key: _appoint(row, people[row.key], neighbourhoods.get(row.neighbourhood), since)
            for row in texts.mandates
        }
    joined = sorted(before - timedelta(minutes=chance.randrange(60 * 24 * 42)) for _row in texts.residents)
    for at, resident in zip(joined, texts.residents, strict=True):
        where = neighbourhoods[resident.neighbourhood]
        email = f"{resident.key}@exemple.test"
        with clock.at(at):
            people[resident.key] = _open(email, password, resident.name, resident.name_kind, where, resident.age_band)
    residents = tuple(row.key for row in texts.residents)
    representatives = found_organisations(texts.organisations, people, before)
    return Inhabitants(people, residents, mandates, neighbourhoods, actions.make_themes(texts.themes), representatives)


def _open(
    email: str, password: str, name: str, kind: NameKind, where: Neighbourhood | None, age: AgeBand | str
) -> Person:
    person = open_account(
        person=Person(email=email, password=password),
        name=name,
        name_kind=kind,
        neighbourhood=where,
        age_band=age,
        charter_accepted=True,
        at_least_16=True,
    )
    actions.confirm_address(person)
    return person


def _appoint(row: MandateText, person: Person, where: Neighbourhood | None, since: date) -> Mandate:
    return appoint(
        person=person, role=row.role, function=row.function, act=row.act, starts_on=since, neighbourhood=where
    )
