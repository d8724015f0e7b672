"""The connection. A server that restarts is waited for; one that hung up is noticed without asking it."""

import select
import time
from datetime import UTC
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import Format, TransactionStatus

from cestvous.kernel.databases.absence import ABSENCES

PAUSE_SECONDS = 0.1


class InstantLoader:
    """Reads instants by psycopg's own loader, in C where there is one, as Django wants them: in UTC.

    Django's is Python's, and took longer than all the rest of a row. Both give the same over a connection in UTC, which
    ``timezone`` tells Django that this is for: where the two differ, it takes its own.
    """

    format, timezone = Format.TEXT, UTC
    known: Any = psycopg.adapters.get_loader(psycopg.adapters.types["timestamptz"].oid, Format.TEXT)

    def __new__(cls, oid: int, context: Any = None) -> Any:
        return cls.known(oid, context)


class DatabaseWrapper(base.DatabaseWrapper):
    """``PATIENCE`` in its settings: for how many seconds one that does not answer is waited for."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        absence, patience = ABSENCES[self.alias], float(self.settings_dict.get("PATIENCE", 0))
        while True:
            try:
                connection = super().get_new_connection(conn_params)
            except self.Database.OperationalError:
                absence.noticed()
                if not absence.is_worth_waiting(patience):
                    raise
                time.sleep(PAUSE_SECONDS)
            else:
                absence.is_over()
                connection.adapters.register_loader("timestamptz", InstantLoader)
                return connection

    def is_usable(self) -> bool:
        """Has the server hung up? Then there is something to read, although nothing was asked.

        Costs no round trip. A connection on which anything has been said, or a transaction is open, is not usable.
        """
        connection = self.connection
        if connection is None or connection.closed or connection.info.transaction_status != TransactionStatus.IDLE:
            return False
        poll = select.poll()
        poll.register(connection.fileno(), select.POLLIN)
        return not poll.poll(0)
