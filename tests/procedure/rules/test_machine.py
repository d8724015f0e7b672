"""Time and adaptations as a state machine: whatever happens in whatever order, what has been lived stays as it was."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cestvous.procedure.rules.adapting import problems_of, problems_of_adaptation, problems_of_calendar
from cestvous.procedure.rules.grid import Grid, Opening, PhasePlan, Purpose
from cestvous.procedure.rules.schedule import PhaseTime, Schedule, prolong, settle, slide
from cestvous.procedure.rules.templates import Template
from tests.procedure.rules.grids import ACTS, START, calendar, lived, short, standard, without_act, without_phase

MOMENT = timedelta(microseconds=1)
# The hours around the two nights of 2026 in which the clocks of Paris change.
NIGHTS = [datetime(2026, month, day, hour, tzinfo=UTC) for month, day in ((3, 29), (10, 25)) for hour in (0, 1, 2)]
HOURS = st.integers(min_value=1, max_value=24 * 60).map(lambda hours: timedelta(hours=hours))
ALL_ACTS = sorted(act.name for acts in ACTS.values() for act in acts if not act.always)


def durations(schedule: Schedule, since: int) -> list[timedelta]:
    starts = [phase.starts_at for phase in schedule.phases[since:]]
    return [later - sooner for sooner, later in pairwise(starts)]


class Procedure(RuleBasedStateMachine):
    """A grid, its schedule, and gates that open and shut as they please."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START - timedelta(days=1)
        self.shut: set[str] = set()
        self.suspended_at: datetime | None = None
        self.grid: Grid
        self.schedule: Schedule
        self.remembered: list[tuple[PhasePlan, PhaseTime]] = []
        self.remembered_openings: dict[str, set[Opening]] = {}
        self.extra = 0

    @initialize(template=st.sampled_from([standard(), short()]))
    def begin(self, template: Template) -> None:
        self.grid, self.schedule = template.grid, calendar(template)

    # --- Time ---------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """What every write and every read does first."""
        if self.suspended_at is not None:
            return
        before = self.schedule
        settlement = settle(before, self.now, lambda phase: ["missing"] if phase.key in self.shut else [])
        self.schedule = settlement.schedule
        assert not {entered.key for entered in settlement.entered} & self.shut
        assert [phase.announced_at for phase in self.schedule.phases] == [p.announced_at for p in before.phases]
        entered = (before.position if before.position is not None else -1) + 1
        assert durations(self.schedule, entered) == durations(before, entered) or len(settlement.entered) > 1
        if len(settlement.entered) > 1:
            # Only the first of several can have waited: the others began on their dates.
            assert all(not late.slid_by for late in settlement.entered[1:])
        assert (self.schedule.waiting_since is not None) == self.schedule.is_due(self.now)

    @rule(by=HOURS)
    def time_passes(self, by: timedelta) -> None:
        self.now += by
        self.look()

    @rule(by=HOURS)
    def time_passes_and_nobody_looks(self, by: timedelta) -> None:
        self.now += by

    @rule(before=st.booleans())
    def time_comes_to_the_next_phase(self, before: bool) -> None:
        coming = self.schedule.coming
        if coming is not None and self.suspended_at is None:
            self.now = max(self.now, coming.starts_at - (MOMENT if before else timedelta()))
            self.look()

    @rule(night=st.sampled_from(NIGHTS))
    def the_clocks_change(self, night: datetime) -> None:
        self.now = max(self.now, night)
        self.look()

    @rule()
    def years_pass(self) -> None:
        self.now += timedelta(days=800)
        self.look()

    @rule(data=st.data())
    def a_gate_shuts(self, data: st.DataObject) -> None:
        # As by a contribution that nothing accounts for: a write, hence settled first.
        self.look()
        self.shut.add(data.draw(st.sampled_from([phase.key for phase in self.schedule.phases])))

    @precondition(lambda self: self.shut)
    @rule(data=st.data())
    def a_gate_opens(self, data: st.DataObject) -> None:
        self.look()
        self.shut.remove(data.draw(st.sampled_from(sorted(self.shut))))
        self.look()

    # --- Leading ------------------------------------------------------------------------------------------------

    @precondition(lambda self: self.suspended_at is None)
    @rule()
    def it_is_suspended(self) -> None:
        self.look()
        self.suspended_at = self.now

    @precondition(lambda self: self.suspended_at is not None)
    @rule()
    def it_is_resumed(self) -> None:
        assert self.suspended_at is not None
        before, since = self.schedule, self.suspended_at
        was_open, open_until = before.period_open(since), before.coming
        self.schedule = slide(before, self.now - since)
        self.suspended_at = None
        assert durations(self.schedule, len(before.phases)) == durations(before, len(before.phases))
        if was_open and open_until is not None and self.schedule.coming is not None:
            # What was left of the current phase is still left.
            assert self.schedule.coming.starts_at - self.now == open_until.starts_at - since
        self.look()

    @precondition(lambda self: self.suspended_at is None)
    @rule(days=st.integers(min_value=1, max_value=365))
    def it_is_prolonged(self, days: int) -> None:
        self.look()
        if self.schedule.coming is None:
            return
        after = prolong(self.schedule, timedelta(days=days), self.now)
        position = 0 if self.schedule.position is None else self.schedule.position + 1
        assert durations(after, position) == durations(self.schedule, position)
        assert self.adapt(self.grid, after) == []
        assert self.schedule.coming.starts_at > self.now

    def adapt(self, grid: Grid, schedule: Schedule) -> list[str]:
        problems = [
            *problems_of(grid, ACTS),
            *problems_of_adaptation((self.grid, self.schedule), (grid, schedule), self.now),
        ]
        if not problems:
            self.grid, self.schedule = grid, schedule
            self.look()
        return [problem.code for problem in problems]

    @precondition(lambda self: self.suspended_at is None)
    @rule(data=st.data())
    def dates_change(self, data: st.DataObject) -> None:
        self.look()
        phases = list(self.schedule.phases)
        index = data.draw(st.integers(min_value=0, max_value=len(phases) - 1))
        moved = phases[index].starts_at + data.draw(HOURS) * data.draw(st.sampled_from([-1, 1]))
        phases[index] = replace(phases[index], starts_at=moved, announced_at=moved)
        self.adapt(self.grid, replace(self.schedule, phases=tuple(phases)))

    @precondition(lambda self: self.suspended_at is None)
    @rule(data=st.data())
    def a_phase_is_dropped(self, data: st.DataObject) -> None:
        self.look()
        key = data.draw(st.sampled_from([phase.key for phase in self.grid.phases]))
        kept = tuple(phase for phase in self.schedule.phases if phase.key != key)
        self.adapt(without_phase(self.grid, key), replace(self.schedule, phases=kept))

    @precondition(lambda self: self.suspended_at is None)
    @rule(data=st.data(), purpose=st.sampled_from(Purpose), by=HOURS)
    def a_phase_is_added(self, data: st.DataObject, purpose: Purpose, by: timedelta) -> None:
        self.look()
        index = data.draw(st.integers(min_value=0, max_value=len(self.grid.phases)))
        self.extra += 1
        plan = PhasePlan(f"extra-{self.extra}", purpose)
        sooner = self.schedule.phases[index - 1].starts_at if index else self.now
        time = PhaseTime(plan.key, purpose, sooner + by, sooner + by)
        grid = replace(self.grid, phases=(*self.grid.phases[:index], plan, *self.grid.phases[index:]))
        phases = (*self.schedule.phases[:index], time, *self.schedule.phases[index:])
        self.adapt(grid, replace(self.schedule, phases=phases))

    @precondition(lambda self: self.suspended_at is None)
    @rule(act=st.sampled_from(ALL_ACTS), data=st.data())
    def an_act_is_opened(self, act: str, data: st.DataObject) -> None:
        self.look()
        phase = data.draw(st.sampled_from([phase.key for phase in self.grid.phases]))
        kind = act.split(".", maxsplit=1)[0]
        row = next((activity.key for activity in self.grid.activities if activity.kind == kind), None)
        if row is not None:
            cell = Opening(row, phase, frozenset({act}))
            self.adapt(replace(self.grid, openings=(*self.grid.openings, cell)), self.schedule)

    @precondition(lambda self: self.suspended_at is None)
    @rule(act=st.sampled_from(ALL_ACTS), data=st.data())
    def an_act_is_closed(self, act: str, data: st.DataObject) -> None:
        self.look()
        phase = data.draw(st.sampled_from(["", *[phase.key for phase in self.grid.phases]]))
        self.adapt(without_act(self.grid, act, phase), self.schedule)

    @precondition(lambda self: self.suspended_at is None)
    @rule(count=st.integers(min_value=1, max_value=3))
    def somebody_decrees_that_a_phase_has_begun(self, count: int) -> None:
        self.look()
        entered = (self.schedule.position if self.schedule.position is not None else -1) + 1 + count
        if entered <= len(self.schedule.phases):
            assert "phase_entered_by_decree" in self.adapt(self.grid, lived(self.schedule, entered))

    # --- What always holds ----------------------------------------------------------------------------------------

    @invariant()
    def what_has_been_lived_stays(self) -> None:
        entered = [
            (plan, time)
            for plan, time in zip(self.grid.phases, self.schedule.phases, strict=True)
            if time.entered_at is not None
        ]
        assert entered[: len(self.remembered)] == self.remembered, "a lived phase was rewritten, or time went back"
        self.remembered = entered
        for plan, _time in entered[:-1]:
            cells = {cell for cell in self.grid.openings if cell.phase == plan.key}
            assert self.remembered_openings.setdefault(plan.key, cells) == cells

    @invariant()
    def phases_follow_one_another(self) -> None:
        assert [phase.key for phase in self.grid.phases] == [phase.key for phase in self.schedule.phases]
        assert not problems_of_calendar(self.schedule.phases)
        entered = [phase.entered_at is not None for phase in self.schedule.phases]
        assert entered == sorted(entered, reverse=True), "a phase was left out"
        begun = [phase for phase in self.schedule.phases if phase.entered_at is not None]
        assert all(phase.entered_at == phase.starts_at for phase in begun)
        assert all(phase.starts_at <= self.now for phase in begun)

    @invariant()
    def what_is_announced_is_in_order(self) -> None:
        ranks = [phase.purpose.rank for phase in self.schedule.phases]
        assert ranks == sorted(ranks)
        assert self.schedule.phases[-1].purpose == Purpose.FOLLOW_UP

    @invariant()
    def nothing_is_open_past_its_announced_end(self) -> None:
        if self.suspended_at is None and self.schedule.period_open(self.now):
            coming = self.schedule.coming
            assert coming is None or self.now < coming.starts_at

    def teardown(self) -> None:
        """However it went, it can come to its end once every gate is open."""
        if not hasattr(self, "schedule"):
            return
        if self.suspended_at is not None:
            self.it_is_resumed()
        self.shut = set()
        for _step in range(len(self.schedule.phases) + 1):
            self.now += timedelta(days=3_000)
            self.look()
        assert self.schedule.current is not None
        assert self.schedule.current.purpose == Purpose.FOLLOW_UP


Procedure.TestCase.settings = settings(stateful_step_count=60, deadline=None)
TestProcedure = Procedure.TestCase
