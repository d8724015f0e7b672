"""The one clock. On PostgreSQL it is the database's, so that every web process and worker agrees on what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from django.db import connection
from django.db.models import DateTimeField, Func, Value
from django.db.models.expressions import Expression

from cestvous.kernel.databases import reading

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The present instant, in UTC: the database's where it has a clock, this machine's otherwise."""
    frozen = standing()
    if frozen is not None:
        return frozen
    if connection.vendor != "postgresql":
        return datetime.now(UTC)
    # A page that is read from the replica goes by the replica's clock: it is made even while the primary is away.
    with reading.connection().cursor() as cursor:
        # Not now(): that is the instant at which the transaction began, before it waited for a lock.
        cursor.execute("SELECT clock_timestamp()")
        instant: datetime = cursor.fetchone()[0]
    return instant.astimezone(UTC)


def standing() -> datetime | None:
    """The instant at which the clock stands still (``at``); None while it runs."""
    return _frozen.get(None)


def column() -> Expression:
    """The present instant as a column of a query that is made anyway; where the database has no clock, nothing."""
    if connection.vendor != "postgresql":
        return Value(None, DateTimeField())
    return Func(function="clock_timestamp", output_field=DateTimeField())


def told(instant: datetime | None) -> datetime:
    """What ``column`` was told: the present instant, as ``now`` gives it."""
    frozen = standing()
    if frozen is not None:
        return frozen
    return datetime.now(UTC) if instant is None else instant.astimezone(UTC)


@contextmanager
def at(instant: datetime) -> Iterator[datetime]:
    """Stand at a given instant: for imports and the demo, which tell of the past, and for tests.

    Raises ValueError if ``instant`` has no time zone.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    token = _frozen.set(instant.astimezone(UTC))
    try:
        yield instant
    finally:
        _frozen.reset(token)
