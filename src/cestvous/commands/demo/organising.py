"""The organisations of the example city, and the residents who represent them or ask to."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from cestvous.commands.demo.agenda import Agenda
from cestvous.commands.demo.texts import OrganisationText
from cestvous.foundation.organisations import actions
from cestvous.foundation.organisations.models import Representative
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock

# The agent who confirms representatives, by the key of the texts.
CONFIRMS = "agent-agence"
# Once everybody has moved in, and before today for those who still wait.
ASKED_AFTER, CONFIRMED_AFTER, WAITING_SINCE = timedelta(hours=2), timedelta(hours=8), timedelta(days=1)


def found_organisations(
    texts: Sequence[OrganisationText], people: Mapping[str, Person], after: datetime
) -> dict[str, Representative]:
    """Those who represent an organisation from the first consultation on: they ask, then an agent confirms them."""
    with clock.at(after + ASKED_AFTER):
        found = {text.key: _ask(text, people) for text in texts if not text.waits}
    with clock.at(after + CONFIRMED_AFTER):
        for representative in found.values():
            actions.confirm(by=people[CONFIRMS], representative=representative)
    return found


def plan_requests(
    texts: Sequence[OrganisationText], people: Mapping[str, Person], agenda: Agenda, now: datetime
) -> None:
    """Those who ask only now: they wait at the desk of agents."""
    for text in texts:
        if text.waits:
            agenda.plan(now - WAITING_SINCE, partial(_ask, text, people))


def _ask(text: OrganisationText, people: Mapping[str, Person]) -> Representative:
    about = actions.About(sort=text.sort, about=text.about, registration=text.registration)
    return actions.ask(by=people[text.by], function=text.function, name=text.name, about=about)
