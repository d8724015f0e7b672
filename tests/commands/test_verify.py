"""``cestvous verify``: the downloaded journal is checked without the database, and its first fault is named."""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from cestvous.activities.contributions.actions import submit, take_position
from cestvous.activities.contributions.models import Stance
from cestvous.commands.management.commands import verify
from cestvous.foundation.journal import models as journal_models
from cestvous.foundation.journal.models import Event, Seal, journal_lines
from cestvous.foundation.people.models import Person
from cestvous.kernel import chain, digests
from cestvous.procedure.consultations.models import Consultation
from tests.factories import a_sealed_journal, activity, in_phase

ROOT = Path(__file__).resolve().parents[2]
Spoil = Callable[[list[str]], list[str]]


def _journal(entries: int = 6) -> list[str]:
    """The lines of a journal in which every third entry is restricted."""
    previous, lines = digests.GENESIS, [chain.head("https://participation.example", 1, digests.GENESIS)]
    for number in range(1, entries + 1):
        content, salt = {"kind": "tests.happened", "facts": {"place": "Doller"}, "number": number}, f"{number:032x}"
        digest = digests.salted(salt, digests.canonical(content))
        previous = digests.link(previous, number, digest)
        lines.append(chain.entry(number, digest, previous, content if number % 3 else None, salt))
    return [*lines, chain.tail(entries, previous)]


def _verified(tmp_path: Path, content: bytes, *options: str) -> str:
    file, said = tmp_path / "journal.jsonl", io.StringIO()
    file.write_bytes(content)
    call_command("verify", str(file), *options, stdout=said)
    return said.getvalue()


def test_a_whole_journal_holds(tmp_path: Path) -> None:
    said = _verified(tmp_path, "".join(_journal()).encode())
    assert "https://participation.example" in said
    assert re.search(r"\b6 .*n° 1 .*n° 6", said)
    assert "OK" in said


def test_large_numbers_are_grouped_as_the_language_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    end = digests.GENESIS
    whole = chain.Checked("https://participation.example", 1, 1_000_000, 12_345, end, end, found=True)
    monkeypatch.setattr(verify, "check", lambda *_journal, **_options: whole)
    said = _verified(tmp_path, b"")
    assert "1\u202f000\u202f000 entrées, n° 1 à n° 1\u202f000\u202f000" in said
    assert "12\u202f345" in said


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf%s", b"%s"])
def test_a_file_that_went_through_windows_still_holds(tmp_path: Path, content: bytes) -> None:
    assert "OK" in _verified(tmp_path, content % "".join(_journal()).replace("\n", "\r\n").encode())


def _changed(line: int, old: str, new: str) -> Spoil:
    def spoil(lines: list[str]) -> list[str]:
        assert old in lines[line - 1], "a spoilt line must differ"
        return [*lines[: line - 1], lines[line - 1].replace(old, new), *lines[line:]]

    return spoil


def _without(line: int) -> Spoil:
    return lambda lines: [*lines[: line - 1], *lines[line:]]


def _relinked(lines: list[str]) -> list[str]:
    """Entry 2 changed with its digest and its link: a careful forger who forgets the entries after it."""
    content, salt = {"kind": "tests.forged"}, "0" * 32
    digest = digests.salted(salt, digests.canonical(content))
    link = digests.link(json.loads(lines[1])["link"], 2, digest)
    return [*lines[:2], chain.entry(2, digest, link, content, salt), *lines[3:]]


@pytest.mark.parametrize(
    ("spoil", "fault", "line", "number"),
    [
        (_changed(2, "Doller", "Ill"), chain.Fault.DIGEST, 2, 1),
        (_changed(3, '"salt":"0000', '"salt":"1000'), chain.Fault.DIGEST, 3, 2),
        (_changed(4, '"restricted":true', '"salt":""'), chain.Fault.DIGEST, 4, 3),
        (_changed(4, '"number":3', '"number":3,"content":{}'), chain.Fault.NOT_AS_WRITTEN, 4, 3),
        (_changed(2, '{"content"', '{"content":{"a":"b"},"content"'), chain.Fault.NOT_AS_WRITTEN, 2, 1),
        (_changed(2, '"number":1,"salt"', '"number":1,"note":"","salt"'), chain.Fault.NOT_AS_WRITTEN, 2, 1),
        (_changed(2, '"number":1,"salt"', '"number":true,"salt"'), chain.Fault.NOT_AS_WRITTEN, 2, 1),
        (_changed(2, "Doller", "\\u0044oller"), chain.Fault.NOT_AS_WRITTEN, 2, 1),
        (_changed(2, "Doller", "\\ud83d"), chain.Fault.NOT_JSON, 2, 1),
        (_changed(2, '"Doller"', "1e999"), chain.Fault.NOT_JSON, 2, 1),
        (_changed(2, '"Doller"', "NaN"), chain.Fault.NOT_JSON, 2, 1),
        (_changed(2, '"Doller"', "[" * 30_000 + "]" * 30_000), chain.Fault.NOT_JSON, 2, 1),
        (_changed(2, '"Doller"', '"' + "x" * 70_000 + '"'), chain.Fault.TOO_LONG, 2, None),
        (_changed(5, '"number":4', '"number":5'), chain.Fault.NUMBER, 5, 4),
        (_without(4), chain.Fault.NUMBER, 4, 3),
        (lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]], chain.Fault.NUMBER, 3, 2),
        (lambda lines: [*lines[:3], *lines[2:]], chain.Fault.NUMBER, 4, 3),
        (_relinked, chain.Fault.LINK, 4, 3),
        (_changed(1, '"link_before":"0', '"link_before":"1'), chain.Fault.LINK, 2, 1),
        (_without(8), chain.Fault.NO_END, 8, 7),
        (lambda lines: [*lines[:3], lines[3][:20]], chain.Fault.NOT_JSON, 4, 3),
        (_changed(8, '"count":6', '"count":7'), chain.Fault.WRONG_END, 8, None),
        (lambda lines: [*lines[:7], chain.tail(6, digests.GENESIS)], chain.Fault.WRONG_END, 8, None),
        (lambda lines: [*lines, lines[1]], chain.Fault.AFTER_THE_END, 9, None),
        (lambda lines: lines[1:], chain.Fault.NOT_A_JOURNAL, 1, None),
        (lambda _lines: [], chain.Fault.NOT_JSON, 1, None),
        (lambda _lines: ["[]\n"], chain.Fault.NOT_JSON, 1, None),
        (_changed(1, '"version":1', '"version":2'), chain.Fault.UNKNOWN_VERSION, 1, None),
        (_changed(1, '"first":1', '"first":"1"'), chain.Fault.NOT_A_JOURNAL, 1, None),
    ],
)
def test_the_first_broken_line_is_named_with_its_entry(
    tmp_path: Path, spoil: Spoil, fault: chain.Fault, line: int, number: int | None
) -> None:
    content = "".join(spoil(_journal())).encode()
    with pytest.raises(chain.BrokenChain) as broken:
        chain.check(io.BytesIO(content))
    assert (broken.value.fault, broken.value.line, broken.value.number) == (fault, line, number)
    with pytest.raises(CommandError, match=rf"\b{line}\b") as refused:
        _verified(tmp_path, content)
    assert refused.value.returncode == 1


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_another_encoding_is_named(tmp_path: Path, encoding: str) -> None:
    lines = [line.replace("Doller", "Hâute") for line in _journal()]
    with pytest.raises(CommandError, match=r"UTF-8") as refused:
        _verified(tmp_path, "".join(lines).encode(encoding))
    assert refused.value.returncode == 1


def test_a_link_noted_earlier_must_still_stand_in_it(tmp_path: Path) -> None:
    lines = _journal()
    content, noted = "".join(lines).encode(), json.loads(lines[4])["link"]
    assert "OK" in _verified(tmp_path, content, "--link", noted.upper())
    with pytest.raises(CommandError) as refused:
        _verified(tmp_path, content, "--link", "f" * 64)
    assert refused.value.returncode == 1
    with pytest.raises(CommandError) as misspelt:
        _verified(tmp_path, content, "--link", "abc")
    assert misspelt.value.returncode == 2


def test_a_file_that_cannot_be_read_is_not_called_broken(tmp_path: Path) -> None:
    for missing in (tmp_path / "nowhere.jsonl", tmp_path):
        with pytest.raises(CommandError) as refused:
            call_command("verify", str(missing))
        assert refused.value.returncode == 2


def test_it_runs_alone_without_settings_or_database(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    file.write_text("".join(_journal()), encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    alone = {**kept, "STATE_FOLDER": str(tmp_path / "state"), "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}
    command = [str(Path(sys.executable).with_name("cestvous")), "verify"]
    by_name = subprocess.run([*command, str(file)], env=alone, capture_output=True, text=True, check=False)
    assert (by_name.returncode, by_name.stderr) == (0, "")
    with file.open("rb") as journal:
        piped = subprocess.run([*command, "-"], env=alone, stdin=journal, capture_output=True, text=True, check=False)
    assert piped.stdout == by_name.stdout
    assert not (tmp_path / "state").exists()


def test_the_example_in_the_documentation_holds(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "journal-format.md").read_text(encoding="utf-8")
    example = page.split("```json\n")[1].split("```")[0]
    assert "OK" in _verified(tmp_path, example.encode())
    for command, printed in re.findall(r"```sh\n(.*)\n# ([0-9a-f]{64})\n```", page):
        run = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
        assert run.stdout.split()[0] == printed


def test_the_city_s_own_journal_downloads_whole_and_holds(
    consultation: Consultation, resident: Person, neighbour: Person, tmp_path: Path
) -> None:
    consultation = in_phase(consultation, "consultation")
    said = submit(by=resident, to=activity(consultation, "contributions"), title="Des bancs", body="À l'ombre.")
    take_position(by=neighbour, contribution=said, stance=Stance.FOR)
    a_sealed_journal()
    lines = list(journal_lines())
    assert len(lines) - 2 == Event.objects.count() == Seal.objects.count()
    downloaded = "".join(lines)
    assert "contributions.submitted" in downloaded
    assert "position-taken" not in downloaded, "individual positions are restricted"
    assert "bancs" not in downloaded
    assert "OK" in _verified(tmp_path, downloaded.encode())


def test_a_download_may_begin_after_what_one_already_has(consultation: Consultation, tmp_path: Path) -> None:
    a_sealed_journal()
    whole = list(journal_lines())
    rest = list(journal_lines(after=1))
    assert rest[1:-1] == whole[2:-1]
    assert "OK" in _verified(tmp_path, "".join(rest).encode(), "--link", json.loads(whole[1])["link"])
    nothing = list(journal_lines(after=10_000))
    assert len(nothing) == 2
    assert "OK" in _verified(tmp_path, "".join(nothing).encode())


def test_an_empty_journal_holds(db: None, tmp_path: Path) -> None:
    assert "OK" in _verified(tmp_path, "".join(journal_lines()).encode())


def test_a_download_reads_entries_so_many_at_a_time(
    consultation: Consultation, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sealed = a_sealed_journal()
    whole = list(journal_lines())
    monkeypatch.setattr(journal_models, "PER_QUERY", 2)
    with django_assert_num_queries(2 + -(-sealed // 2)):
        assert list(journal_lines()) == whole
