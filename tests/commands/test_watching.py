"""What the worker shows: that it lives, what it did, what waits."""

import urllib.request
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from prometheus_client import REGISTRY
from pytest_django import Settings

from cestvous.commands import watching
from cestvous.commands.management.commands import worker
from cestvous.foundation.journal.actions import seal
from cestvous.foundation.journal.models import Unsealed
from cestvous.kernel import measures
from cestvous.procedure.consultations.models import Consultation
from tests.factories import in_phase
from tests.machinery.clock import travel


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


@pytest.mark.django_db(transaction=True)
def test_a_round_counts_what_it_did(consultation: Consultation) -> None:
    began, sealed = (value("cestvous_worker_done_total", work=work) for work in ("settle_all_due", "seal"))
    coming = consultation.schedule.coming
    assert coming is not None
    waiting = Unsealed.objects.count()
    travel(to=coming.starts_at)
    call_command("worker", "--once")
    assert value("cestvous_worker_done_total", work="settle_all_due") == began + 1
    assert value("cestvous_worker_done_total", work="seal_what_waits") == sealed + waiting + 1


def test_a_round_counts_what_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks() -> int:
        raise OperationalError("no such table")

    monkeypatch.setattr(worker, "ROUND", (("breaking", breaks),))
    errors = value("cestvous_database_errors_total", kind="OperationalError")
    assert not worker.one_round(worker.ROUND)
    assert value("cestvous_worker_failures_total", work="breaks") == 1
    assert value("cestvous_database_errors_total", kind="OperationalError") == errors + 1


@pytest.mark.django_db
def test_what_waits_for_its_number_is_counted_and_how_long(consultation: Consultation) -> None:
    count = Unsealed.objects.count()
    assert count > 0
    oldest = watching.oldest_entry_seconds()
    travel(minutes=7)
    assert watching.entries_waiting() == count
    assert watching.oldest_entry_seconds() == oldest + 7 * 60


@pytest.mark.django_db(transaction=True)
def test_where_all_has_its_number_nothing_waits(consultation: Consultation) -> None:
    seal()
    assert (watching.entries_waiting(), watching.oldest_entry_seconds()) == (0, 0)


@pytest.mark.django_db
def test_a_phase_that_nobody_begins_is_late_and_one_whose_gate_is_shut_waits(consultation: Consultation) -> None:
    in_phase(consultation, "consultation")
    assert (watching.phases_late(), watching.phases_waiting()) == (0, 0)
    consultation.refresh_from_db()
    consultation.forget_procedure()
    coming = consultation.schedule.coming
    assert coming is not None
    # The gate of the debate is shut: nothing has been written.
    later = next(phase for phase in consultation.schedule.phases if phase.key == "debate")
    travel(to=coming.starts_at + timedelta(seconds=30))
    assert watching.phases_late() == 0, "a worker may take its time"
    travel(minutes=2)
    assert watching.phases_late() == 1
    travel(to=later.starts_at + timedelta(minutes=5))
    call_command("worker", "--once")
    assert watching.phases_late() == 0
    assert watching.phases_waiting() == 1


@pytest.fixture
def _looks_anew(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.METRICS_BIND = "127.0.0.1:0"
    monkeypatch.setattr(watching, "_looked_at", -1e9)


@pytest.mark.django_db
@pytest.mark.usefixtures("_looks_anew")
def test_it_shows_all_that_on_a_port_of_its_own(consultation: Consultation) -> None:
    server = measures.show("127.0.0.1:0", REGISTRY)
    try:
        watching.round_ended(True)
        with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/metrics", timeout=10) as answer:
            shown = answer.read().decode()
    finally:
        server.shutdown()
        server.server_close()
    assert f"cestvous_entries_waiting {float(Unsealed.objects.count())}" in shown
    assert "cestvous_worker_last_round_timestamp_seconds 1." in shown
    assert 'cestvous_worker_rounds_total{outcome="well"}' in shown


@pytest.mark.usefixtures("_looks_anew")
def test_a_database_that_is_away_keeps_the_worker_from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> float:
        raise OperationalError("away")

    monkeypatch.setattr(watching, "WAITING", ((watching.WAITING[0][0], away),))
    watching.round_ended(True)
    watching.round_ended(False)
    assert value("cestvous_worker_rounds_total", outcome="failed") >= 1


def test_a_port_that_is_taken_keeps_the_worker_from_nothing(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    server = measures.show("127.0.0.1:0", REGISTRY)
    try:
        settings.METRICS_BIND = str(server.server_port)
        watching.begin()
    finally:
        server.shutdown()
        server.server_close()
    assert "not shown" in caplog.text


@pytest.mark.parametrize(
    ("bind", "place"),
    [
        ("9101", ("127.0.0.1", 9101)),
        (":9101", ("127.0.0.1", 9101)),
        ("10.0.0.7:9101", ("10.0.0.7", 9101)),
        ("[::1]:9101", ("::1", 9101)),
    ],
)
def test_a_port_alone_is_out_of_reach_of_other_machines(bind: str, place: tuple[str, int]) -> None:
    assert measures.place(bind) == place
