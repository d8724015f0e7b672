"""A throw-away PostgreSQL set up as a city's would be, with a database for each size of city."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString
from urllib.parse import quote

import psycopg
from psycopg import sql

from tests.machinery.postgresql import Cluster

# As docs/performance.md recommends: what was acknowledged survives a power cut, and a machine of 4 GB bears it.
DURABLE = {
    "listen_addresses": "",
    "timezone": "UTC",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "autovacuum": "on",
    "max_connections": "100",
    "shared_buffers": "512MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
}


class Databases:
    """The databases of one server. ``pid`` is that of the server."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self.pid = cluster.pid or 0

    def url(self, name: str) -> str:
        return f"postgres://postgres@/{name}?host={quote(str(self._cluster.folder))}"

    def version(self) -> str:
        with self._connection() as connection:
            row = connection.execute("SHOW server_version").fetchone()
        return str(row[0]) if row else "unknown"

    @contextmanager
    def copy(self, filled: str) -> Iterator[str]:
        """A copy of a database for as long as it takes; gives its address."""
        name = f"{filled}_measured"
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        self._run("CREATE DATABASE {} TEMPLATE {}", name, filled)
        yield self.url(name)
        self._run("DROP DATABASE {} WITH (FORCE)", name)

    def make_anew(self, name: str) -> str:
        """An empty database; gives its address."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        self._run("CREATE DATABASE {}", name)
        return self.url(name)

    def _run(self, statement: LiteralString, *names: str) -> None:
        with self._connection() as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _connection(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(host=str(self._cluster.folder), user="postgres", dbname="postgres", autocommit=True)


@contextmanager
def running(folder: Path) -> Iterator[Databases]:
    """A server in ``folder``. Raises NoPostgresql with what to do about it."""
    cluster = Cluster(folder, DURABLE)
    cluster.start()
    try:
        yield Databases(cluster)
    finally:
        cluster.stop()
