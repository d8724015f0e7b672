"""Grids and calendars to test with: the shipped ones, and ways to make small changes to them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cestvous.procedure.rules.adapting import Problem
from cestvous.procedure.rules.grid import Act, Grid, Lead, Opening, Purpose
from cestvous.procedure.rules.schedule import PhaseTime, Schedule
from cestvous.procedure.rules.templates import Template, load

START = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
DAY = timedelta(days=1)

# The acts as the rules see them, written out so that these tests need none of the kinds; test_templates.py compares.
ACTS: Mapping[str, list[Act]] = {
    "questions": [
        Act("questions.ask"),
        Act("questions.reply", lead=Lead.AGENTS_AND_SPONSOR),
        Act("questions.withdraw", always=True),
    ],
    "contributions": [
        Act("contributions.submit"),
        Act("contributions.edit"),
        Act("contributions.take_position"),
        Act("contributions.comment"),
        Act("contributions.endorse"),
        Act("contributions.withdraw", always=True),
        Act("contributions.withdraw_position", always=True),
        Act("contributions.withdraw_comment", always=True),
        Act("contributions.withdraw_endorsement", always=True),
    ],
    "syntheses": [
        Act("syntheses.write", lead=Lead.AGENTS, until_gate=True),
        Act("syntheses.publish", lead=Lead.AGENTS, until_gate=True),
        Act("syntheses.object"),
        Act("syntheses.comment"),
        Act("syntheses.endorse"),
        Act("syntheses.reply", lead=Lead.AGENTS, until_gate=True),
        Act("syntheses.revise", lead=Lead.AGENTS, until_gate=True),
        Act("syntheses.withdraw_objection", always=True),
        Act("syntheses.withdraw_comment", always=True),
        Act("syntheses.withdraw_endorsement", always=True),
    ],
    "decisions": [
        Act("decisions.draft", lead=Lead.AGENTS_AND_SPONSOR, until_gate=True),
        Act("decisions.sign", lead=Lead.SPONSOR, until_gate=True),
        Act("decisions.rectify", lead=Lead.AGENTS_AND_SPONSOR),
        Act("decisions.report", lead=Lead.AGENTS_AND_SPONSOR),
    ],
}


def standard() -> Template:
    return load("standard", ACTS)


GRID = standard().grid


def short() -> Template:
    return load("short", ACTS)


def calendar(template: Template, start: datetime = START) -> Schedule:
    """The template's phases one after the other from ``start``, nothing entered yet."""
    phases = []
    for plan, lasts in zip(template.grid.phases, [*template.durations, timedelta()], strict=True):
        phases.append(PhaseTime(plan.key, plan.purpose, start, start))
        start += lasts
    return Schedule(tuple(phases))


def lived(schedule: Schedule, count: int) -> Schedule:
    """The same calendar with its first ``count`` phases entered on their dates."""
    entered = [replace(phase, entered_at=phase.starts_at) for phase in schedule.phases[:count]]
    return replace(schedule, phases=(*entered, *schedule.phases[count:]))


def without_act(grid: Grid, act: str, phase: str = "") -> Grid:
    """The grid with an act taken out of every cell, or of those of one phase."""
    cells = [replace(cell, acts=cell.acts - {act}) if phase in {"", cell.phase} else cell for cell in grid.openings]
    return replace(grid, openings=tuple(cell for cell in cells if cell.acts))


def with_act(grid: Grid, act: str, phase: str) -> Grid:
    """The grid with an act opened in one more phase, in the activity that offers it."""
    kind = act.split(".", maxsplit=1)[0]
    row = next(activity.key for activity in grid.activities if activity.kind == kind)
    return replace(grid, openings=(*grid.openings, Opening(row, phase, frozenset({act}))))


def without_phase(grid: Grid, key: str) -> Grid:
    return replace(
        grid,
        phases=tuple(phase for phase in grid.phases if phase.key != key),
        openings=tuple(cell for cell in grid.openings if cell.phase != key),
    )


def without_activity(grid: Grid, key: str) -> Grid:
    return replace(
        grid,
        activities=tuple(row for row in grid.activities if row.key != key),
        openings=tuple(cell for cell in grid.openings if cell.activity != key),
    )


def with_purpose(grid: Grid, key: str, purpose: Purpose) -> Grid:
    phases = [replace(phase, purpose=purpose) if phase.key == key else phase for phase in grid.phases]
    return replace(grid, phases=tuple(phases))


def codes(problems: list[Problem]) -> set[str]:
    return {problem.code for problem in problems}
