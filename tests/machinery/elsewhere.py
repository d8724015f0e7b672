"""Python processes of their own, with connections of their own, that do things in the same instant.

The functions that they run stand in modules of tests; they get and return what JSON can say.
"""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote, urlencode

import django
from django.db import connection, connections

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0
# A clock that goes wrong: Debian's package "faketime" brings it.
FAKETIME = tuple(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))


def database_url() -> str:
    """Where another process finds the database of this test."""
    told = connection.settings_dict
    name = str(told["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    user = ":".join(quote(str(told[part]), safe="") for part in ("USER", "PASSWORD") if told[part])
    port = f":{told['PORT']}" if told["PORT"] else ""
    options = {name: value for name, value in told["OPTIONS"].items() if isinstance(value, str)}
    return f"postgres://{user}@{told['HOST']}{port}/{name}?{urlencode(options)}"


def environment() -> dict[str, str]:
    """The environment of a process of this city."""
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "cestvous.config.settings", "DATABASE_URL": database_url()}


def wrong_clock(seconds: int) -> dict[str, str]:
    """The environment of a machine whose clock is wrong by so much."""
    assert FAKETIME, "libfaketime is not installed: run `make test`, which installs it"
    return {"LD_PRELOAD": str(FAKETIME[0]), "FAKETIME": f"{seconds:+d}s", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


class Elsewhere:
    """One process that waits to be told ``go`` before it does what it was started for. Use as a context."""

    def __init__(
        self, doing: str, machine: Mapping[str, str] | None = None, *, within: Sequence[str] = (), **told: Any
    ) -> None:
        self._doing = doing
        self._process = subprocess.Popen(
            [*within, sys.executable, "-m", "tests.machinery.elsewhere", doing, json.dumps(told)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**environment(), **(machine or {})},
            text=True,
        )

    def wait_until_ready(self) -> None:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line == "ready\n", f"{self._doing} said {line!r}"

    def go(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def result(self) -> Any:
        """What it returned. Fails if it failed."""
        out, _nothing = self._process.communicate(timeout=PATIENCE)
        assert self._process.returncode == 0, f"{self._doing} ended with {self._process.returncode}: {out}"
        return json.loads(out)

    def __enter__(self) -> "Elsewhere":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()


def all_at_once(processes: Sequence[Elsewhere], before: Callable[[], object] | None = None) -> list[Any]:
    """Let them all go in the same instant, ``before`` which something is done; returns what each of them returned."""
    try:
        for process in processes:
            process.wait_until_ready()
        if before is not None:
            before()
        for process in processes:
            process.go()
        return [process.result() for process in processes]
    finally:
        for process in processes:
            process.__exit__(None, None, None)


def _main(doing: str, told: str) -> None:
    django.setup()
    module, _colon, name = doing.partition(":")
    do = getattr(importlib.import_module(module), name)
    connection.ensure_connection()
    print("ready", flush=True)  # noqa: T201 — to whoever started us
    sys.stdin.readline()
    result = do(**json.loads(told))
    connections.close_all()
    print(json.dumps(result), flush=True)  # noqa: T201 — likewise


if __name__ == "__main__":
    _main(*sys.argv[1:])
