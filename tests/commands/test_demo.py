"""``cestvous demo``: the example city holds what it promises, is built once, and never leaves this machine."""

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.utils import timezone

from cestvous.activities.contributions.models import Contribution
from cestvous.activities.decisions.models import Commitment, CommitmentState, DecisionVersion
from cestvous.activities.syntheses.models import Finding, Objection, coverage_of
from cestvous.commands.demo import building, environment, reading
from cestvous.commands.demo.calendars import calendar
from cestvous.commands.demo.checking import check
from cestvous.commands.demo.hours import Hours, office, waking
from cestvous.commands.demo.inhabitants import PASSWORD
from cestvous.commands.demo.tables import BrokenText
from cestvous.commands.demo.texts import CityText
from cestvous.foundation.discussions.models import Comment
from cestvous.foundation.files.models import File
from cestvous.foundation.journal.models import Event, Seal, journal_lines
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Version
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.procedure.consultations.models import Consultation
from cestvous.procedure.rules.grid import Purpose
from cestvous.web.words.news import news_of
from tests.city.example import thinned
from tests.machinery.clock import MONDAY

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def fewer(monkeypatch: pytest.MonkeyPatch) -> CityText:
    """Every text of the example city, with fewer positions and endorsements."""
    city = thinned(others=1)
    monkeypatch.setattr(building, "checked_texts", lambda: city)
    return city


@pytest.mark.django_db(transaction=True)
def test_the_example_city_holds_what_it_promises_and_is_built_once(fewer: CityText, tmp_path: Path) -> None:
    assert building.ensure(lambda words: None)
    _check_phases()
    _check_numbers(fewer)
    _check_follow_up()
    _check_time()
    _check_people()
    events, sealed = Event.objects.count(), Seal.objects.last_numbered()
    assert sealed is not None
    assert sealed.number == events
    journal, said = tmp_path / "journal.jsonl", StringIO()
    journal.write_text("".join(journal_lines()), encoding="utf-8")
    call_command("verify", str(journal), stdout=said)
    assert "OK" in said.getvalue()
    assert not building.ensure(lambda words: None)
    assert Event.objects.count() == events


def _check_phases() -> None:
    consultations = Consultation.objects.with_procedure().order_by("number")
    phases = {each.title: each.schedule.current for each in consultations}
    assert sorted(phase.purpose.rank for phase in phases.values() if phase) == [0, 1, 2, 3, 4, 5]
    for consultation in consultations:
        assert consultation.waiting_since is None
        for phase in consultation.schedule.phases:
            assert phase.starts_at == phase.announced_at, f"{consultation}: {phase.key} slid"


def _check_numbers(city: CityText) -> None:
    assert Contribution.objects.count() == sum(len(text.contributions) for text in city.consultations) >= 80
    assert Comment.objects.count() >= 250
    assert Finding.objects.count() >= 25
    assert Objection.objects.filter(reply__isnull=False).count() >= 10
    assert Contribution.objects.exclude(source__standing="published").exists()
    assert Version.objects.filter(number=2).exists()
    # The synthesis that is being written today still leaves some of it to do.
    waiting = [coverage_of(consultation).waiting for consultation in Consultation.objects.order_by("number")]
    assert sum(1 for count in waiting if count) == 2, "the consultation and the synthesis under way"


def _check_follow_up() -> None:
    findings = Finding.objects.published().filter(synthesis__activity__consultation__number=1).count()
    signed = DecisionVersion.objects.signed().order_by("number")
    assert [version.answers.count() for version in signed] == [findings, findings], "signed, then rectified"
    assert File.objects.published().filter(owner_kind="progress").count() == 4
    today = timezone.localdate(MONDAY)
    states = [commitment.state_on(today) for commitment in Commitment.objects.signed().with_milestones()]
    assert CommitmentState.LATE in states
    assert CommitmentState.UNDER_WAY in states
    assert CommitmentState.DONE in states
    assert any(news_of(person, MONDAY) for person in Person.objects.order_by("pk"))


def _check_time() -> None:
    """The register tells everything in the order in which it happened, and nobody writes at night."""
    instants = list(Event.objects.order_by("seal__number").values_list("at", flat=True))
    assert all(earlier <= later for earlier, later in pairwise(instants))
    assert instants[-1] <= MONDAY
    hours = {written.astimezone(PARIS).hour for written in Version.objects.values_list("written_at", flat=True)}
    assert min(hours) >= 7
    assert max(hours) < 23


def _check_people() -> None:
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == Person.objects.count()
    assert Person.objects.get(email="nadia@exemple.test").check_password(PASSWORD)
    administrator = Person.objects.get(is_administrator=True)
    assert not administrator.mandates.exists()


@pytest.mark.django_db(transaction=True)
def test_an_interrupted_build_leaves_nothing_behind(fewer: CityText) -> None:
    def interrupt(words: str) -> None:
        if "%" in words:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        building.ensure(interrupt)
    assert not Neighbourhood.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("place-lambert.toml", 'by = "nadia"', 'by = "nobody"', "by"),
        ("place-lambert.toml", 'theme = "espace-public"', 'theme = "sport"', "place-lambert.toml › contributions["),
        ("place-lambert.toml", 'phase = "debate"', 'phase = "debat"', "place-lambert.toml › phase"),
        ("place-lambert.toml", 'phase = "debate"', 'phase = "debate"\nfase = 1', "place-lambert.toml › fase"),
        ("place-lambert.toml", "summary = ", "resume = ", "place-lambert.toml › summary"),
        (
            "parc-salvator.toml",
            'deliberation = "',
            'deliberation = 12 # "',
            "parc-salvator.toml › decision › deliberation",
        ),
        ("people.toml", "[themes]", "[themes", "people.toml"),
        ("people.toml", 'role = "official"', 'role = "mayor"', "people.toml › mandates[official-espace] › role"),
    ],
)
def test_a_broken_text_is_refused_with_its_file_and_key(file: str, old: str, new: str, place: str) -> None:
    files = reading.shipped()
    assert old in files[file]
    files[file] = files[file].replace(old, new, 1)
    with pytest.raises(BrokenText) as refusal:
        reading.read(files)
    assert place in refusal.value.place


def test_a_text_that_its_phase_contradicts_is_refused() -> None:
    debated = next(text for text in building.checked_texts().consultations if text.phase == Purpose.DEBATE)
    with pytest.raises(BrokenText, match=r"place-lambert\.toml › contributions: neither cited nor set aside"):
        check(replace(debated, set_aside=(), sections=()))
    with pytest.raises(BrokenText, match=r"place-lambert\.toml › objections: comes with the phase 'debate'"):
        check(replace(debated, phase=Purpose.SYNTHESIS))


@pytest.mark.parametrize("purpose", list(Purpose))
@pytest.mark.parametrize("days", range(0, 400, 9))
def test_today_lies_well_inside_the_phase_on_any_day_of_the_year(purpose: Purpose, days: int) -> None:
    now = MONDAY + timedelta(days=days, hours=days % 24)
    planned = calendar(purpose, now, PARIS)
    start, end = planned.lived(purpose)
    later = [planned.starts[each] for each in list(Purpose)[purpose.rank + 1 :]]
    assert (now - start).days >= 3
    assert end == now
    assert not later or (later[0] - now).days >= 3
    assert list(planned.starts.values()) == sorted(planned.starts.values())
    assert {instant.astimezone(PARIS).hour for instant in planned.starts.values()} <= {9, 18}


@pytest.mark.parametrize("hours", [waking, office])
def test_shares_of_a_time_come_in_order_within_it(hours: Callable[[ZoneInfo], Hours]) -> None:
    clock = hours(PARIS)
    first, last = MONDAY, MONDAY + timedelta(days=40, hours=11)
    instants = [clock.between(first, last, share / 100) for share in range(101)]
    assert instants == sorted(instants)
    assert instants[0] >= first
    assert instants[-1] <= last
    assert all(clock.opens <= instant.astimezone(PARIS).hour <= clock.closes for instant in instants[:-1])


def test_the_environment_of_the_demo_puts_a_real_city_aside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = {"STATE_FOLDER": str(tmp_path), "DATABASE_URL": "postgres://city@127.0.0.1/city", "SECRET_KEY": "real"}
    monkeypatch.setattr("os.environ", dict(real))
    environment.prepare(["--port", "8123"])
    prepared = dict(os.environ)
    assert prepared["DATABASE_URL"] == f"sqlite:///{tmp_path / 'example.sqlite3'}"
    assert prepared["SITE_URL"] == "http://127.0.0.1:8123"
    assert prepared["EXAMPLE_CITY"] == "1"
    assert (prepared["SECOND_FACTOR_REQUIRED"], prepared["FRESH_SIGN_IN_MINUTES"]) == ("0", "0")
    assert stat.S_IMODE((tmp_path / "example.key").stat().st_mode) == 0o600
    assert prepared["SECRET_KEY"] not in {"", "real"}
    environment.prepare([])
    assert os.environ["SECRET_KEY"] == prepared["SECRET_KEY"]


def _demo(state: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("cestvous")), "demo", *options]
    alone = {"PATH": "/usr/bin:/bin", "STATE_FOLDER": str(state), "LANG": "C.UTF-8"}
    return subprocess.run(command, env=alone, capture_output=True, text=True, check=False, timeout=60)


def test_the_demo_says_that_its_port_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = _demo(tmp_path, "--port", port)
    assert refused.returncode == 1
    assert port in refused.stderr
    assert not (tmp_path / "example.sqlite3").exists()


def test_the_demo_listens_on_this_machine_alone(tmp_path: Path) -> None:
    refused = _demo(tmp_path, "--host", "0.0.0.0")
    assert refused.returncode == 1
    assert "127.0.0.1, localhost, ::1" in refused.stderr
