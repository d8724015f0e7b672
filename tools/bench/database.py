"""A throw-away PostgreSQL set up as a city's would be, with a database for each size of city."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
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
    def database(self, name: str) -> Iterator[str]:
        """An empty database for as long as it takes; gives its address."""
        with self._connection() as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield self.url(name)
        with self._connection() as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

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
