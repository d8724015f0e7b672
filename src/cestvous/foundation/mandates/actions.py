"""Giving and ending mandates. The first ones come from the command line, by whoever runs the machine."""

from datetime import date

from cestvous.foundation.journal.actions import record
from cestvous.foundation.mandates.events import APPOINTED, ENDED
from cestvous.foundation.mandates.models import Mandate, Role
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import clock, text
from cestvous.kernel.transactions import action


@action
def appoint(
    *,
    person: Person,
    role: Role,
    function: str,
    act: str,
    starts_on: date,
    ends_on: date | None = None,
    neighbourhood: Neighbourhood | None = None,
) -> Mandate:
    """Give ``person`` a role, by the ``act`` (decree, deliberation) that appoints them.

    The administrator of the machine can't hold one: ValueError.
    """
    if person.is_administrator:
        raise ValueError("the administrator runs the machine and holds no mandate")
    mandate = Mandate.objects.create(
        person=person,
        role=role,
        function=text.clean(function),
        appointed_by_act=text.clean(act),
        starts_on=starts_on,
        ends_on=ends_on,
        neighbourhood=neighbourhood,
    )
    facts = {
        "role": str(role),
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat() if ends_on else None,
    }
    record(APPOINTED, on=mandate.reference, at=clock.now(), facts=facts)
    return mandate


@action
def end(*, mandate: Mandate, on: date) -> None:
    """End a mandate on a day; that day is the first without it."""
    mandate.ends_on = on
    mandate.save(update_fields=["ends_on"])
    record(ENDED, on=mandate.reference, at=clock.now(), facts={"ends_on": on.isoformat()})
