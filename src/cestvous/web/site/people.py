"""The people of an example city, whom anybody may be for a while."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from cestvous.foundation.mandates.models import Mandate, Role
from cestvous.foundation.people.models import Person

RESIDENTS = 12


@dataclass(frozen=True)
class Invented:
    """Somebody to sign in as, with what tells them apart."""

    number: int
    name: str
    about: str


@dataclass(frozen=True)
class Group:
    """People of one role, and what that role does."""

    title: str
    does: str
    people: Sequence[Invented]


def invented() -> QuerySet[Person]:
    """People whose address no mail can reach (RFC 2606): nobody who signed up is among them."""
    return Person.objects.filter(is_active=True, email__endswith=".test").order_by("pk")


def people_by_role(at: datetime) -> list[Group]:
    """A few people of every role: officials, agents, … then residents, then who runs the machine."""
    mandates = list(Mandate.objects.at(at).filter(person__in=invented()).by_name())
    holders = Mandate.objects.filter(person=OuterRef("pk"))
    residents = invented().filter(~Exists(holders), is_administrator=False).select_related("neighbourhood")
    roles = {
        Role.OFFICIAL: (_("Elected officials"), _("Sponsor consultations and sign decisions.")),
        Role.AGENT: (_("City agents"), _("Prepare consultations, write the synthesis, reply.")),
        Role.CONCILIATOR: (_("Municipal conciliator"), _("Independent of the city's services.")),
        Role.COUNCIL_MEMBER: (_("Citizens' councils"), _("Sit in the assembly of a neighbourhood.")),
    }
    groups = [
        Group(title, does, [_mandated(mandate) for mandate in mandates if mandate.role == role])
        for role, (title, does) in roles.items()
    ]
    groups.append(
        Group(
            _("Residents"),
            _("Ask, contribute, take a position, debate."),
            [_resident(person) for person in residents[:RESIDENTS]],
        )
    )
    machine = [
        Invented(person.pk, person.name, _("Sees the administration pages, changes nothing in them."))
        for person in invented().filter(is_administrator=True)[:1]
    ]
    groups.append(Group(_("Administrator"), _("Runs the machine and holds no civic power."), machine))
    return [group for group in groups if group.people]


def _mandated(mandate: Mandate) -> Invented:
    return Invented(mandate.person_id, mandate.person.name, mandate.function)


def _resident(person: Person) -> Invented:
    return Invented(person.pk, person.name, person.neighbourhood.name if person.neighbourhood else "")
