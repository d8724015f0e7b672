"""The rows: taken out of either database whole, as they stood at one instant, and put into an empty one."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import IO

from django.db import connection
from django.utils.translation import gettext as _
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from cestvous.commands.backups.archive import open_for_us_alone
from cestvous.commands.backups.problems import BackupProblem

# Rows that only mean something to the machine that wrote them: who is signed in, what is remembered for a while, mails
# that wait. Restored elsewhere, sessions would open accounts, and a worker would write to people what it wrote before.
PASSING = ("django_session", "people_signin", "cache", "outbox_letter")
_REACHED_BY = ("host", "hostaddr", "port", "dbname", "user", "sslmode", "sslrootcert", "sslcert", "sslkey")
_DEBIAN = Path("/usr/lib/postgresql")


def is_empty() -> bool:
    """Does the database hold no table at all? One that is not there yet holds none."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return True
    return not connection.introspection.table_names()


def dump(to: Path) -> None:
    """Write all rows, as of one instant, into a file. Raises BackupProblem."""
    if connection.vendor == "postgresql":
        without = [f"--exclude-table-data={table}" for table in PASSING]
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", *without, f"--file={to}", _database())
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(to)) as copy:
        connection.connection.backup(copy)
        there = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in there.intersection(PASSING):
            copy.execute(f"DELETE FROM {table}")  # noqa: S608 — one of the names above
        copy.commit()
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("VACUUM")


def load(content: IO[bytes], scratch: Path) -> None:
    """Put the rows of a backup into the empty database: all of them, or none. Raises BackupProblem, OSError."""
    dumped = scratch / "dump"
    if connection.vendor == "postgresql":
        _write(content, dumped)
        whole = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
        _run("pg_restore", *whole, _database(), str(dumped))
        dumped.unlink()
        return
    place = Path(connection.settings_dict["NAME"])
    connection.close()
    place.parent.mkdir(parents=True, exist_ok=True)
    partial = place.with_name(f"{place.name}.partial")
    _write(content, partial)
    for beside in ("", "-wal", "-shm"):
        place.with_name(place.name + beside).unlink(missing_ok=True)
    os.replace(partial, place)


def _write(content: IO[bytes], path: Path) -> None:
    with open_for_us_alone(path) as file:
        shutil.copyfileobj(content, file)
        file.flush()
        os.fsync(file.fileno())


def _program(name: str) -> str:
    """Debian's newest, since an older one refuses a newer server; else whatever is on the path."""
    installed = sorted(_DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]), reverse=True)
    found = str(installed[0]) if installed else shutil.which(name)
    if found is None:
        raise BackupProblem(
            _("%(program)s is missing. On Debian: apt-get install postgresql-client, as root.") % {"program": name}
        )
    return found


def _database() -> str:
    """How PostgreSQL's own programs reach the database, without the password: command lines can be seen by others.

    The library that we use may be newer than these programs: they are told nothing that they may not know.
    """
    connection.ensure_connection()
    told = conninfo_to_dict(connection.connection.info.dsn)
    return f"--dbname={make_conninfo(**{name: str(told[name]) for name in _REACHED_BY if name in told})}"


def _run(program: str, *arguments: str) -> None:
    secret = {"PGPASSWORD": connection.settings_dict["PASSWORD"]} if connection.settings_dict["PASSWORD"] else {}
    ran = subprocess.run(  # noqa: S603 — PostgreSQL's own programs, on our own database
        [_program(program), *arguments], env={**os.environ, **secret}, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise BackupProblem(
            _("%(program)s failed: %(reason)s") % {"program": program, "reason": ran.stderr.strip() or ran.returncode}
        )
