"""What may change in a procedure under way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cestvous.procedure.rules.adapting import problems_of_adaptation
from cestvous.procedure.rules.grid import Grid, PhasePlan, Purpose
from cestvous.procedure.rules.schedule import PhaseTime, Schedule
from tests.procedure.rules.grids import (
    DAY,
    GRID,
    START,
    calendar,
    codes,
    lived,
    standard,
    with_act,
    with_purpose,
    without_act,
    without_activity,
    without_phase,
)

# --- Adapting, in the middle of the consultation (day 20; its second phase is current) ------------------------------

NOW = START + 20 * DAY
BEFORE = (GRID, lived(calendar(standard()), 2))


def moved(schedule: Schedule, key: str, by: timedelta) -> Schedule:
    phases = [
        replace(phase, starts_at=phase.starts_at + by) if phase.key == key else phase for phase in schedule.phases
    ]
    return replace(schedule, phases=tuple(phases))


def only(schedule: Schedule, grid: Grid) -> Schedule:
    """The schedule with the phases of a grid only."""
    keys = {phase.key for phase in grid.phases}
    return replace(schedule, phases=tuple(phase for phase in schedule.phases if phase.key in keys))


def adapted(grid: Grid, schedule: Schedule | None = None) -> set[str]:
    return codes(problems_of_adaptation(BEFORE, (grid, schedule or only(BEFORE[1], grid)), NOW))


def test_what_is_to_come_may_change() -> None:
    assert not adapted(GRID)
    assert not adapted(without_phase(GRID, "debate"))
    assert not adapted(GRID, moved(BEFORE[1], "follow-up", 30 * DAY))
    assert not adapted(GRID, moved(BEFORE[1], "synthesis", -10 * DAY))
    assert not adapted(with_act(GRID, "questions.ask", "debate"))
    assert not adapted(without_act(GRID, "contributions.endorse", "consultation"))


def test_a_phase_may_be_put_between_those_to_come() -> None:
    extra = PhasePlan("second-debate", Purpose.DEBATE)
    start = START + 63 * DAY
    grid = replace(GRID, phases=(*GRID.phases[:4], extra, *GRID.phases[4:]))
    phases = BEFORE[1].phases
    schedule = Schedule((*phases[:4], PhaseTime(extra.key, extra.purpose, start, start), *phases[4:]))
    assert not adapted(grid, schedule)


def _renamed(grid: Grid, key: str) -> Grid:
    phases = tuple(replace(phase, title="Un autre nom") if phase.key == key else phase for phase in grid.phases)
    return replace(grid, phases=phases)


REWRITTEN: list[tuple[str, Grid, set[str]]] = [
    (
        "the first phase dropped",
        without_phase(GRID, "presentation"),
        {"lived_phase_rewritten", "lived_opening_rewritten"},
    ),
    ("the current phase given another name", _renamed(GRID, "consultation"), {"lived_phase_rewritten"}),
    ("a past phase given another name", _renamed(GRID, "presentation"), {"lived_phase_rewritten"}),
    (
        "the current phase given another purpose",
        with_purpose(GRID, "consultation", Purpose.SYNTHESIS),
        {"lived_phase_rewritten"},
    ),
    (
        "an opening of a past phase closed",
        without_act(GRID, "questions.ask", "presentation"),
        {"lived_opening_rewritten"},
    ),
    (
        "an opening put into a past phase",
        with_act(GRID, "contributions.submit", "presentation"),
        {"lived_opening_rewritten"},
    ),
    (
        "an activity that has been open dropped",
        without_activity(GRID, "questions"),
        {"lived_opening_rewritten", "lived_activity_dropped"},
    ),
    (
        "an activity turned into another kind",
        replace(
            GRID,
            activities=tuple(
                replace(row, kind="questions") if row.key == "decision" else row for row in GRID.activities
            ),
        ),
        {"activity_changed_kind"},
    ),
]


@pytest.mark.parametrize(("grid", "why"), [row[1:] for row in REWRITTEN], ids=[row[0] for row in REWRITTEN])
def test_what_has_been_lived_is_never_rewritten(grid: Grid, why: set[str]) -> None:
    assert adapted(grid) == why


def test_the_instant_at_which_a_lived_phase_began_is_never_rewritten() -> None:
    assert adapted(GRID, moved(BEFORE[1], "consultation", -DAY)) == {"lived_phase_rewritten"}


def test_a_phase_begins_on_its_date_and_not_by_decree() -> None:
    assert adapted(GRID, lived(BEFORE[1], 3)) == {"phase_entered_by_decree"}


def test_no_phase_is_put_into_the_past() -> None:
    assert adapted(GRID, moved(BEFORE[1], "synthesis", -22 * DAY)) == {"starts_in_the_past"}
    assert adapted(GRID, moved(BEFORE[1], "synthesis", -21.9 * DAY)) == set()


def test_phases_to_come_stay_in_order() -> None:
    assert adapted(GRID, moved(BEFORE[1], "synthesis", 20 * DAY)) == {"starts_before_the_one_before"}


WAITING = Schedule(lived(calendar(standard()), 3).phases, START + 56 * DAY)
LATE = START + 71 * DAY


def adapted_while_waiting(schedule: Schedule) -> set[str]:
    return codes(problems_of_adaptation((GRID, WAITING), (GRID, schedule), LATE))


def test_while_a_phase_waits_its_past_date_and_those_after_it_may_stay() -> None:
    assert not adapted_while_waiting(WAITING)
    assert not adapted_while_waiting(moved(WAITING, "follow-up", 10 * DAY))


def test_while_a_phase_waits_no_other_past_date_can_be_chosen() -> None:
    assert adapted_while_waiting(moved(WAITING, "debate", -DAY)) == {"starts_in_the_past"}
    assert adapted_while_waiting(moved(WAITING, "debate", DAY)) == {"starts_in_the_past"}
    later = moved(moved(WAITING, "debate", 20 * DAY), "decision", 20 * DAY)
    assert not adapted_while_waiting(later)
