"""Which grids make sense, and what may change in a procedure under way."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from cestvous.procedure.rules.adapting import Problem, problems_of, problems_of_adaptation, problems_of_calendar
from cestvous.procedure.rules.grid import ActivityPlan, Grid, Opening, PhasePlan, Purpose
from cestvous.procedure.rules.schedule import PhaseTime, Schedule
from tests.procedure.rules.grids import (
    ACTS,
    DAY,
    START,
    calendar,
    lived,
    short,
    standard,
    with_act,
    with_purpose,
    without_act,
    without_activity,
    without_phase,
)

GRID = standard().grid


def codes(problems: list[Problem]) -> set[str]:
    return {problem.code for problem in problems}


def test_the_shipped_grids_can_be_lived() -> None:
    assert not problems_of(GRID, ACTS)
    assert not problems_of(short().grid, ACTS)


def _with_twin_phase(grid: Grid) -> Grid:
    return replace(grid, phases=(*grid.phases[:2], grid.phases[1], *grid.phases[2:]))


def _with_twin_activity(grid: Grid) -> Grid:
    return replace(grid, activities=(*grid.activities, grid.activities[0]))


BROKEN: list[tuple[str, Callable[[Grid], Grid], set[str]]] = [
    (
        "one phase only",
        lambda grid: replace(grid, phases=grid.phases[-1:], openings=()),
        {
            "too_few_phases",
            "nobody_could_contribute",
            "nobody_could_publish_the_synthesis",
            "nobody_could_sign",
        },
    ),
    ("the same phase twice", _with_twin_phase, {"phase_twice"}),
    ("the same activity twice", _with_twin_activity, {"activity_twice"}),
    (
        "the debate before the synthesis",
        lambda grid: with_purpose(with_purpose(grid, "synthesis", Purpose.DEBATE), "debate", Purpose.SYNTHESIS),
        {"phases_out_of_order", "nobody_could_publish_the_synthesis"},
    ),
    (
        "no follow-up",
        lambda grid: without_phase(grid, "follow-up"),
        {"last_phase_is_not_follow_up"},
    ),
    (
        "no decision phase",
        lambda grid: without_phase(grid, "decision"),
        {"no_decision", "nobody_could_sign"},
    ),
    ("no decision activity", lambda grid: without_activity(grid, "decision"), {"nobody_could_sign"}),
    (
        "an unknown kind",
        lambda grid: replace(grid, activities=(*grid.activities, ActivityPlan("vote", "votes"))),
        {"unknown_kind"},
    ),
    (
        "an opening in no phase",
        lambda grid: replace(
            grid, openings=(*grid.openings, Opening("questions", "summer", frozenset({"questions.ask"})))
        ),
        {"opening_nowhere"},
    ),
    ("an unknown act", lambda grid: with_act(grid, "questions.shout", "debate"), {"unknown_act"}),
    (
        "an act that never needs an opening",
        lambda grid: with_act(grid, "questions.withdraw", "debate"),
        {"unknown_act"},
    ),
    ("nobody contributes", lambda grid: without_act(grid, "contributions.submit"), {"nobody_could_contribute"}),
    (
        "contributions without a synthesis",
        lambda grid: without_activity(grid, "synthesis"),
        {"nothing_accounts_for_contributions"},
    ),
    (
        "a synthesis never published",
        lambda grid: without_act(grid, "syntheses.publish"),
        {"nobody_could_publish_the_synthesis"},
    ),
    (
        "a synthesis never written",
        lambda grid: without_act(grid, "syntheses.write"),
        {"nobody_could_publish_the_synthesis"},
    ),
    (
        "a synthesis published once it has been debated",
        lambda grid: with_act(without_act(grid, "syntheses.publish"), "syntheses.publish", "decision"),
        {"nobody_could_publish_the_synthesis"},
    ),
    (
        "contributions while the synthesis is published",
        lambda grid: with_act(grid, "contributions.submit", "synthesis"),
        {"contributions_after_the_synthesis"},
    ),
    (
        "contributions after the synthesis",
        lambda grid: with_act(grid, "contributions.submit", "decision"),
        {"contributions_after_the_synthesis"},
    ),
    (
        "objections without replies",
        lambda grid: without_act(grid, "syntheses.reply"),
        {"nobody_could_reply_to_objections"},
    ),
    (
        "replies before the last objections",
        lambda grid: with_act(grid, "syntheses.object", "decision"),
        {"nobody_could_reply_to_objections", "nobody_could_confirm_the_synthesis"},
    ),
    (
        "a debate that nobody can close",
        lambda grid: without_act(grid, "syntheses.revise"),
        {"nobody_could_confirm_the_synthesis"},
    ),
    ("nobody signs", lambda grid: without_act(grid, "decisions.sign", "decision"), {"nobody_could_sign"}),
    ("nobody drafts", lambda grid: without_act(grid, "decisions.draft"), {"nobody_could_sign"}),
    (
        "signed before the debate is over",
        lambda grid: with_act(grid, "decisions.sign", "debate"),
        {"signed_before_the_decision"},
    ),
]


@pytest.mark.parametrize(("broken", "why"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_grid_that_could_not_be_lived_says_why(broken: Callable[[Grid], Grid], why: set[str]) -> None:
    assert codes(problems_of(broken(GRID), ACTS)) == why


LIVEABLE: list[tuple[str, Callable[[Grid], Grid]]] = [
    ("without presentation", lambda grid: without_phase(grid, "presentation")),
    ("without debate", lambda grid: without_phase(grid, "debate")),
    ("without questions", lambda grid: without_activity(grid, "questions")),
    (
        "agents begin to write while residents contribute",
        lambda grid: with_act(grid, "syntheses.write", "consultation"),
    ),
    (
        "nobody contributes here and nothing is summed up",
        lambda grid: without_activity(without_activity(grid, "contributions"), "synthesis"),
    ),
]


@pytest.mark.parametrize("change", [row[1] for row in LIVEABLE], ids=[row[0] for row in LIVEABLE])
def test_other_procedures_can_be_lived(change: Callable[[Grid], Grid]) -> None:
    assert not problems_of(change(GRID), ACTS)


def test_phases_start_one_after_the_other() -> None:
    phases = calendar(standard()).phases
    assert not problems_of_calendar(phases)
    together = (*phases[:2], replace(phases[2], starts_at=phases[1].starts_at), *phases[3:])
    assert problems_of_calendar(together) == [Problem("starts_before_the_one_before", "synthesis")]


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
