"""Organisations, and those who speak for them."""

from cestvous.foundation.organisations import actions
from cestvous.foundation.organisations.actions import About
from cestvous.foundation.organisations.models import OrganisationSort, Representative
from cestvous.foundation.people.models import Person

ABOUT = About(sort=OrganisationSort.ASSOCIATION, about="Des voisins qui plantent.", registration="W681001234")


def asking(person: Person, name: str = "Les Jardins de Drouot", function: str = "présidente") -> Representative:
    """That ``person`` asks to represent an organisation of this name."""
    return actions.ask(by=person, name=name, function=function, about=ABOUT)


def a_representative(
    person: Person, agent: Person, name: str = "Les Jardins de Drouot", function: str = "présidente"
) -> Representative:
    """That ``person`` represents it, confirmed by ``agent``."""
    representative = asking(person, name, function)
    actions.confirm(by=agent, representative=representative)
    representative.refresh_from_db()
    return representative
