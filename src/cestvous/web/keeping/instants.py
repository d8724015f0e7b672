"""Until when a page stays as it is by itself.

Phases begin, days and mandates end, "12 minutes left" becomes eleven: on whole minutes, since procedures are laid to
the minute. But a phase that waited for its gate begins when that opens, and those after it slide by as much; so does a
resumed consultation. Because of those, pages may change at the second at which they begin, in any minute.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from threading import Lock

from django.db.models.functions import TruncMinute

from cestvous.foundation.journal.models import JournalState
from cestvous.procedure.consultations.models import Phase

MINUTE = timedelta(minutes=1)


def _minute(instant: datetime) -> datetime:
    return instant.replace(second=0, microsecond=0)


def off_the_minute(using: str) -> frozenset[timedelta]:
    """At which seconds of a minute phases to come begin, where that isn't its first."""
    coming = Phase.objects.using(using).filter(entered_at__isnull=True).exclude(starts_at=TruncMinute("starts_at"))
    starts = coming.order_by("pk").values_list("starts_at", flat=True)
    return frozenset(start - _minute(start) for start in starts)


def unchanged_until(at: datetime, seconds: Iterable[timedelta]) -> datetime:
    """The first instant after ``at`` at which a page may change by itself."""
    minute = _minute(at)
    turns = (start + second for start in (minute, minute + MINUTE) for second in (timedelta(), *seconds))
    return min(turn for turn in turns if turn > at)


class Turns:
    """``off_the_minute`` as it was when the journal stood where it stands: only a recorded act lays phases."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: tuple[str, int | None] | None = None
        self._seconds: frozenset[timedelta] = frozenset()

    def after(self, state: JournalState) -> datetime:
        """Until when a page that is drawn now holds."""
        with self._lock:
            known, seconds = self._known, self._seconds
        if known != (state.using, state.recorded):
            seconds = off_the_minute(state.using)
            with self._lock:
                self._known, self._seconds = (state.using, state.recorded), seconds
        return unchanged_until(state.at, seconds)

    def forget(self) -> None:
        with self._lock:
            self._known = None


TURNS = Turns()
