"""The calendar of each example consultation: today lies about in the middle of the phase that its file names."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cestvous.commands.demo.hours import wall_clock
from cestvous.procedure.rules.grid import Purpose

# How long each phase lasts, in days, and at what hour it starts. The last one is without end.
DAYS = {
    Purpose.PRESENTATION: 14,
    Purpose.CONSULTATION: 28,
    Purpose.SYNTHESIS: 14,
    Purpose.DEBATE: 14,
    Purpose.DECISION: 28,
}
HOURS = {
    Purpose.PRESENTATION: 9,
    Purpose.CONSULTATION: 9,
    Purpose.SYNTHESIS: 18,
    Purpose.DEBATE: 9,
    Purpose.DECISION: 18,
    Purpose.FOLLOW_UP: 9,
}
# A signature that old leaves a milestone due after 30 days late, and one due after 40 done.
SIGNED_DAYS_AGO = 45
FRIDAY = 4


@dataclass(frozen=True)
class Calendar:
    """When each phase starts, and the present instant, beyond which nothing has happened yet."""

    starts: dict[Purpose, datetime]
    now: datetime

    def has_begun(self, phase: Purpose) -> bool:
        return self.starts[phase] <= self.now

    def lived(self, phase: Purpose) -> tuple[datetime, datetime]:
        """From the start of a phase to its end, or to now if it is still going on."""
        after = list(Purpose)[phase.rank + 1 :]
        end = self.starts[after[0]] if after else self.now
        return self.starts[phase], min(end, self.now)


def calendar(phase: Purpose, now: datetime, zone: ZoneInfo) -> Calendar:
    """The calendar of a consultation that stands in ``phase`` now. Phases start on working days."""
    today = now.astimezone(zone).date()
    first_day = _first_day(phase, today)
    days = {phase: first_day}
    purposes = list(Purpose)
    for later in purposes[phase.rank + 1 :]:
        days[later] = days[purposes[later.rank - 1]] + timedelta(days=DAYS[purposes[later.rank - 1]])
    for earlier in reversed(purposes[: phase.rank]):
        days[earlier] = days[purposes[earlier.rank + 1]] - timedelta(days=DAYS[earlier])
    return Calendar({key: wall_clock(_working(days[key]), HOURS[key], zone) for key in purposes}, now)


def signed_on(today: date) -> date:
    """The Friday on which the decision of the consultation in follow-up was signed."""
    day = today - timedelta(days=SIGNED_DAYS_AGO)
    return day - timedelta(days=(day.weekday() - FRIDAY) % 7)


def _first_day(phase: Purpose, today: date) -> date:
    if phase == Purpose.FOLLOW_UP:
        return signed_on(today) + timedelta(days=3)
    return today - timedelta(days=DAYS[phase] // 2)


def _working(day: date) -> date:
    """The day itself, or the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > FRIDAY else day
