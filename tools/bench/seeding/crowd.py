"""Who speaks: people with accounts, organisations, and those who lead."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from cestvous.foundation.authors.models import Author, AuthorKind
from cestvous.foundation.mandates.actions import appoint
from cestvous.foundation.mandates.models import Mandate, Role
from cestvous.foundation.organisations import actions as organisations
from cestvous.foundation.organisations.models import OrganisationSort
from cestvous.foundation.people.actions import open_account
from cestvous.foundation.people.events import ACCOUNT_OPENED
from cestvous.foundation.people.models import AgeBand, NameKind, Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import clock
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.models import Theme
from tools.bench.seeding.ledger import Ledger
from tools.bench.seeding.rows import Table, without_looking_up, write_all

PASSWORD = "douze ponts au-dessus du canal"
_THEMES = (
    "Arbres et jardins", "Commerces", "Culture", "Déplacements", "Écoles", "Logement", "Propreté", "Santé", "Sport",
)  # fmt: skip
_NEIGHBOURHOODS = (
    "Les Aulnes", "Bellerive", "Le Canal", "Les Coteaux", "La Filature", "La Gare", "Haute-Ville", "Les Jardins",
    "Le Marché", "Les Moulins", "Le Port", "Saint-Martin",
)  # fmt: skip
_FIRST = [
    "Adèle",
    "Ahmed",
    "Alice",
    "Amina",
    "Antoine",
    "Brahim",
    "Camille",
    "Chloé",
    "Claire",
    "Denis",
    "Elif",
    "Emma",
    "Fatima",
    "Gaël",
    "Hugo",
    "Inès",
    "Jeanne",
    "Julien",
    "Karim",
    "Léa",
    "Lucas",
    "Malika",
    "Marc",
    "Marion",
    "Mehmet",
    "Nadia",
    "Nicolas",
    "Noé",
    "Olivier",
    "Paul",
    "Rachida",
    "Romain",
    "Sabine",
    "Samir",
    "Sarah",
    "Sylvie",
    "Thomas",
    "Valérie",
    "Yann",
    "Zoé",
]
_AT_ONCE = 5_000


@dataclass(frozen=True)
class Speaker:
    """Somebody who speaks: their author, their account (0 for an organisation), who speaks for it (0: nobody)."""

    author: int
    identifier: str
    person: int = 0
    through: int = 0


@dataclass(frozen=True)
class Crowd:
    people: list[Speaker]
    organisations: list[Speaker]
    agent: Person
    official: Person
    mandates: tuple[Mandate, Mandate]
    themes: list[Theme]
    neighbourhoods: list[Neighbourhood]
    emails: list[str]


def gather(people: int, rng: Random, ledger: Ledger, since: datetime) -> Crowd:
    """Everybody who will speak, with accounts opened from ``since`` on."""
    with clock.at(since), transaction.atomic():
        neighbourhoods = [
            Neighbourhood.objects.create(slug=f"quartier-{number}", name=name, population=rng.randrange(3_000, 15_000))
            for number, name in enumerate(_NEIGHBOURHOODS, start=1)
        ]
        themes = [
            Theme.objects.create(slug=f"theme-{number}", name=name) for number, name in enumerate(_THEMES, start=1)
        ]
        agent = _somebody("Sophie Meunier", "agente@bench.test", neighbourhoods[0])
        official = _somebody("Michel Arnaud", "elu@bench.test", neighbourhoods[1])
        told: dict[str, Any] = {"act": "arrêté 2026-001", "starts_on": since.date() - timedelta(days=30)}
        mandates = (
            appoint(person=agent, role=Role.AGENT, function="Agence de la participation citoyenne", **told),
            appoint(person=official, role=Role.OFFICIAL, function="adjoint aux espaces publics", **told),
        )
    emails = [f"personne-{number}@bench.test" for number in range(1, people + 1)]
    speakers = _people(emails, rng, ledger, since, neighbourhoods)
    with clock.at(since + timedelta(days=1)), transaction.atomic():
        bodies = [_organisation(number, speaker, agent) for number, speaker in enumerate(speakers[-12:], start=1)]
    return Crowd(speakers, bodies, agent, official, mandates, themes, neighbourhoods, emails[:50])


def _somebody(name: str, email: str, neighbourhood: Neighbourhood) -> Person:
    person = Person(email=email)
    person.set_password(PASSWORD)
    open_account(
        person=person, name=name, name_kind=NameKind.OWN, neighbourhood=neighbourhood, charter_accepted=True,
        at_least_16=True,
    )  # fmt: skip
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def _people(
    emails: list[str], rng: Random, ledger: Ledger, since: datetime, neighbourhoods: list[Neighbourhood]
) -> list[Speaker]:
    people = Table(
        Person, "id", "email", "name", "neighbourhood_id", "age_band", "at_least_16", "charter_accepted_at",
        "joined_at", "password",
    )  # fmt: skip
    addresses = Table(EmailAddress, "id", "user_id", "email", "verified", "primary")
    authors = Table(Author, "id", "identifier", "kind", "person_id")
    # One digest for everybody: making each takes a tenth of a second, by design.
    password, speakers = make_password(PASSWORD), []
    ledger.begin()
    for start in range(0, len(emails), _AT_ONCE):
        with transaction.atomic():
            for number, email in enumerate(emails[start : start + _AT_ONCE], start=start):
                key, at = people.next_key(), since + timedelta(seconds=1 + number % 80_000)
                name = f"{_FIRST[number % len(_FIRST)]} {number + 1}"
                place, age = rng.choice(neighbourhoods).pk, rng.choice(AgeBand.values)
                people.add(key, email, name, place, age, True, at, at, password)
                addresses.add(addresses.next_key(), key, email, True, True)
                speaker = Speaker(authors.next_key(), f"{rng.getrandbits(64):016x}", key)
                authors.add(speaker.author, speaker.identifier, AuthorKind.ACCOUNT, key)
                speakers.append(speaker)
                ledger.note(at, ACCOUNT_OPENED, Reference("account", key))

            def write() -> None:
                write_all((people, addresses, authors))
                ledger.write()

            without_looking_up(write)
    return speakers


def _organisation(number: int, speaker: Speaker, agent: Person) -> Speaker:
    asked = organisations.ask(
        by=Person.objects.get(pk=speaker.person),
        function="présidence",
        name=f"Les Amis du parc {number}",
        about=organisations.About(sort=OrganisationSort.ASSOCIATION),
    )
    organisations.confirm(by=agent, representative=asked)
    author = asked.organisation.author
    return Speaker(author.pk, author.identifier, speaker.person, asked.pk)
