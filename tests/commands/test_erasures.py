"""Whoever left is not brought back by a backup: the list of erasures, and a restoration that applies it."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.people.models import Person
from cestvous.institutions.privacy.actions import erase
from cestvous.institutions.privacy.policy import Wish
from cestvous.procedure.consultations.models import Consultation
from tests.commands.test_backup import _backup, _cestvous, _programs_of_postgresql, city, elsewhere

__all__ = ["_programs_of_postgresql", "city", "elsewhere"]
pytestmark = pytest.mark.django_db(transaction=True)
LOOK = (
    "from cestvous.foundation.people.models import Person; from cestvous.foundation.journal.models import Event; "
    "print(sorted(Person.objects.values_list('name', flat=True)), "
    "Event.objects.filter(kind='privacy.account-erased').count())"
)


def test_who_left_after_the_backup_is_erased_again_when_it_is_restored(
    city: Consultation, elsewhere: dict[str, str], resident: Person, tmp_path: Path
) -> None:
    backup, left = _backup(tmp_path), tmp_path / "erasures.jsonl"
    name = resident.name
    erase(by=resident, wish=Wish())
    call_command("erasures", str(left))
    assert name not in left.read_text(encoding="utf-8")
    ran = _cestvous(elsewhere, "restore", str(backup), "--erasures", str(left))
    assert ran.returncode == 0, ran.stderr
    assert "1 compte effacé à nouveau" in ran.stdout
    looked = _cestvous(elsewhere, "shell", "-v", "0", "-c", LOOK)
    assert name not in looked.stdout
    assert looked.stdout.rstrip().endswith("1")


def test_a_list_that_knows_who_is_back_is_not_written_over(
    city: Consultation, resident: Person, tmp_path: Path
) -> None:
    left = tmp_path / "erasures.jsonl"
    kept = {"account": resident.pk, "opened_at": resident.joined_at.isoformat(), "contributions": "go", "others": "go"}
    words = json.dumps({"format": "cestvous-erasures", "version": 1}) + "\n" + json.dumps(kept) + "\n"
    left.write_text(words, encoding="utf-8")
    with pytest.raises(CommandError, match="--erasures"):
        call_command("erasures", str(left))
    assert left.read_text(encoding="utf-8") == words
    erase(by=resident, wish=Wish())
    call_command("erasures", str(left))


def test_without_the_list_a_restoration_says_who_is_back(
    city: Consultation, elsewhere: dict[str, str], tmp_path: Path
) -> None:
    ran = _cestvous(elsewhere, "restore", str(_backup(tmp_path)))
    assert ran.returncode == 0, ran.stderr
    assert "--erasures" in ran.stderr


@pytest.mark.parametrize(
    "content", ["", "{}", '{"format": "cestvous-erasures", "version": 1}\n{"account": "x"}', "\xff"]
)
def test_a_list_that_is_none_is_refused_before_anything_is_restored(
    city: Consultation, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "list"
    path.write_text(content, encoding="latin-1")
    with pytest.raises(CommandError, match="liste"):
        call_command("restore", str(_backup(tmp_path)), erasures=path)


def test_the_list_is_written_anew_each_time(contribution: Contribution, resident: Person, tmp_path: Path) -> None:
    path = tmp_path / "list"
    call_command("erasures", str(path))
    number = resident.pk
    erase(by=resident, wish=Wish())
    call_command("erasures", str(path))
    head, line = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert head["format"] == "cestvous-erasures"
    assert line["account"] == number
    assert path.stat().st_mode & 0o077 == 0
