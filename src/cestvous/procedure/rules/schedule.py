"""Time: phases follow one another, exactly one is current, and each waits for its gate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from cestvous.procedure.rules.grid import Purpose


@dataclass(frozen=True)
class PhaseTime:
    """One phase in time. ``announced_at``: the start the city announced; ``starts_at``: the start as it stands now,
    after what came before it was late; ``entered_at``: when it really began, None as long as it is to come."""

    key: str
    purpose: Purpose
    announced_at: datetime
    starts_at: datetime
    entered_at: datetime | None = None


@dataclass(frozen=True)
class Schedule:
    """The phases in order. ``waiting_since``: the date at which the next phase should have begun, if its gate was shut
    then and is not known to have opened since."""

    phases: tuple[PhaseTime, ...]
    waiting_since: datetime | None = None

    @property
    def position(self) -> int | None:
        """The index of the current phase: the last that was entered. None before the first."""
        entered = [index for index, phase in enumerate(self.phases) if phase.entered_at is not None]
        return entered[-1] if entered else None

    @property
    def current(self) -> PhaseTime | None:
        return None if self.position is None else self.phases[self.position]

    @property
    def coming(self) -> PhaseTime | None:
        """The phase that comes next; None in the last."""
        index = 0 if self.position is None else self.position + 1
        return self.phases[index] if index < len(self.phases) else None

    def is_due(self, at: datetime) -> bool:
        """Is it time for the next phase, whatever its gate says?"""
        return self.coming is not None and self.coming.starts_at <= at

    def ends_at(self, key: str) -> datetime | None:
        """When the acts of a phase end: the start of the one after it. None for the last."""
        index = [phase.key for phase in self.phases].index(key) + 1
        return self.phases[index].starts_at if index < len(self.phases) else None

    def period_open(self, at: datetime) -> bool:
        """Is the current phase within its announced time (and not merely waiting for the next one's gate)?"""
        current = self.current
        if current is None:
            return False
        end = self.ends_at(current.key)
        return end is None or at < end


@dataclass(frozen=True)
class Entered:
    """A phase that began, and by how much all that follows it slid."""

    key: str
    at: datetime
    slid_by: timedelta


Gate = Callable[[PhaseTime], Sequence[object]]
"""What is missing before a phase may be entered; empty when its gate is open."""


@dataclass(frozen=True)
class Settlement:
    schedule: Schedule
    entered: tuple[Entered, ...]
    missing: tuple[object, ...]


def settle(schedule: Schedule, at: datetime, gate: Gate) -> Settlement:
    """Bring a schedule to what it is at an instant: enter each phase that is due and whose gate is open.

    A phase whose gate was open on its date begins on that date, however late anybody looks. One that had to wait
    begins now, and those after it slide by as much, keeping their durations.
    """
    entered: list[Entered] = []
    while (coming := schedule.coming) is not None and coming.starts_at <= at:
        missing = tuple(gate(coming))
        if missing:
            waiting = replace(schedule, waiting_since=coming.starts_at)
            return Settlement(waiting, tuple(entered), missing)
        begins = at if schedule.waiting_since is not None else coming.starts_at
        schedule = _enter(schedule, coming.key, begins)
        entered.append(Entered(coming.key, begins, begins - coming.starts_at))
    return Settlement(replace(schedule, waiting_since=None), tuple(entered), ())


def _enter(schedule: Schedule, key: str, at: datetime) -> Schedule:
    index = [phase.key for phase in schedule.phases].index(key)
    late = at - schedule.phases[index].starts_at
    phases = list(schedule.phases)
    phases[index] = replace(phases[index], starts_at=at, entered_at=at)
    phases[index + 1 :] = [replace(phase, starts_at=phase.starts_at + late) for phase in phases[index + 1 :]]
    return Schedule(tuple(phases))


def slide(schedule: Schedule, by: timedelta) -> Schedule:
    """Move every phase to come by as much: after a suspension, time goes on where it stopped."""
    moved = tuple(
        phase if phase.entered_at is not None else replace(phase, starts_at=phase.starts_at + by)
        for phase in schedule.phases
    )
    waiting = schedule.waiting_since + by if schedule.waiting_since else None
    return Schedule(moved, waiting)


def prolong(schedule: Schedule, by: timedelta, at: datetime, zone: tzinfo = UTC) -> Schedule:
    """Make the current phase longer: all that follows it slides, and the new dates are announced.

    One that is over, because the next waits for its gate, is open again for that long from now on. What began at nine
    o'clock by the clock on the wall of ``zone`` still does, even across a change of the clocks.
    """
    late = at - schedule.waiting_since if schedule.waiting_since is not None else timedelta()
    longer = tuple(
        phase
        if phase.entered_at is not None
        else replace(phase, starts_at=_on_the_wall(phase.starts_at + late, by, zone))
        for phase in schedule.phases
    )
    announced = tuple(
        phase if phase.entered_at is not None else replace(phase, announced_at=phase.starts_at) for phase in longer
    )
    return Schedule(announced)


def _on_the_wall(instant: datetime, by: timedelta, zone: tzinfo) -> datetime:
    """So much later by the clock on the wall; half past two becomes half past three on the night that has none."""
    wall = instant.astimezone(zone).replace(tzinfo=None) + by
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
