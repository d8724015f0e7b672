"""Who reads where. A visitor's page may come from the replica; everybody else, and every write, from the primary."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from cestvous.kernel.databases.absence import ABSENCES

PRIMARY, REPLICA = "default", "replica"
# Attempts that are counted, and sessions: what they were a second ago is of no use to anybody.
_AS_OF_NOW = frozenset({"django_cache", "sessions"})

_reads_replica: ContextVar[bool] = ContextVar("reads_replica", default=False)


class PrimaryNeeded(Exception):
    """A page that is read from the replica has something to write: it has to be made anew, from the primary."""


@contextmanager
def from_replica(allowed: bool = True) -> Iterator[None]:
    """Within this, what is read comes from the replica, if ``allowed``; what is in a transaction does not."""
    token = _reads_replica.set(allowed)
    try:
        yield
    finally:
        _reads_replica.reset(token)


def streamed_from_replica(content: Iterable[bytes]) -> Iterator[bytes]:
    """What is sent piece by piece, each of which is made after the page has been: from where the page was read."""
    pieces = iter(content)
    while True:
        with from_replica():
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def alias() -> str:
    """The database from which is read, here and now."""
    return REPLICA if _reads_replica.get() and not connections[PRIMARY].in_atomic_block else PRIMARY


def connection() -> BaseDatabaseWrapper:
    """The connection over which is read, here and now."""
    return connections[alias()]


def reads_replica() -> bool:
    """Is what is read here and now from the replica?"""
    return alias() == REPLICA


def need_primary() -> None:
    """Called before a transaction that writes. Raises PrimaryNeeded: what it would go by was read from the replica."""
    if reads_replica():
        raise PrimaryNeeded


def may_bring_up_to_date() -> bool:
    """May a page write what is due before it is shown? Not while only the replica is there: it is shown as it stands.

    Raises PrimaryNeeded if it could, on the primary.
    """
    if reads_replica() and ABSENCES[PRIMARY].lasts:
        return False
    need_primary()
    return True


class Router:
    """Django asks it where to read and write each table."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return PRIMARY if model._meta.app_label in _AS_OF_NOW else alias()

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        """Asked also where nothing is written, as when two new rows are told of each other."""
        return PRIMARY

    def allow_relation(self, first: Model, second: Model, **hints: Any) -> bool:
        """They are the same rows in both."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == PRIMARY
