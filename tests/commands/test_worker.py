"""``cestvous worker``: phases begin and the register is sealed when nobody looks; it stops and survives cleanly."""

import os
import signal
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import OperationalError

from cestvous.commands.management.commands import worker
from cestvous.commands.stopping import Stop
from cestvous.foundation.journal.models import Event, Seal, Unsealed
from cestvous.procedure.consultations.models import Consultation
from tests.machinery.clock import travel


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.django_db(transaction=True)
def test_once_enters_the_phase_that_is_due_and_seals_the_register(consultation: Consultation) -> None:
    coming = consultation.schedule.coming
    assert coming is not None
    travel(to=coming.starts_at)
    call_command("worker", "--once")
    fresh = Consultation.objects.get(pk=consultation.pk)
    assert fresh.schedule.current is not None
    assert fresh.schedule.current.key == coming.key
    assert not Unsealed.objects.exists()
    assert Seal.objects.count() == Event.objects.count() > 0


@pytest.mark.django_db
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_once_the_work_in_hand_is_done(monkeypatch: pytest.MonkeyPatch, number: signal.Signals) -> None:
    done = []

    def interrupted() -> int:
        os.kill(os.getpid(), number)
        done.append("first")
        return 0

    def next_one() -> int:
        done.append("second")
        return 0

    monkeypatch.setattr(worker, "ROUND", (("one thing", interrupted), ("another", next_one)))
    call_command("worker")
    assert done == ["first", "second"]


@pytest.mark.django_db
def test_it_goes_on_when_the_database_was_away(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rounds = []

    def away_at_first() -> int:
        rounds.append(1)
        if len(rounds) == 1:
            raise OperationalError("the server closed the connection")
        os.kill(os.getpid(), signal.SIGTERM)
        return 0

    monkeypatch.setattr(worker, "EVERY_SECONDS", 0.01)
    monkeypatch.setattr(worker, "ROUND", (("sealing", away_at_first),))
    call_command("worker")
    assert len(rounds) == 2
    assert "the server closed the connection" in caplog.text


def test_once_fails_honestly(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> int:
        raise OperationalError("no such table")

    def seals() -> int:
        sealed.append(1)
        return 1

    sealed: list[int] = []
    monkeypatch.setattr(worker, "ROUND", (("settling", broken), ("sealing", seals)))
    with pytest.raises(SystemExit) as stopped:
        call_command("worker", "--once")
    assert stopped.value.code == 1
    assert sealed, "one failure keeps nothing else from being done"


def test_waiting_ends_as_soon_as_stopping_is_asked_for() -> None:
    stop = Stop()
    assert not stop.wait(0.01)
    os.kill(os.getpid(), signal.SIGTERM)
    assert stop.wait(60)
