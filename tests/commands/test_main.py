"""The door of the command line, for somebody who has set nothing yet."""

import os
import subprocess
import sys


def _cestvous(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from cestvous.commands.main import main; main()", *arguments]
    place = {"PATH": os.environ["PATH"], "COLUMNS": "200", **environment}
    return subprocess.run(command, env=place, capture_output=True, text=True, check=False)


def test_what_is_missing_is_said_in_one_sentence() -> None:
    said = _cestvous("check")
    assert said.returncode == 1
    assert "SECRET_KEY" in said.stderr
    assert "docs/settings.md" in said.stderr
    assert "Traceback" not in said.stderr


def test_what_is_set_wrongly_is_said_in_one_sentence() -> None:
    said = _cestvous("check", SECRET_KEY="x", LOG_FORMAT="xml")
    assert said.returncode == 1
    assert "'xml'" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_database_that_is_away_is_said_in_one_sentence() -> None:
    nobody = {"DATABASE_URL": "postgres://a:secret@127.0.0.1:1/city", "SECRET_KEY": "x"}
    said = _cestvous("appoint", "a@ville.fr", "--role", "agent", **nobody)
    assert said.returncode == 1
    assert "OperationalError" in said.stderr
    assert "Traceback" not in said.stderr
    assert "secret" not in said.stderr
    assert "Traceback" in _cestvous("appoint", "a@ville.fr", "--role", "agent", "--traceback", **nobody).stderr


def test_help_needs_no_city() -> None:
    listed = _cestvous("help")
    assert listed.returncode == 0
    assert {"run", "worker", "backup", "restore", "appoint"} <= set(listed.stdout.split())
    assert "--check" in _cestvous("help", "restore").stdout


def test_what_is_no_text_is_refused_in_one_sentence() -> None:
    said = _cestvous("appoint", os.fsdecode(b"\xff\xfe@ville.fr"), "--role", "agent", SECRET_KEY="x")
    assert said.returncode == 1
    assert said.stderr == "cestvous: something on the command line is not UTF-8.\n"
