"""Neighbourhoods, people, mandates."""

from datetime import date
from itertools import count

from allauth.account.models import EmailAddress
from django.utils.text import slugify

from cestvous.foundation.mandates.actions import appoint
from cestvous.foundation.mandates.models import Mandate, Role
from cestvous.foundation.people.actions import open_account
from cestvous.foundation.people.models import NameKind, Person
from cestvous.foundation.territories.models import Neighbourhood

PASSWORD = "cinq moulins au bord de l'Ill"
_numbers = count(1)


def a_neighbourhood(name: str, population: int | None = None) -> Neighbourhood:
    """The neighbourhood of this name; made the first time it is asked for."""
    slug = slugify(name)
    kept, _made = Neighbourhood.objects.get_or_create(slug=slug, defaults={"name": name, "population": population})
    return kept


def a_person(
    name: str = "", *, neighbourhood: Neighbourhood | None = None, email: str = "", password: str = PASSWORD
) -> Person:
    """Somebody with an account and a confirmed address, who can sign in with PASSWORD."""
    name = name or f"Habitante {next(_numbers)}"
    person = Person(email=email or f"{slugify(name)}@exemple.test")
    person.set_password(password)
    open_account(
        person=person,
        name=name,
        name_kind=NameKind.OWN,
        neighbourhood=neighbourhood,
        charter_accepted=True,
        at_least_16=True,
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def appointed(
    person: Person,
    role: Role,
    function: str,
    *,
    starts_on: date = date(2025, 1, 1),
    ends_on: date | None = None,
    neighbourhood: Neighbourhood | None = None,
) -> Mandate:
    """The mandate that a person is given by a decree."""
    return appoint(
        person=person,
        role=role,
        function=function,
        act="arrêté 2025-001",
        starts_on=starts_on,
        ends_on=ends_on,
        neighbourhood=neighbourhood,
    )
