"""``cestvous import consultation`` refuses a file whole, and names every problem by line and field."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cestvous.activities.contributions.actions import ContributionElsewhere, take_in
from cestvous.commands.importing import loading
from cestvous.commands.importing.records import AT_MOST
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations.actions import take_over
from cestvous.procedure.consultations.models import Consultation
from tests.commands.berges import (
    ARGUMENT,
    CONTRIBUTION,
    DOCUMENT,
    HEADER,
    WHOLE,
    Imports,
    Line,
    importing,
    nothing_was_kept,
    with_changed,
    written,
)
from tests.factories import activity, fresh

COMMAND = "cestvous.commands.management.commands.import"


@pytest.fixture
def imports(agent: Person, official: Person, tmp_path: Path) -> Imports:
    return importing(agent, official, tmp_path)


@pytest.mark.parametrize(
    ("lines", "line", "field"),
    [
        (with_changed(1, format="csv"), 1, "format"),
        (with_changed(1, version=2), 1, "version"),
        (with_changed(1, key="les berges"), 1, "key"),
        (with_changed(1, title=...), 1, "title"),
        (with_changed(1, title="x" * 161), 1, "title"),
        (with_changed(1, question=" \u200b"), 1, "question"),
        (with_changed(1, language="xx"), 1, "language"),
        (with_changed(1, presented_on="2019-05-15T00:00:00+02:00"), 1, "opened_on"),
        (with_changed(1, closed_on="2019-05-15T00:00:00+02:00"), 1, "closed_on"),
        (with_changed(1, closed_on="2026-03-03T00:00:00+01:00"), 1, "closed_on"),
        (with_changed(1, opened_on="2019-05-15T00:00:00"), 1, "opened_on"),
        (with_changed(1, themes=["eau"]), 1, "themes"),
        (with_changed(1, themes={"eau": "L'eau", "L'air": "L'air"}), 1, "themes.L'air"),
        (with_changed(1, themes={"eau": ""}), 1, "themes.eau"),
        (with_changed(1, neighbourhoods=["atlantis"]), 1, "neighbourhoods"),
        (with_changed(1, sumary="…"), 1, "sumary"),
        (with_changed(2, type="proposal"), 2, "type"),
        (with_changed(2, id=None), 2, "id"),
        (with_changed(2, id=["12"]), 2, "id"),
        (with_changed(2, author=7), 2, "author"),
        (with_changed(2, author="x" * 81), 2, "author"),
        (with_changed(2, said_on="20 mai"), 2, "said_on"),
        (with_changed(2, said_on=20190520), 2, "said_on"),
        (with_changed(2, said_on="2019-06-15T00:00:00+02:00"), 2, "said_on"),
        (with_changed(2, said_on="0001-01-01T00:00:00+14:00"), 2, "said_on"),
        (with_changed(2, title=""), 2, "title"),
        (with_changed(2, body="\u0000\u202e"), 2, "body"),
        (with_changed(2, body="x" * 100_001), 2, "body"),
        (with_changed(2, theme="air"), 2, "theme"),
        (with_changed(2, neighbourhood="atlantis"), 2, "neighbourhood"),
        (with_changed(2, tally=15), 2, "tally"),
        (with_changed(2, tally={"for": 1, "against": 2}), 2, "tally.mixed"),
        (with_changed(2, tally={"for": -1, "against": 2, "mixed": 0}), 2, "tally.for"),
        (with_changed(2, tally={"for": True, "against": 2, "mixed": 0}), 2, "tally.for"),
        (with_changed(2, tally={"for": 1, "against": 2.5, "mixed": 0}), 2, "tally.against"),
        (with_changed(2, tally={"for": 1, "against": 2, "mixed": 10**12}), 2, "tally.mixed"),
        (with_changed(2, tally={"for": 1, "against": 2, "mixed": 0, "blank": 3}), 2, "tally.blank"),
        (with_changed(3, contribution="13"), 3, "contribution"),
        (with_changed(3, side="pro"), 3, "side"),
        (with_changed(3, votes="4"), 3, "votes"),
        (with_changed(4, link="javascript:alert(1)"), 4, "link"),
        (with_changed(4, link="https://exemple.test/a b"), 4, "link"),
        (with_changed(4, link="https://[exemple.test"), 4, "link"),
        ([*WHOLE, CONTRIBUTION], 5, "id"),
        ([HEADER, ARGUMENT, CONTRIBUTION, DOCUMENT], 2, "contribution"),
        ([CONTRIBUTION], 1, "format"),
    ],
)
def test_a_problem_is_named_by_line_and_field(imports: Imports, lines: list[Line], line: int, field: str) -> None:
    with pytest.raises(CommandError) as refused:
        imports(lines)
    said = str(refused.value)
    assert f"berges.jsonl, line {line}, field “{field}”: " in said
    assert refused.value.returncode == 1
    assert nothing_was_kept()


def test_as_many_problems_as_possible_are_told_at_once(imports: Imports) -> None:
    wrong = [CONTRIBUTION | {"id": str(number), "title": "", "said_on": "hier"} for number in range(40)]
    with pytest.raises(CommandError) as refused:
        imports([HEADER | {"question": ""}, *wrong])
    said = str(refused.value).splitlines()
    assert len([line for line in said if "field" in line]) == 50
    assert any("31" in line for line in said[50:]), "81 in all"
    assert nothing_was_kept()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"\xff\xfe{", "UTF-8"),
        ('{"type": "Très"}'.encode("latin-1"), "UTF-8"),
        (b'{"type": ', "JSON"),
        (b"[]", "JSON"),
        (b'{"type": NaN}', "number"),
        (b'{"id": ' + b"9" * 5_000 + b"}", "number"),
        (b'{"id": "1", "id": "2"}', "twice"),
        (b"[" * 400_000, "deep"),
        (b'{"tally":' * 300 + b"1" + b"}" * 300, "deep"),
        (b'{"body": "' + b"x" * 1_000_001 + b'"}', "1000000 bytes"),
        (b"\x00" * 3_000_000, "1000000 bytes"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_the_next_are_read(imports: Imports, line: bytes, words: str) -> None:
    content = written([HEADER]) + line + b"\n" + written([CONTRIBUTION | {"title": ""}])
    with pytest.raises(CommandError) as refused:
        imports(content)
    said = str(refused.value).splitlines()
    assert "line 2" in said[0]
    assert words in said[0]
    assert "line 3, field “title”" in said[1]
    assert nothing_was_kept()


def test_counts_are_limited(imports: Imports, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(AT_MOST, "contribution", 3)
    with pytest.raises(CommandError, match=r"line 5, field “type”"):
        imports([HEADER, *(CONTRIBUTION | {"id": str(number)} for number in range(6))])
    assert nothing_was_kept()


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(imports: Imports, content: bytes) -> None:
    with pytest.raises(CommandError, match="line 1"):
        imports(content)


def test_a_file_that_cannot_be_read_has_a_code_of_its_own(agent: Person, official: Person, tmp_path: Path) -> None:
    for missing in (tmp_path / "nowhere.jsonl", tmp_path):
        with pytest.raises(CommandError) as refused:
            call_command("import", "consultation", str(missing), "--agent", agent.email, "--sponsor", official.email)
        assert refused.value.returncode == 2


def test_those_who_lead_it_need_their_mandates(
    agent: Person, official: Person, resident: Person, tmp_path: Path
) -> None:
    file = tmp_path / "berges.jsonl"
    file.write_bytes(written(WHOLE))
    for leads in ((resident.email, official.email), (official.email, official.email), ("x@y.test", official.email)):
        with pytest.raises(CommandError, match=f"--agent.*{leads[0]}"):
            call_command("import", "consultation", str(file), "--agent", leads[0], "--sponsor", leads[1])
    with pytest.raises(CommandError, match=f"--sponsor.*{agent.email}"):
        call_command("import", "consultation", str(file), "--agent", agent.email, "--sponsor", agent.email)
    assert nothing_was_kept()


@pytest.mark.parametrize("change", [b"x", b"\n" + written([CONTRIBUTION | {"id": "99"}])])
def test_a_file_that_changes_while_it_is_imported_leaves_nothing(
    imports: Imports, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, change: bytes
) -> None:
    real = take_over

    def meanwhile(**given: Any) -> Consultation:
        with (tmp_path / "berges.jsonl").open("ab") as file:
            file.write(change)
        return real(**given)

    monkeypatch.setattr(loading, "take_over", meanwhile)
    with pytest.raises(CommandError, match="while it was being imported"):
        imports(WHOLE)
    assert nothing_was_kept()


def test_of_two_imports_at_once_one_is_refused(imports: Imports, monkeypatch: pytest.MonkeyPatch) -> None:
    imports(WHOLE)
    known = loading.imported_as
    answers = iter([None, known("berges-2019")])
    monkeypatch.setattr(f"{COMMAND}.imported_as", lambda _key: next(answers))
    with pytest.raises(CommandError, match="just imported"):
        imports(WHOLE)
    assert Consultation.objects.count() == 1


def test_nothing_more_is_taken_in_afterwards(
    imports: Imports, agent: Person, other_agent: Person, consultation: Consultation
) -> None:
    imports(WHOLE)
    here = activity(fresh(Consultation.objects.get(import_key="berges-2019")), "contributions")
    said = ContributionElsewhere(
        key="13", author="Eve", said_at=clock.now(), title="Trop tard", body="Trop tard.", language="fr"
    )
    for by, to in ((agent, here), (other_agent, here), (agent, activity(consultation, "contributions"))):
        with pytest.raises(Refused):
            take_in(by=by, to=to, said=[said])


def test_nothing_is_taken_in_from_when_contributions_were_closed(
    imports: Imports, agent: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = take_in

    def later(*, by: Person, to: Any, said: Any) -> int:
        return real(by=by, to=to, said=[replace(text, said_at=clock.now()) for text in said])

    monkeypatch.setattr(loading, "take_in", later)
    with pytest.raises(CommandError, match="not open"):
        imports(WHOLE)
    assert nothing_was_kept()
