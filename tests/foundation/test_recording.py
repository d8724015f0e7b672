"""What an event looks like once it is recorded, and the journal of a city with many processes."""

from datetime import UTC

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cestvous.foundation.journal import actions
from cestvous.foundation.journal.actions import record, seal_what_waits
from cestvous.foundation.journal.events import KINDS
from cestvous.foundation.journal.models import Event, Seal, Unsealed
from cestvous.kernel import clock, digests
from cestvous.kernel.references import Reference
from tests.foundation.recording import LATE, UNDONE
from tests.machinery.clock import CLOCK, MONDAY
from tests.machinery.elsewhere import Elsewhere, all_at_once

HERE = "tests.foundation.recording"
WRITERS, SEALERS, READERS, TURNS = 4, 2, 1, 24


def _recorded(**facts: str | int | bool | None) -> Event:
    with transaction.atomic():
        return record(
            KINDS["contributions.submitted"],
            on=Reference("contribution", 127, 3),
            at=MONDAY.astimezone(UTC),
            actor="k3v7",
            facts=dict(facts),
        )


@pytest.mark.django_db
@pytest.mark.parametrize("facts", [{}, {"digest": "f" * 64, "version": 2, "final": True, "for": None}])
def test_what_is_recorded_is_what_is_kept(facts: dict[str, str | int | bool | None]) -> None:
    """To the microsecond: its digest covers the instant."""
    CLOCK.freeze(None)
    event = _recorded(**facts)
    kept = Event.objects.get()
    for field in Event._meta.concrete_fields:
        assert getattr(kept, field.attname) == getattr(event, field.attname), field.name
    assert kept.digest() == event.digest()
    assert event.recorded_at.isoformat().endswith("+00:00")
    assert Unsealed.objects.get().event_id == event.pk


@pytest.mark.django_db
def test_an_event_of_the_past_is_recorded_where_the_clock_stands() -> None:
    with clock.at(MONDAY):
        assert _recorded().recorded_at == MONDAY
    assert Event.objects.get().recorded_at == MONDAY


@pytest.mark.django_db
def test_an_event_is_recorded_by_the_clock_of_all() -> None:
    CLOCK.freeze(None)
    with transaction.atomic():
        before, event, after = clock.now(), _recorded(), clock.now()
    assert before <= event.recorded_at <= after


@pytest.mark.postgresql
@pytest.mark.django_db
def test_recording_costs_one_statement() -> None:
    CLOCK.freeze(None)
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        record(KINDS["consultations.published"], on=Reference("consultation", 1), at=MONDAY)
    assert len(queries) == 1


@pytest.mark.django_db
def test_the_sealer_goes_on_while_there_is_more_and_leaves_time_for_other_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "AT_MOST", 3)
    monkeypatch.setattr(actions, "TURNS", 4)
    for _event in range(20):
        _recorded()
    assert [seal_what_waits(), seal_what_waits(), seal_what_waits()] == [12, 8, 0]
    assert [row.event_id for row in Seal.objects.order_by("number")] == [row.pk for row in Event.objects.order_by("pk")]


@pytest.mark.django_db(transaction=True)
def test_several_processes_write_seal_and_read_one_journal() -> None:
    """No gap, no double, nothing that was undone, and no reader skips what commits late."""
    kept = WRITERS * sum(turn % UNDONE != 0 for turn in range(TURNS))
    assert LATE < UNDONE < TURNS
    writers = [Elsewhere(f"{HERE}:write", writer=writer, turns=TURNS) for writer in range(1, WRITERS + 1)]
    sealers = [Elsewhere(f"{HERE}:keep_sealing", expected=kept) for _sealer in range(SEALERS)]
    readers = [Elsewhere(f"{HERE}:follow", expected=kept) for _reader in range(READERS)]
    told = all_at_once([*writers, *sealers, *readers])
    assert sum(told[:WRITERS]) == kept == Event.objects.count()
    assert sum(told[WRITERS : WRITERS + SEALERS]) == kept
    assert not Unsealed.objects.exists()
    seals = list(Seal.objects.select_related("event").order_by("number"))
    assert [each.number for each in seals] == list(range(1, kept + 1))
    assert {each.event_id for each in seals} == set(Event.objects.values_list("pk", flat=True))
    previous = digests.GENESIS
    for each in seals:
        assert (each.digest, each.link) == (each.event.digest(), digests.link(previous, each.number, each.digest))
        previous = each.link
    for seen in told[WRITERS + SEALERS :]:
        assert seen == [each.event_id for each in seals], "a bookmark skipped an entry"
