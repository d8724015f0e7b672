"""What holds when several processes, each with its own connections and its own clock, act in the same instant."""

from datetime import UTC, datetime, timedelta

import pytest

from cestvous.activities.contributions.models import Contribution, Position
from cestvous.foundation.journal.models import Event
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock
from cestvous.procedure.consultations.actions.settling import bump
from cestvous.procedure.consultations.models import Consultation, Phase
from tests.activities.counts import wrong_counts, wrong_numbers
from tests.activities.together import crowd
from tests.factories import a_consultation, a_contribution, activity, fresh, in_phase
from tests.machinery.clock import CLOCK
from tests.machinery.elsewhere import Elsewhere, all_at_once, wrong_clock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
DOINGS = "tests.activities.doings"
HOUR = 3_600
SOON = timedelta(seconds=2)


@pytest.fixture
def open_now(agent: Person, official: Person) -> Consultation:
    """A consultation that takes contributions by the real clock."""
    began = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    CLOCK.freeze(began)
    consultation = in_phase(
        a_consultation(
            agent, official, starts=[began + timedelta(hours=hours) for hours in (0, 1, 100, 200, 300, 400)]
        ),
        "consultation",
    )
    CLOCK.freeze(None)
    return fresh(consultation)


def close_soon(consultation: Consultation) -> datetime:
    """Contributions end in a moment, by the clock of the database."""
    closing = clock.now() + SOON
    Phase.objects.filter(consultation=consultation, key="synthesis").update(starts_at=closing, announced_at=closing)
    bump(consultation)
    return closing


def test_the_positions_of_five_hundred_people_are_five_hundred(open_now: Consultation, resident: Person) -> None:
    contribution = a_contribution(resident, open_now)
    people = [person.pk for person in crowd(500)]
    doing = f"{DOINGS}:take_positions"
    wrong = all_at_once([Elsewhere(doing, people=people[part::4], contribution=contribution.pk) for part in range(4)])
    assert wrong == [[], [], [], []]
    assert Position.objects.count() == 500
    after = Contribution.objects.get(pk=contribution.pk)
    assert after.for_count + after.against_count + after.mixed_count == 500
    assert Event.objects.filter(kind="contributions.position-taken").count() == 500
    assert not wrong_counts(open_now)
    assert not wrong_numbers(open_now)


def test_a_write_that_races_with_the_closing_of_its_phase_is_in_before_or_refused_by_one_clock(
    open_now: Consultation, resident: Person, other_resident: Person, neighbour: Person
) -> None:
    """One machine's clock is right, one is an hour early, one an hour late; and two workers wait for the date."""
    machines = [(resident, {}), (other_resident, wrong_clock(HOUR)), (neighbour, wrong_clock(-HOUR))]
    row = activity(open_now, "contributions").pk
    writing = [
        Elsewhere(f"{DOINGS}:contribute_until_refused", machine, person=person.pk, activity=row, name=person.name)
        for person, machine in machines
    ]
    working = [
        Elsewhere(f"{DOINGS}:work_until_entered", machine, consultation=open_now.pk, phase="synthesis")
        for machine in ({}, wrong_clock(HOUR))
    ]
    closing: list[datetime] = []
    *said, first, second = all_at_once([*writing, *working], before=lambda: closing.append(close_soon(open_now)))
    assert first
    assert second
    assert all(one["refused"] and one["accepted"] for one in said), said
    accepted = sorted(number for one in said for number in one["accepted"])
    assert sorted(Contribution.objects.values_list("number", flat=True)) == accepted
    submitted = Event.objects.filter(kind="contributions.submitted")
    assert submitted.count() == len(accepted)
    assert not submitted.filter(at__gte=closing[0]).exists()
    entered = Event.objects.get(kind="consultations.phase-entered", facts__phase="synthesis")
    assert entered.at == closing[0]
    assert not submitted.filter(pk__gt=entered.pk).exists(), "the phase ended while words in time were being written"
    assert not wrong_counts(open_now)
    assert not wrong_numbers(open_now)


def test_several_workers_enter_a_phase_once(open_now: Consultation) -> None:
    doing = f"{DOINGS}:work_until_entered"
    workers = [Elsewhere(doing, consultation=open_now.pk, phase="synthesis") for _worker in range(3)]
    assert all_at_once(workers, before=lambda: close_soon(open_now)) == [True, True, True]
    assert Event.objects.filter(kind="consultations.phase-entered", facts__phase="synthesis").count() == 1
    assert fresh(open_now).edition == open_now.edition + 1
