"""What may be asked of a grid, and what may change in a procedure that is under way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from cestvous.procedure.rules.grid import Act, Grid, Purpose
from cestvous.procedure.rules.schedule import PhaseTime, Schedule


@dataclass(frozen=True)
class Problem:
    """Why a grid or a calendar can't be: a ``code`` that screens put into words, and ``about`` what."""

    code: str
    about: str = ""


def problems_of(grid: Grid, acts: Mapping[str, Sequence[Act]]) -> list[Problem]:
    """Why a grid could not be lived; empty if it can. ``acts``: those of each kind of activity, by its name."""
    return [*_of_phases(grid), *_of_openings(grid, acts), *_of_sense(grid)]


def _of_phases(grid: Grid) -> Iterable[Problem]:
    if len(grid.phases) < 2:
        yield Problem("too_few_phases")
        return
    for key in _twice(phase.key for phase in grid.phases):
        yield Problem("phase_twice", key)
    ranks = [phase.purpose.rank for phase in grid.phases]
    if ranks != sorted(ranks):
        yield Problem("phases_out_of_order")
    if grid.phases[-1].purpose != Purpose.FOLLOW_UP:
        yield Problem("last_phase_is_not_follow_up")
    if not grid.has(Purpose.DECISION):
        yield Problem("no_decision")


def _of_openings(grid: Grid, acts: Mapping[str, Sequence[Act]]) -> Iterable[Problem]:
    for key in _twice(activity.key for activity in grid.activities):
        yield Problem("activity_twice", key)
    kinds = {activity.key: activity.kind for activity in grid.activities}
    phases = {phase.key for phase in grid.phases}
    for kind in _twice(kinds.values()):
        yield Problem("kind_twice", kind)
    for kind in set(kinds.values()) - acts.keys():
        yield Problem("unknown_kind", kind)
    for opening in grid.openings:
        if opening.activity not in kinds or opening.phase not in phases:
            yield Problem("opening_nowhere", f"{opening.activity} × {opening.phase}")
            continue
        known = {act.name for act in acts.get(kinds[opening.activity], ()) if not act.always}
        for name in sorted(opening.acts - known):
            yield Problem("unknown_act", name)


def _of_sense(grid: Grid) -> Iterable[Problem]:
    """Each thing must be possible before the gate that asks for it."""
    kinds = {activity.kind for activity in grid.activities}
    if "contributions" in kinds:
        if not _columns(grid, "contributions.submit"):
            yield Problem("nobody_could_contribute")
        # Without a synthesis nothing guards the decision: what residents say would be accounted for by nobody.
        if "syntheses" not in kinds:
            yield Problem("nothing_accounts_for_contributions")
    if "syntheses" in kinds:
        yield from _of_the_synthesis(grid)
    if not all(_opened_before(grid, act, Purpose.FOLLOW_UP) for act in ("decisions.draft", "decisions.sign")):
        yield Problem("nobody_could_sign")
    if _opened_before(grid, "decisions.sign", Purpose.DECISION):
        yield Problem("signed_before_the_decision")


def _of_the_synthesis(grid: Grid) -> Iterable[Problem]:
    debated_from = Purpose.DEBATE if grid.has(Purpose.DEBATE) else Purpose.DECISION
    if not all(_opened_before(grid, act, debated_from) for act in ("syntheses.write", "syntheses.publish")):
        yield Problem("nobody_could_publish_the_synthesis")
    last_words, published = _columns(grid, "contributions.submit"), _columns(grid, "syntheses.publish")
    if last_words and published and last_words[-1] >= published[0]:
        yield Problem("contributions_after_the_synthesis")
    objections = _columns(grid, "syntheses.object")
    for act, code in (
        ("syntheses.reply", "nobody_could_reply_to_objections"),
        ("syntheses.revise", "nobody_could_confirm_the_synthesis"),
    ):
        if objections and max(_columns(grid, act), default=-1) < objections[-1]:
            yield Problem(code)


def _columns(grid: Grid, act: str) -> list[int]:
    """Where in the row of phases an act is open, in order."""
    return [grid.phases.index(phase) for phase in grid.phases_opening(act)]


def _opened_before(grid: Grid, act: str, purpose: Purpose) -> bool:
    return any(phase.purpose.rank < purpose.rank for phase in grid.phases_opening(act))


def _twice(keys: Iterable[str]) -> list[str]:
    listed = list(keys)
    return sorted({key for key in listed if listed.count(key) > 1})


def problems_of_calendar(phases: Sequence[PhaseTime]) -> list[Problem]:
    """Phases start one after the other, never two at once."""
    return [
        Problem("starts_before_the_one_before", later.key)
        for first, later in pairwise(phases)
        if later.starts_at <= first.starts_at
    ]


def problems_of_adaptation(before: tuple[Grid, Schedule], after: tuple[Grid, Schedule], at: datetime) -> list[Problem]:
    """Why a running procedure may not become another: what has been lived is never rewritten."""
    (old_grid, old), (new_grid, new) = before, after
    lived = [phase for phase in old.phases if phase.entered_at is not None]
    problems = [*problems_of_calendar(new.phases)]
    if (new_grid.phases[: len(lived)], new.phases[: len(lived)]) != (old_grid.phases[: len(lived)], tuple(lived)):
        problems.append(Problem("lived_phase_rewritten"))
    if any(phase.entered_at is not None for phase in new.phases[len(lived) :]):
        problems.append(Problem("phase_entered_by_decree"))
    past = {phase.key for phase in lived[:-1]}
    if {cell for cell in old_grid.openings if cell.phase in past} != {
        cell for cell in new_grid.openings if cell.phase in past
    }:
        problems.append(Problem("lived_opening_rewritten"))
    # While a phase waits for its gate its date is past, and perhaps those after it: they may stay, not be chosen.
    kept = {(phase.key, phase.starts_at) for phase in old.phases} if old.waiting_since is not None else set()
    sooner = [phase for phase in new.phases[len(lived) :] if phase.starts_at <= at]
    problems += [
        Problem("starts_in_the_past", phase.key) for phase in sooner if (phase.key, phase.starts_at) not in kept
    ]
    kinds = {activity.key: activity.kind for activity in new_grid.activities}
    other = [row.key for row in old_grid.activities if kinds.get(row.key, row.kind) != row.kind]
    problems += [Problem("activity_changed_kind", key) for key in other]
    gone = {activity.key for activity in old_grid.activities} - {activity.key for activity in new_grid.activities}
    used = {cell.activity for cell in old_grid.openings if cell.phase in {phase.key for phase in lived}}
    problems += [Problem("lived_activity_dropped", key) for key in sorted(gone & used)]
    return problems
