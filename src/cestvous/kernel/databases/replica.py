"""Is the replica fit to be read: there, and not too far behind?"""

import logging
import threading
import time
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import Error, connections

from cestvous.kernel.databases.absence import ABSENCES, at_most
from cestvous.kernel.databases.reading import PRIMARY, REPLICA

logger = logging.getLogger(__name__)
CHECKED_EVERY = 2.0
# One that is gone is asked for again after so long: whoever asks may have to wait for it.
LEFT_ALONE_FOR = 10.0

_WRITTEN = "SELECT pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')"
# The age of the last transaction that it repeated says how late it is only while there is more to repeat.
_REPEATED = """
    SELECT pg_is_in_recovery(), pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0'),
           extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())
"""


class Fitness(StrEnum):
    FIT = "it is read by visitors"
    BEHIND = "it is too far behind: left alone"
    GONE = "it does not answer: left alone"


class Replica:
    """What this process knows of the replica. One request in a while looks; the others go by what it saw."""

    def __init__(self) -> None:
        self.fitness = Fitness.GONE
        self._looked_at = float("-inf")
        self._looks = threading.Lock()

    def may_be_read(self) -> bool:
        """Also when it is behind, if the primary is away: nobody can know better then."""
        if REPLICA not in connections:
            return False
        if self._is_time_to_look() and self._looks.acquire(blocking=False):
            try:
                self._becomes(self._look())
            finally:
                self._looks.release()
        return self.fitness == Fitness.FIT or (self.fitness == Fitness.BEHIND and ABSENCES[PRIMARY].lasts)

    def _is_time_to_look(self) -> bool:
        """Sooner while there is nothing else to read."""
        is_left_alone = self.fitness == Fitness.GONE and not ABSENCES[PRIMARY].lasts
        return time.monotonic() >= self._looked_at + (LEFT_ALONE_FOR if is_left_alone else CHECKED_EVERY)

    def leave_alone(self) -> None:
        """It failed somebody."""
        self._becomes(Fitness.GONE)

    def _becomes(self, fitness: Fitness) -> None:
        if fitness != self.fitness:
            logger.warning("The replica: %s.", fitness)
        self.fitness = fitness
        self._looked_at = time.monotonic()

    def _look(self) -> Fitness:
        with at_most(0):
            try:
                (written,) = _asked(PRIMARY, _WRITTEN)
            except Error:
                written = None
            try:
                repeats, repeated, age = _asked(REPLICA, _REPEATED)
            except Error:
                return Fitness.GONE
        if written is None:
            # Nothing can be written meanwhile: it is as fresh as anything.
            return Fitness.FIT
        if not repeats:
            return Fitness.BEHIND
        is_behind = repeated is None or repeated < written
        late = age is None or age > settings.REPLICA_LAG_SECONDS
        return Fitness.BEHIND if is_behind and late else Fitness.FIT


def _asked(alias: str, query: str) -> tuple[Any, ...]:
    connection = connections[alias]
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            row: tuple[Any, ...] = cursor.fetchone()
            return row
    except Error:
        if not connection.in_atomic_block:
            connection.close()
        raise


KNOWN = Replica()
