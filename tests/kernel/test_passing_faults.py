"""Which errors go by themselves, judged by those that SQLite and the system really raise."""

import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError

from cestvous.kernel.databases.absence import is_worth_another_try, passes


def _read_only(folder: Path) -> None:
    sqlite3.connect(folder / "a.sqlite3").execute("CREATE TABLE a (b)").connection.close()
    _closing(sqlite3.connect(f"file:{folder / 'a.sqlite3'}?mode=ro", uri=True), "INSERT INTO a VALUES (1)")


def _locked(folder: Path) -> None:
    first = sqlite3.connect(folder / "a.sqlite3", isolation_level=None)
    try:
        first.execute("BEGIN IMMEDIATE")
        _closing(sqlite3.connect(folder / "a.sqlite3", timeout=0), "BEGIN IMMEDIATE")
    finally:
        first.close()


def _full(folder: Path) -> None:
    _closing(sqlite3.connect(folder / "a.sqlite3"), "PRAGMA max_page_count=1", "CREATE TABLE a (b)")


def _not_there(folder: Path) -> None:
    _closing(sqlite3.connect(folder / "nowhere" / "a.sqlite3"), "SELECT 1")


def _no_table(folder: Path) -> None:
    _closing(sqlite3.connect(folder / "a.sqlite3"), "SELECT * FROM a")


def _closing(connection: sqlite3.Connection, *statements: str) -> None:
    try:
        for statement in statements:
            connection.execute(statement)
    finally:
        connection.close()


def _as_django_raises_it(doing: Callable[[Path], None], folder: Path) -> OperationalError:
    with pytest.raises(sqlite3.Error) as raised:
        doing(folder)
    error = OperationalError(str(raised.value))
    error.__cause__ = raised.value
    return error


@pytest.mark.parametrize("doing", [_read_only, _locked, _full, _not_there])
def test_a_database_that_its_disk_or_another_keeps_from_us_comes_back(
    doing: Callable[[Path], None], tmp_path: Path
) -> None:
    error = _as_django_raises_it(doing, tmp_path)
    assert passes(error), error
    assert not is_worth_another_try(error), "nothing is gained by asking again at once"


def test_a_mistake_of_ours_stays(tmp_path: Path) -> None:
    assert not passes(_as_django_raises_it(_no_table, tmp_path))
    assert not passes(IntegrityError("one position per person"))
    assert not passes(FileNotFoundError(errno.ENOENT, "nothing here"))
    assert not passes(ValueError("what?"))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EACCES, errno.EIO, errno.EMFILE])
def test_a_disk_that_takes_nothing_is_mended_by_whoever_runs_the_machine(number: int) -> None:
    error = OSError(number, "")
    assert passes(error)
    assert not is_worth_another_try(error)
    wrapped = RuntimeError("while storing")
    wrapped.__cause__ = error
    assert passes(wrapped)
