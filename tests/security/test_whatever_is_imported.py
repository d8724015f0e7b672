"""Whatever a file holds and whatever stands on a command line, a command does what it is for or says what is wrong."""

import io
import json
import os
import tarfile
import zipfile
from argparse import Action
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from cestvous.commands.main import are_words
from cestvous.foundation.authors.models import Author
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Version
from cestvous.kernel.text import clean
from tests.commands.berges import WHOLE, importing, nothing_was_kept, written
from tests.machinery.hostile import few, short_values, values

pytestmark = pytest.mark.django_db
OURS = "cestvous.commands"
# A command that goes on until it is told to stop, or writes all that there is: of these, the line alone is read.
_ONLY_READ = {"backup", "demo", "worker"}


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _said(name: str, *line: str) -> str:
    """What a command says at last; anything else than an answer in its own words is an error that gets out."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(name, *line, stdout=out, stderr=err)
    except CommandError as refused:
        return str(refused).strip()
    return out.getvalue()


_json = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-(10**30), 10**30), st.floats(), st.text(max_size=30),
        values.map(lambda value: value[:150_000].decode("utf-8", "replace")), st.sampled_from(["\ud800", "a\udfffb"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=5,
)  # fmt: skip
_FIELDS = [(number, name) for number, line in enumerate(WHOLE) for name in line]


def test_no_line_of_an_import_is_an_error(agent: Person, official: Person, tmp_path: Path) -> None:
    imports = importing(agent, official, tmp_path)

    @few(1)
    @given(st.lists(st.tuples(st.sampled_from(_FIELDS), _json), min_size=1, max_size=2))
    def holds(changes: list[tuple[tuple[int, str], Any]]) -> None:
        lines = [dict(line) for line in WHOLE]
        for (number, name), value in changes:
            lines[number][name] = value
        with undone():
            refusal = ""
            try:
                # As other programs write it: halves of characters escaped, and NaN as if that were JSON.
                imports("".join(json.dumps(line) + "\n" for line in lines).encode())
            except CommandError as refused:
                refusal = str(refused)
            if refusal:
                assert "line" in refusal
                assert nothing_was_kept()
                return
            names = [*Author.objects.order_by("pk").values_list("name", flat=True)]
            said = [*Version.objects.order_by("pk").values_list("title", "body")]
            for words in (*names, *(words for both in said for words in both)):
                assert clean(words) == words.strip()

    holds()


@pytest.mark.parametrize("name", ["import", "verify", "restore"])
def test_no_file_is_an_error(name: str, agent: Person, official: Person, tmp_path: Path) -> None:
    """Files that are none of ours, or ours with some bytes changed, cut off or put in."""
    path, journal = tmp_path / "file", tmp_path / "journal"
    whole = written(WHOLE) if name == "import" else _journal(journal) if name == "verify" else _archive()
    line = {
        "import": ("consultation", str(path), "--agent", agent.email, "--sponsor", official.email),
        "verify": (str(path), "--verbosity", "0"),
        "restore": (str(path), "--check"),
    }[name]

    @few(2)
    @given(st.integers(0, len(whole)), st.integers(0, 50), values, st.booleans())
    def holds(start: int, length: int, value: bytes, is_alone: bool) -> None:
        path.write_bytes(value if is_alone else whole[:start] + value + whole[start + length :])
        with undone():
            assert _said(name, *line)

    holds()


def _journal(path: Path) -> bytes:
    from_a_city = (
        b'{"format": "cestvous-journal", "version": 1}\n'
        b'{"number": 1, "kind": "x", "at": "2026-03-02T08:00:00Z", "link": "' + b"0" * 64 + b'"}\n'
    )
    path.write_bytes(from_a_city)
    return from_a_city


def _archive() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("manifest.json", json.dumps({"format": "cestvous-backup", "version": 1}))
        archive.writestr("../../escaped", b"x")
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        found = tarfile.TarInfo("manifest.json")
        archive.addfile(found, io.BytesIO())
    return made.getvalue() + packed.getvalue()


def _commands() -> dict[str, BaseCommand]:
    return {name: load_command_class(app, name) for name, app in get_commands().items() if app == OURS}


# Options that each command of Django's has: where settings are, how much is told.
_OF_DJANGO = {
    "help", "version", "settings", "pythonpath", "traceback", "no_color", "force_color", "verbosity", "skip_checks",
}  # fmt: skip
# What a careful person would give, so that what stands beside it is looked at, too.
_AGENT = "agent@exemple.test"
_LIKELY = {"email": _AGENT, "role": "agent", "agent": _AGENT, "sponsor": _AGENT}
# As a shell hands them on: bytes of any kind but NUL, of which Python makes halves of characters.
_arguments = short_values.map(lambda value: os.fsdecode(value.replace(b"\0", b"")))


@pytest.mark.parametrize("name", sorted(_commands()))
def test_no_command_line_is_an_error(name: str, agent: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "consultation").write_bytes(written(WHOLE))
    Person.objects.filter(pk=agent.pk).update(email=_AGENT)
    monkeypatch.setattr(os, "execve", lambda *told: None)
    parser = _commands()[name].create_parser("cestvous", name)
    known: list[Action] = [action for action in parser._actions if action.dest not in _OF_DJANGO]
    places = [action for action in known if not action.option_strings]
    options = [action for action in known if action.option_strings]

    @few(1)
    @given(st.lists(st.tuples(st.integers(0, 20), _arguments), max_size=4), st.lists(_arguments, max_size=1))
    def holds(told: list[tuple[int, str]], more: list[str]) -> None:
        line = {action: _LIKELY.get(action.dest, "consultation") for action in places}
        line |= {action: _LIKELY[action.dest] for action in options if action.required}
        for at, value in told:
            line[known[at % len(known)]] = value
        with undone():
            if not are_words([*_spelled(line), *more]):
                # The door of the command line lets nobody in with it.
                return
            if name in _ONLY_READ:
                _read(parser, [*_spelled(line), *more])
            else:
                _said(name, *_spelled(line), *more)

    holds()


def _spelled(line: dict[Action, str]) -> list[str]:
    """What is given in its place first, then options by their names."""
    named = {action: value for action, value in line.items() if action.option_strings}
    return [
        *(value for action, value in line.items() if action not in named),
        *(
            action.option_strings[0] if action.nargs == 0 else f"{action.option_strings[0]}={value}"
            for action, value in named.items()
        ),
    ]


def _read(parser: Any, line: list[str]) -> None:
    parser.called_from_command_line = False
    with suppress(CommandError):
        parser.parse_args(line)


def test_what_is_imported_is_all_there_is_to_import() -> None:
    """A new command that takes a file is looked at here, too: name it among those whose files are changed.

    ``backup`` and ``erasures`` write theirs and read none.
    """
    takes = {name for name, command in _commands().items() for action in
             command.create_parser("cestvous", name)._actions if action.metavar == "FILE"}  # fmt: skip
    assert takes == {"backup", "erasures", "import", "restore", "verify"}
