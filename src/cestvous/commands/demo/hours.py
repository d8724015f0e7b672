"""When people write: residents from 7 to 23 h, agents in office hours. Instants are spread over those hours only."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cestvous.kernel.periods import from_wall_clock

A_MONDAY = date(2001, 1, 1)


@dataclass(frozen=True)
class Hours:
    """The hours of a day, and whether every day counts or working days alone, on the wall clock of ``zone``."""

    opens: int
    closes: int
    every_day: bool
    zone: ZoneInfo

    def elapsed(self, instant: datetime) -> float:
        """How many of these hours had passed at an instant, since a Monday long ago."""
        local = instant.astimezone(self.zone)
        day, of_the_day = self._days_until(local.date()), local.hour + local.minute / 60 + local.second / 3600
        if not self.every_day and local.weekday() >= 5:
            of_the_day = 0
        return day * self._a_day + min(max(of_the_day - self.opens, 0), self._a_day)

    def instant(self, elapsed: float) -> datetime:
        """The instant at which so many of these hours have passed."""
        days, hours = divmod(elapsed, self._a_day)
        midnight = datetime.combine(self._day_after(int(days)), time())
        return from_wall_clock(midnight + timedelta(seconds=int((self.opens + hours) * 3600)), self.zone)

    def later(self, instant: datetime, hours: float) -> datetime:
        """So many of these hours later."""
        return self.instant(self.elapsed(instant) + hours)

    def between(self, first: datetime, last: datetime, share: float) -> datetime:
        """The instant at which a ``share`` (0 to 1) of the hours from ``first`` to ``last`` has passed; never before
        ``first``, even if there is no time left."""
        start, end = self.elapsed(first), self.elapsed(last)
        return max(min(self.instant(start + (end - start) * share), last), first)

    @property
    def _a_day(self) -> int:
        return self.closes - self.opens

    def _days_until(self, day: date) -> int:
        days = (day - A_MONDAY).days
        if self.every_day:
            return days
        weeks, rest = divmod(days, 7)
        return weeks * 5 + min(rest, 5)

    def _day_after(self, days: int) -> date:
        if self.every_day:
            return A_MONDAY + timedelta(days=days)
        weeks, rest = divmod(days, 5)
        return A_MONDAY + timedelta(days=weeks * 7 + rest)


def waking(zone: ZoneInfo) -> Hours:
    return Hours(7, 23, every_day=True, zone=zone)


def office(zone: ZoneInfo) -> Hours:
    return Hours(9, 18, every_day=False, zone=zone)


def wall_clock(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """The instant at which a clock on the wall shows this hour, in UTC."""
    return from_wall_clock(datetime.combine(day, time(hour)), zone).astimezone(UTC)
