"""What a mandate permits. One table; everything else asks it."""

from datetime import datetime
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser

from cestvous.foundation.mandates.models import Mandate, Role
from cestvous.foundation.people.models import Person

Reader = Person | AnonymousUser


class Permission(StrEnum):
    LEAD = "consultations.lead"
    SIGN = "decisions.sign"


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.AGENT: frozenset({Permission.LEAD}),
    Role.OFFICIAL: frozenset({Permission.SIGN}),
    Role.CONCILIATOR: frozenset(),
    Role.COUNCIL_MEMBER: frozenset(),
}


def mandates_of(reader: Reader, at: datetime) -> list[Mandate]:
    """The mandates that a reader holds at an instant; read once for each Person object."""
    if not isinstance(reader, Person) or not reader.is_active or reader.is_administrator:
        return []
    known: list[Mandate] | None = reader.__dict__.get("_known_mandates")
    if known is None:
        known = list(reader.mandates.select_related("neighbourhood").order_by("starts_on", "pk"))
        reader.__dict__["_known_mandates"] = known
    for mandate in known:
        mandate.person = reader
    return [mandate for mandate in known if mandate.in_force(at)]


def mandates_granting(reader: Reader, permission: Permission, at: datetime) -> list[Mandate]:
    """The mandates by which a reader holds a permission at an instant: one person may hold several functions."""
    return [mandate for mandate in mandates_of(reader, at) if permission in PERMISSIONS[Role(mandate.role)]]


def mandate_granting(reader: Reader, permission: Permission, at: datetime) -> Mandate | None:
    """The first mandate by which a reader holds a permission at an instant, if any."""
    return next(iter(mandates_granting(reader, permission, at)), None)
