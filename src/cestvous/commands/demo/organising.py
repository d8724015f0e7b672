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
# Before the first consultation begins, and before today for those who still wait.
ASKED_BEFORE, CONFIRMED_BEFORE, WAITING_SINCE = timedelta(days=9), timedelta(days=6), timedelta(days=1)


def found_organisations(
    texts: Sequence[OrganisationText], people: Mapping[str, Person], before: datetime
) -> dict[str, Representative]:
    """Those who represent an organisation ``before`` the first consultation: asked, then confirmed by an agent."""
    found = {}
    for text in texts:
        if not text.waits:
            with clock.at(before - ASKED_BEFORE):
                found[text.key] = _ask(text, people)
            with clock.at(before - CONFIRMED_BEFORE):
                actions.confirm(by=people[CONFIRMS], representative=found[text.key])
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
