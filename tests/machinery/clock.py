"""The clock of the tests: it stands still unless a test moves it, for every thread of the process."""

from contextvars import ContextVar, Token
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=PARIS)


class TestClock:
    """Stands in for the context variable in ``kernel.clock``, which threads of a live server would not inherit.

    ``kernel.clock.at`` still works, on top of it.
    """

    __test__ = False

    def __init__(self) -> None:
        self._inner: ContextVar[datetime | None] = ContextVar("frozen_in_a_test", default=None)
        self._instant: datetime | None = None

    def get(self, *_default: None) -> datetime | None:
        return self._inner.get() or self._instant

    def set(self, instant: datetime | None) -> Token[datetime | None]:
        return self._inner.set(instant)

    def reset(self, token: Token[datetime | None]) -> None:
        self._inner.reset(token)

    def freeze(self, instant: datetime | None) -> None:
        """Stand at an instant; None lets the real time run."""
        self._instant = None if instant is None else instant.astimezone(UTC)


CLOCK = TestClock()


def travel(*, to: datetime | None = None, **by: float) -> datetime:
    """Move the clock to an instant, or by a duration (``days=3``, ``minutes=-5``); returns where it stands."""
    now = CLOCK.get()
    if now is None:
        raise RuntimeError("the clock of this test runs: there is nowhere to travel from")
    instant = to if to is not None else now + timedelta(**by)
    CLOCK.freeze(instant)
    return instant.astimezone(UTC)
