"""Changing a grid step by step: what agents do to a procedure before they publish it, or publish an adaptation of it.

Each step gives another plan and checks nothing: a grid may make no sense between two steps. ``problems_of`` judges it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from cestvous.procedure.rules.grid import ActivityPlan, Audience, Grid, Opening, PhasePlan, Purpose

USUAL_LENGTH = timedelta(days=14)


@dataclass(frozen=True)
class Plan:
    """A procedure with its dates: ``starts`` by the keys of its phases; those in ``lived`` have begun.

    Dates are on one wall clock, so that a phase that slides still begins at nine o'clock.
    """

    grid: Grid
    starts: Mapping[str, datetime]
    lived: frozenset[str] = field(default_factory=frozenset)

    @property
    def calendar(self) -> list[datetime]:
        """When each phase starts, in order."""
        return [self.starts[phase.key] for phase in self.grid.phases]

    def may_change(self, key: str) -> bool:
        """May this phase be split, or left out? One to come, with another after it."""
        return key not in self.lived and self.grid.phases[-1].key != key

    def may_move(self, key: str, steps: int) -> bool:
        """May a phase change places with its neighbour? Both to come, with an end, and of one purpose: purposes have an
        order."""
        phases, index = self.grid.phases, self._index(key)
        if not 0 <= index + steps < len(phases):
            return False
        moved, other = phases[index], phases[index + steps]
        return moved.purpose == other.purpose and self.may_change(moved.key) and self.may_change(other.key)

    def _index(self, key: str) -> int:
        return [phase.key for phase in self.grid.phases].index(key)


def add_phase(plan: Plan, purpose: Purpose, usual: Grid) -> Plan:
    """Add a phase behind the last one that goes before it or serves the same purpose; what follows slides.

    It is open as the plan's last phase of this purpose is, or else as that of the ``usual`` grid.
    """
    phases = plan.grid.phases
    index = sum(phase.purpose.rank <= purpose.rank for phase in phases)
    # Never before what has been lived, nor behind the phase that has no end.
    index = min(max(index, len(plan.lived)), len(phases) - 1)
    new = PhasePlan(_free(purpose.value, (phase.key for phase in phases)), purpose)
    start = plan.starts[phases[index].key]
    slid = _slid(plan, phases[index:], USUAL_LENGTH)
    like = plan.grid if plan.grid.has(purpose) else usual
    cells = tuple(_open_alike(plan.grid, like, new))
    grid = _with_phase(plan.grid, index, new)
    return replace(plan, grid=replace(grid, openings=(*grid.openings, *cells)), starts={**slid, new.key: start})


def _open_alike(grid: Grid, like: Grid, new: PhasePlan) -> Iterator[Opening]:
    """What is open in a new phase, as in the last one of its purpose in another grid, by kinds of activity."""
    models = [phase.key for phase in like.phases if phase.purpose == new.purpose]
    kinds = {row.key: row.kind for row in like.activities}
    rows = {row.kind: row.key for row in grid.activities}
    for cell in like.openings:
        if models and cell.phase == models[-1] and kinds[cell.activity] in rows:
            yield replace(cell, activity=rows[kinds[cell.activity]], phase=new.key)


def split_phase(plan: Plan, key: str) -> Plan:
    """Make two phases of one to come, the second half open as the first; nothing else moves."""
    if not plan.may_change(key):
        return plan
    phases, index = plan.grid.phases, plan._index(key)
    split = phases[index]
    new = PhasePlan(_free(split.purpose.value, (phase.key for phase in phases)), split.purpose, split.title)
    begins, ends = plan.starts[key], plan.starts[phases[index + 1].key]
    half = (begins + (ends - begins) / 2).replace(minute=0, second=0, microsecond=0)
    copied = tuple(replace(cell, phase=new.key) for cell in plan.grid.openings if cell.phase == key)
    grid = _with_phase(plan.grid, index + 1, new)
    return replace(
        plan, grid=replace(grid, openings=(*grid.openings, *copied)), starts={**plan.starts, new.key: max(half, begins)}
    )


def remove_phase(plan: Plan, key: str) -> Plan:
    """Leave a phase out with all that was open in it; what follows comes sooner by as many days."""
    if not plan.may_change(key):
        return plan
    phases, index = plan.grid.phases, plan._index(key)
    shorter = timedelta(days=round((plan.starts[phases[index + 1].key] - plan.starts[key]) / timedelta(days=1)))
    starts = _slid(plan, phases[index + 1 :], -shorter)
    starts.pop(key)
    grid = Grid(
        phases[:index] + phases[index + 1 :],
        plan.grid.activities,
        tuple(cell for cell in plan.grid.openings if cell.phase != key),
    )
    return replace(plan, grid=grid, starts=starts)


def move_phase(plan: Plan, key: str, steps: int) -> Plan:
    """Let a phase change places with its neighbour (-1 before it, 1 after it); each keeps its length."""
    if not plan.may_move(key, steps):
        return plan
    first = min(plan._index(key), plan._index(key) + steps)
    phases = list(plan.grid.phases)
    earlier, later, after = phases[first : first + 3]
    begins, length = plan.starts[earlier.key], plan.starts[after.key] - plan.starts[later.key]
    phases[first], phases[first + 1] = later, earlier
    starts = {**plan.starts, later.key: begins, earlier.key: begins + length}
    return replace(plan, grid=replace(plan.grid, phases=tuple(phases)), starts=starts)


def add_activity(plan: Plan, kind: str) -> Plan:
    """Add an activity of a kind below the others, with nothing open in it yet."""
    activities = plan.grid.activities
    new = ActivityPlan(_free(kind, (row.key for row in activities)), kind)
    return replace(plan, grid=replace(plan.grid, activities=(*activities, new)))


def remove_activity(plan: Plan, key: str) -> Plan:
    """Leave an activity out with all that was open in it."""
    grid = plan.grid
    return replace(
        plan,
        grid=Grid(
            grid.phases,
            tuple(row for row in grid.activities if row.key != key),
            tuple(cell for cell in grid.openings if cell.activity != key),
        ),
    )


def move_activity(plan: Plan, key: str, steps: int) -> Plan:
    """Move an activity up (-1) or down (1). At the edge nothing happens."""
    rows = list(plan.grid.activities)
    index = [row.key for row in rows].index(key)
    if 0 <= index + steps < len(rows):
        rows[index], rows[index + steps] = rows[index + steps], rows[index]
    return replace(plan, grid=replace(plan.grid, activities=tuple(rows)))


def opened(activity: str, phase: str, audiences: Mapping[str, Audience]) -> list[Opening]:
    """A cell in which each act is open to its audience: as many openings as there are different audiences."""
    acts: dict[Audience, set[str]] = {}
    for act, audience in audiences.items():
        acts.setdefault(audience, set()).add(act)
    return [Opening(activity, phase, frozenset(names), audience) for audience, names in acts.items()]


def follow(before: Plan, after: Plan) -> Plan:
    """Let what was not moved slide with what was: ``after`` holds the dates as typed, ``before`` as they stood.

    A phase whose date was typed anew takes with it those behind it, up to the next one that was typed anew too.
    """
    starts, by = dict(after.starts), timedelta()
    for phase in after.grid.phases:
        key = phase.key
        if key not in before.starts or key in after.lived:
            continue
        typed = after.starts[key] - before.starts[key]
        if typed:
            by = typed
        else:
            starts[key] += by
    return replace(after, starts=starts)


def _with_phase(grid: Grid, index: int, new: PhasePlan) -> Grid:
    return replace(grid, phases=(*grid.phases[:index], new, *grid.phases[index:]))


def _slid(plan: Plan, phases: Iterable[PhasePlan], by: timedelta) -> dict[str, datetime]:
    return {**plan.starts, **{phase.key: plan.starts[phase.key] + by for phase in phases}}


def _free(name: str, taken: Iterable[str]) -> str:
    known = set(taken)
    number = 2
    key = name
    while key in known:
        key, number = f"{name}-{number}", number + 1
    return key
