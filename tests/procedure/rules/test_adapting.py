"""Which grids make sense."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from cestvous.procedure.rules.adapting import Problem, problems_of, problems_of_calendar
from cestvous.procedure.rules.grid import ActivityPlan, Grid, Opening, Purpose
from tests.procedure.rules.grids import (
    ACTS,
    GRID,
    calendar,
    codes,
    short,
    standard,
    with_act,
    with_purpose,
    without_act,
    without_activity,
    without_phase,
)


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
