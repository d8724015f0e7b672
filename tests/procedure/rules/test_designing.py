"""Designing a procedure step by step: whatever the steps, dates and openings go with their phases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cestvous.procedure.rules.adapting import problems_of
from cestvous.procedure.rules.designing import (
    USUAL_LENGTH,
    Plan,
    add_activity,
    add_phase,
    follow,
    move_activity,
    move_phase,
    opened,
    remove_activity,
    remove_phase,
    split_phase,
)
from cestvous.procedure.rules.grid import Audience, AudienceKind, Purpose
from tests.machinery.clock import MONDAY
from tests.procedure.rules.grids import ACTS, standard


def plan(*lived: str) -> Plan:
    template, start = standard(), MONDAY
    starts = {template.grid.phases[0].key: start}
    for phase, length in zip(template.grid.phases[1:], template.durations, strict=True):
        start += length
        starts[phase.key] = start
    return Plan(template.grid, starts, frozenset(lived))


def keys(of: Plan) -> list[str]:
    return [phase.key for phase in of.grid.phases]


def test_a_phase_takes_its_place_and_what_follows_slides() -> None:
    before = plan()
    after = add_phase(before, Purpose.DEBATE, standard().grid)
    assert keys(after) == ["presentation", "consultation", "synthesis", "debate", "debate-2", "decision", "follow-up"]
    assert after.starts["debate-2"] == before.starts["decision"]
    assert after.starts["decision"] == before.starts["decision"] + USUAL_LENGTH
    assert after.starts["debate"] == before.starts["debate"]


def test_a_new_phase_is_open_as_usual() -> None:
    usual = standard().grid
    without = remove_phase(plan(), "debate")
    (cell,) = add_phase(without, Purpose.DEBATE, usual).grid.cell("synthesis", "debate")
    assert cell in usual.openings
    twice = add_phase(plan(), Purpose.CONSULTATION, usual).grid
    assert len(list(twice.cell("contributions", "consultation-2"))) == len(
        list(usual.cell("contributions", "consultation"))
    )


def test_no_phase_comes_before_what_has_been_lived_nor_behind_the_one_without_end() -> None:
    assert (
        keys(add_phase(plan("presentation", "consultation"), Purpose.PRESENTATION, standard().grid))[2]
        == "presentation-2"
    )
    assert keys(add_phase(plan(), Purpose.FOLLOW_UP, standard().grid))[-2:] == ["follow-up-2", "follow-up"]


def test_both_halves_of_a_phase_are_open_as_it_was() -> None:
    before = plan()
    after = split_phase(before, "consultation")
    assert keys(after)[1:3] == ["consultation", "consultation-2"]
    assert before.starts["consultation"] < after.starts["consultation-2"] < before.starts["synthesis"]
    assert {cell.acts for cell in after.grid.cell("contributions", "consultation-2")} == {
        cell.acts for cell in before.grid.cell("contributions", "consultation")
    }
    assert after.starts["synthesis"] == before.starts["synthesis"]
    assert split_phase(before, "follow-up") == before


def test_what_follows_a_phase_left_out_comes_sooner() -> None:
    before = plan()
    after = remove_phase(before, "debate")
    assert "debate" not in after.starts
    assert after.starts["decision"] == before.starts["debate"]
    assert not [cell for cell in after.grid.openings if cell.phase == "debate"]
    assert not problems_of(after.grid, ACTS)
    assert remove_phase(before, "follow-up") == before
    assert remove_phase(plan("presentation"), "presentation") == plan("presentation")


def test_phases_of_one_purpose_change_places_and_keep_their_length() -> None:
    split = split_phase(plan(), "consultation")
    first, second = split.starts["consultation-2"] - split.starts["consultation"], timedelta(days=3)
    split = replace(split, starts={**split.starts, "synthesis": split.starts["consultation-2"] + second})
    after = move_phase(split, "consultation", 1)
    assert keys(after)[1:3] == ["consultation-2", "consultation"]
    assert after.starts["consultation"] - after.starts["consultation-2"] == second
    assert after.starts["synthesis"] - after.starts["consultation"] == first
    assert move_phase(plan(), "consultation", 1) == plan()


def test_activities_come_go_and_move() -> None:
    before = plan()
    rows = [row.key for row in before.grid.activities]
    assert [row.key for row in move_activity(before, rows[0], 1).grid.activities[:2]] == [rows[1], rows[0]]
    assert move_activity(before, rows[0], -1) == before
    without = remove_activity(before, "questions")
    assert not [cell for cell in without.grid.openings if cell.activity == "questions"]
    assert add_activity(without, "questions").grid.activities[-1].key == "questions"


def test_a_date_typed_anew_takes_with_it_those_behind() -> None:
    before, week = plan(), timedelta(days=7)
    typed = replace(before, starts={**before.starts, "synthesis": before.starts["synthesis"] + week})
    after = follow(before, typed)
    assert after.starts["consultation"] == before.starts["consultation"]
    assert after.starts["decision"] == before.starts["decision"] + week
    both = {**typed.starts, "decision": before.starts["decision"] + timedelta(days=1)}
    after = follow(before, replace(typed, starts=both))
    assert after.starts["debate"] == before.starts["debate"] + week
    assert after.starts["decision"] == before.starts["decision"] + timedelta(days=1)
    assert after.starts["follow-up"] == before.starts["follow-up"] + timedelta(days=1)


def test_acts_for_the_same_people_are_one_opening() -> None:
    everyone, residents = Audience(), Audience(AudienceKind.DECLARED_RESIDENTS)
    cells = opened("a", "p", {"a.x": everyone, "a.y": residents, "a.z": everyone})
    assert {(cell.acts, cell.audience) for cell in cells} == {
        (frozenset({"a.x", "a.z"}), everyone),
        (frozenset({"a.y"}), residents),
    }


STEPS: dict[str, Callable[[Plan, int], Plan]] = {
    "add": lambda it, n: add_phase(it, list(Purpose)[n % 6], standard().grid),
    "split": lambda it, n: split_phase(it, keys(it)[n % len(keys(it))]),
    "remove": lambda it, n: remove_phase(it, keys(it)[n % len(keys(it))]),
    "move": lambda it, n: move_phase(it, keys(it)[n % len(keys(it))], 1 if n % 2 else -1),
}


@pytest.mark.parametrize("lived", [(), ("presentation", "consultation")], ids=["a draft", "under way"])
@given(steps=st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 40)), max_size=12))
def test_after_any_steps_each_phase_has_a_date_and_each_cell_its_phase(
    lived: tuple[str, ...], steps: list[tuple[str, int]]
) -> None:
    before = plan(*lived)
    after = before
    for name, number in steps:
        after = STEPS[name](after, number)
    assert set(after.starts) == set(keys(after))
    assert len(set(keys(after))) == len(keys(after))
    assert {cell.phase for cell in after.grid.openings} <= set(keys(after))
    assert after.grid.phases[-1].key == before.grid.phases[-1].key
    assert all(earlier <= later for earlier, later in pairwise(after.calendar))
    assert [keys(after)[: len(lived)], [after.starts[key] for key in lived]] == [
        list(lived),
        [before.starts[key] for key in lived],
    ]
