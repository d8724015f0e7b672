"""The connection. A server that restarts is waited for; one that hung up is noticed without asking it."""

import select
import time
from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from cestvous.kernel.databases.absence import ABSENCES

PAUSE_SECONDS = 0.1


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
