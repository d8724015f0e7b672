"""Opening an account."""

from cestvous.foundation.journal.actions import record
from cestvous.foundation.people.events import ACCOUNT_OPENED
from cestvous.foundation.people.models import AgeBand, NameKind, Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import clock, text
from cestvous.kernel.references import Reference
from cestvous.kernel.transactions import action


@action
def open_account(
    *,
    person: Person,
    name: str,
    name_kind: NameKind,
    neighbourhood: Neighbourhood | None,
    age_band: AgeBand | str = "",
    charter_accepted: bool,
    at_least_16: bool,
) -> Person:
    """Save a new ``person`` (address and password set, not yet saved) with what they told about themselves.

    Raises ValueError without the charter or the age: a form must have asked for both.
    """
    if not (charter_accepted and at_least_16):
        raise ValueError("an account needs the charter accepted and sixteen years of age")
    at = clock.now()
    person.name = text.clean(name)
    person.name_kind = name_kind
    person.neighbourhood = neighbourhood
    person.age_band = age_band
    person.at_least_16 = True
    person.charter_accepted_at = person.joined_at = at
    person.save()
    record(ACCOUNT_OPENED, on=Reference("account", person.pk), at=at)
    return person
