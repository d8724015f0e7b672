"""The factories lead a consultation through its whole procedure, by the actions that pages use."""

import pytest

from cestvous.foundation.people.models import Person
from cestvous.kernel import clock
from cestvous.procedure.consultations.models import Consultation
from tests.factories import a_consultation, a_contribution, an_objection, in_phase
from tests.machinery.clock import travel

STANDARD = ["presentation", "consultation", "synthesis", "debate", "decision", "follow-up"]


def _current(consultation: Consultation) -> str:
    current = consultation.schedule.current
    assert current is not None
    return current.key


@pytest.mark.parametrize("key", STANDARD)
def test_a_consultation_reaches_any_phase(consultation: Consultation, key: str) -> None:
    assert _current(in_phase(consultation, key)) == key


def test_one_consultation_lives_through_all_its_phases(
    consultation: Consultation, resident: Person, other_resident: Person
) -> None:
    consultation = in_phase(consultation, "consultation")
    contribution = a_contribution(resident, consultation)
    a_contribution(other_resident, consultation)
    consultation = in_phase(consultation, "debate")
    an_objection(resident, contribution)
    assert _current(in_phase(consultation, "follow-up")) == "follow-up"


def test_a_short_consultation_has_no_debate(agent: Person, official: Person) -> None:
    consultation = a_consultation(agent, official, template="short")
    assert _current(in_phase(consultation, "follow-up")) == "follow-up"


def test_the_clock_stands_still_until_it_is_moved() -> None:
    before = clock.now()
    assert clock.now() == before
    assert (travel(minutes=5) - before).total_seconds() == 300
    assert (clock.now() - before).total_seconds() == 300
