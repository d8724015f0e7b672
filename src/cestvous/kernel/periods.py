"""Periods are half-open, in UTC; what people type is the city's wall clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _


class ImpossibleTime(ValueError):
    """A wall-clock time that does not exist, or exists twice, on the day the clocks change."""


@dataclass(frozen=True)
class Period:
    """From ``starts_at`` included to ``ends_at`` excluded; without end if ``ends_at`` is None."""

    starts_at: datetime
    ends_at: datetime | None = None

    def __contains__(self, instant: datetime) -> bool:
        return self.starts_at <= instant and (self.ends_at is None or instant < self.ends_at)

    def moved(self, by: timedelta) -> "Period":
        return Period(self.starts_at + by, self.ends_at + by if self.ends_at else None)


def from_wall_clock(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, that a clock on the wall of ``zone`` shows as ``local`` (a datetime without zone).

    Raises ImpossibleTime in the hour that the change to summer time leaves out and in the one that comes twice.
    """
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local:
        raise ImpossibleTime(_("This time does not exist: the clocks go forward that night."))
    raise ImpossibleTime(_("This time comes twice: the clocks go back that night. Choose another."))
