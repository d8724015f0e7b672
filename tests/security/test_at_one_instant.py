"""Two do the same new thing in the same instant: it is done once, and the other reads why it was not done twice."""

from functools import partial

import pytest

from cestvous.foundation.files.actions import Joined, attach
from cestvous.foundation.files.models import File
from cestvous.foundation.journal.models import Event
from cestvous.foundation.organisations import actions as organisations
from cestvous.foundation.organisations import events
from cestvous.foundation.organisations.models import Organisation, Representative, RepresentativeState
from cestvous.foundation.organisations.policy import MOST_ASKED
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock
from cestvous.kernel.references import Reference
from cestvous.kernel.verdicts import Refused
from tests.activities.together import at_once, failures
from tests.factories import asking
from tests.factories.files import a_received_file

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_file_is_attached_to_one_thing(resident: Person) -> None:
    file = a_received_file(resident)

    def join(to: int) -> None:
        by, one = Person.objects.get(pk=resident.pk), File.objects.get(pk=file.pk)
        attach(by=by, to=Reference("contribution", to, 1), joined=[Joined(one)], at=clock.now())

    wrong = failures(at_once([partial(join, number) for number in (1, 2, 3, 4)]))
    assert len(wrong) == 3
    assert all(isinstance(each, Refused) for each in wrong), wrong
    assert File.objects.published().count() == 1


def test_a_representative_is_judged_once(resident: Person, agent: Person, other_agent: Person) -> None:
    asked = asking(resident)

    def judge(by: int, is_refused: bool) -> None:
        judged, who = Representative.objects.get(pk=asked.pk), Person.objects.get(pk=by)
        if is_refused:
            organisations.refuse(by=who, representative=judged, reason="Ce nom n'est pas le vôtre.")
        else:
            organisations.confirm(by=who, representative=judged)

    doings = [partial(judge, who.pk, is_refused) for who in (agent, other_agent) for is_refused in (False, True)]
    wrong = failures(at_once(doings))
    assert len(wrong) == 3
    assert all(isinstance(each, Refused) for each in wrong), wrong
    assert Event.objects.filter(kind__in=[events.CONFIRMED.name, events.REFUSED.name]).count() == 1
    asked.refresh_from_db()
    assert asked.state in {RepresentativeState.CONFIRMED, RepresentativeState.REFUSED}


def test_a_double_click_asks_once_and_many_at_once_are_counted(resident: Person) -> None:
    def ask(name: str) -> Representative:
        return asking(Person.objects.get(pk=resident.pk), name)

    assert not failures(at_once([partial(ask, "Les Jardins de Drouot")] * 4))
    assert Representative.objects.count() == Organisation.objects.count() == 1
    wrong = failures(at_once([partial(ask, f"Le club des {letter}") for letter in "abcdefgh"]))
    assert len(wrong) == 4
    assert all(isinstance(each, Refused) for each in wrong), wrong
    assert Representative.objects.waiting().count() == MOST_ASKED
