"""A database that is away: for how long it is waited for, and which errors go by themselves."""

import errno
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from sqlite3 import Error as SqliteError

from django.db import Error

# Once nobody has been refused for so long, the next refusal begins an absence of its own.
FORGOTTEN_AFTER = 15.0
# SQLite's: its file is kept by others, or its disk gives nothing (busy, locked, read-only, I/O, full, can't open, its
# lock can't be had).
_SQLITE = frozenset({5, 6, 8, 10, 13, 14, 15})
# A disk's, where files are kept or arrive: full, or one's share of it; read-only; broken; not ours; gone. And
# too much open at once.
_DISK = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EROFS,
        errno.EIO,
        errno.EACCES,
        errno.EPERM,
        errno.ESTALE,
        errno.EMFILE,
        errno.ENFILE,
    }
)
# PostgreSQL's own codes: the connection broke, the server goes down or comes up.
_GONE = ("08", "57P")
# And: it chose between two of us, a replica had to give way.
_WORTH_ANOTHER_TRY = ("40001", "40P01")
# And: out of memory, room or connections, a broken disk; too slow, kept by another; a primary that is one no longer.
_PASSING = (*_GONE, *_WORTH_ANOTHER_TRY, "53", "58", "57014", "55P03", "25P03", "25006")

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


class Absence:
    """What this process knows of a database's being away.

    Patience begins when the first one notices: who comes later waits for what is left of it, and once it is used up
    everybody is told at once, so that no queue builds up behind a server that does not come back.
    """

    def __init__(self) -> None:
        self._since: float | None = None
        self._last = 0.0

    def noticed(self) -> None:
        now = time.monotonic()
        if self._since is None or now - self._last > FORGOTTEN_AFTER:
            self._since = now
        self._last = now

    def is_over(self) -> None:
        self._since = None

    @property
    def lasts(self) -> bool:
        """Is it away, as far as this process knows?"""
        return self._since is not None and time.monotonic() - self._last <= FORGOTTEN_AFTER

    def is_worth_waiting(self, patience: float) -> bool:
        """Is there patience left, of the absence and of whoever asks?"""
        now = time.monotonic()
        asker = _deadline.get()
        return self._since is not None and now < self._since + patience and (asker is None or now < asker)


ABSENCES: defaultdict[str, Absence] = defaultdict(Absence)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Within this, nobody waits for a database longer than so; 0: not at all."""
    before, wanted = _deadline.get(), time.monotonic() + seconds
    token = _deadline.set(wanted if before is None else min(before, wanted))
    try:
        yield
    finally:
        _deadline.reset(token)


def time_left() -> float:
    """How long whoever asks may still wait, in seconds."""
    deadline = _deadline.get()
    return float("inf") if deadline is None else deadline - time.monotonic()


class Away(Exception):
    """Something on which we stand, and which is no database, does not answer: it will."""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _says(error: BaseException, codes: tuple[str, ...], *, sqlite: frozenset[int]) -> bool:
    cause = error.__cause__
    if not isinstance(error, Error):
        # Reading again at once is worth nothing where a disk is full.
        return isinstance(error, Away) or (bool(sqlite) and isinstance(error, OSError) and error.errno in _DISK)
    if isinstance(cause, SqliteError) and hasattr(cause, "sqlite_errorcode"):
        return cause.sqlite_errorcode & 0xFF in sqlite
    code = getattr(cause, "sqlstate", None)
    # Without a code it was not the server that spoke: there was no connection, or there is none any more. What the
    # driver says then depends on where it was; Django itself says DatabaseError, without any cause, of its own accord.
    kind = type(error).__name__
    lost = code is None and (kind in {"OperationalError", "InterfaceError"} or (kind == "DatabaseError" and cause))
    return bool(lost) or (code or "").startswith(codes)


def passes(error: BaseException | None) -> bool:
    """Does this error, or one that led to it, go by itself: the same request would be answered a moment later?"""
    return any(_says(each, _PASSING, sqlite=_SQLITE) for each in _causes(error))


def is_worth_another_try(error: BaseException | None) -> bool:
    """Is it worth to read again at once: the connection was lost, not time?"""
    return any(_says(each, (*_GONE, *_WORTH_ANOTHER_TRY), sqlite=frozenset()) for each in _causes(error))
