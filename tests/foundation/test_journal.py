"""The journal: what it takes in, and how the sealer numbers it while many write."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from threading import Event as Flag
from threading import Thread

import pytest
from django.db import OperationalError, connection, connections, transaction
from pytest_django import DjangoAssertNumQueries

from cestvous.foundation.journal.actions import Facts, WordsInTheJournal, record, seal, seal_for_reading
from cestvous.foundation.journal.events import KINDS, EventKind, declare
from cestvous.foundation.journal.models import AppendOnly, Event, Seal, Unsealed
from cestvous.kernel import clock, digests
from cestvous.kernel.references import Reference

KIND = KINDS["consultations.published"]
PATIENCE = 20


def _record(number: int = 1, kind: EventKind = KIND, **facts: str | int | bool | None) -> Event:
    given: Facts = dict(facts)
    with transaction.atomic():
        return record(kind, on=Reference("consultation", number, number), at=clock.now(), facts=given)


def _sealed() -> list[tuple[int, int]]:
    """Number and event of every seal, in the order of the journal."""
    return list(Seal.objects.order_by("number").values_list("number", "event_id"))


def _seal_everything() -> None:
    while seal():
        pass


def _assert_chain_holds() -> None:
    previous = digests.GENESIS
    for number, sealed in enumerate(Seal.objects.select_related("event").order_by("number"), start=1):
        assert sealed.number == number
        assert sealed.digest == sealed.event.digest()
        assert sealed.link == digests.link(previous, number, sealed.digest)
        previous = sealed.link


@contextmanager
def meanwhile(do: Callable[[], object]) -> Iterator[None]:
    """Somebody else does this, in a transaction on a connection of their own, and commits only when this ends."""
    done, may_commit = Flag(), Flag()

    def act() -> None:
        try:
            with transaction.atomic():
                do()
                done.set()
                may_commit.wait(PATIENCE)
        finally:
            connections.close_all()

    somebody = Thread(target=act)
    somebody.start()
    try:
        assert done.wait(PATIENCE)
        yield
    finally:
        may_commit.set()
        somebody.join(PATIENCE)


def an_open_transaction(number: int, *, writes: bool = True) -> AbstractContextManager[None]:
    """Somebody else records an event, and commits only when this ends."""
    return meanwhile(partial(_record, number) if writes else Event.objects.count)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_sealer_never_passes_an_open_transaction() -> None:
    with an_open_transaction(1):
        late = _record(2)
        assert seal() == 0, "an earlier event may still come in"
        assert _sealed() == []
    assert seal() == 2
    (_first, early), (_second, then) = _sealed()
    assert then == late.pk
    assert Event.objects.get(pk=early).consultation == 1
    _assert_chain_holds()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_what_was_sealed_before_keeps_its_number_when_a_late_event_comes_in() -> None:
    _record(1)
    assert seal() == 1
    before = _sealed()
    with an_open_transaction(2):
        _record(3)
        with an_open_transaction(4):
            assert seal() == 0
        assert seal() == 0
    _seal_everything()
    assert _sealed()[:1] == before
    assert [number for number, _event in _sealed()] == [1, 2, 3, 4]
    assert {event for _number, event in _sealed()} == set(Event.objects.values_list("pk", flat=True))
    _assert_chain_holds()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_what_was_committed_before_another_began_does_not_wait_for_it() -> None:
    _record(1)
    with an_open_transaction(2):
        assert seal() == 1
    assert seal() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_somebody_who_only_reads_holds_nobody_up() -> None:
    with an_open_transaction(1, writes=False):
        _record(2)
        assert seal() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_who_reads_the_register_does_not_wait_for_whoever_seals_it() -> None:
    with meanwhile(seal):
        _record(1)
        seal_for_reading()
        assert _sealed() == []
    seal_for_reading()
    assert len(_sealed()) == 1


@pytest.mark.django_db(transaction=True)
def test_reading_a_register_that_is_sealed_writes_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    _record(1)
    seal_for_reading()
    assert len(_sealed()) == 1
    with django_assert_num_queries(1):
        seal_for_reading()


@pytest.mark.django_db(transaction=True)
def test_the_register_is_read_although_a_long_write_keeps_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def kept(**_asked: bool) -> int:
        raise OperationalError("database is locked")

    _record(1)
    monkeypatch.setattr("cestvous.foundation.journal.actions.seal", kept)
    seal_for_reading()
    assert _sealed() == []


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_an_event_restored_from_another_cluster_is_sealed() -> None:
    event = _record(1)
    Unsealed.objects.filter(event=event).update(transaction=2**40)
    assert seal() == 1


@pytest.mark.django_db(transaction=True)
def test_many_writers_and_several_sealers_leave_neither_gap_nor_double() -> None:
    def write(writer: int) -> None:
        try:
            for turn in range(12):
                with transaction.atomic():
                    _record(writer, turn=turn)
                    if turn % 4 == 3:
                        transaction.set_rollback(True)
        finally:
            connections.close_all()

    def keep_sealing(_sealer: int) -> None:
        try:
            while not written.is_set():
                seal(at_most=5)
        finally:
            connections.close_all()

    written = Flag()
    with ThreadPoolExecutor(6) as pool:
        sealers = [pool.submit(keep_sealing, number) for number in range(2)]
        try:
            for done in [pool.submit(write, number) for number in range(1, 5)]:
                done.result()
        finally:
            written.set()
        for sealer in sealers:
            sealer.result()
    _seal_everything()
    assert Event.objects.count() == 4 * 9, "what was rolled back is not in the journal"
    assert [number for number, _event in _sealed()] == list(range(1, 37))
    assert {event for _number, event in _sealed()} == set(Event.objects.values_list("pk", flat=True))
    assert not Unsealed.objects.exists()
    _assert_chain_holds()


@pytest.mark.django_db(transaction=True)
def test_each_writer_s_events_are_sealed_in_the_order_in_which_they_were_recorded() -> None:
    recorded = [_record(1, turn=turn).pk for turn in range(7)]
    assert [seal(at_most=3), seal(at_most=3), seal(at_most=3), seal(at_most=3)] == [3, 3, 1, 0]
    assert [event for _number, event in _sealed()] == recorded


@pytest.mark.django_db(transaction=True)
def test_an_entry_that_was_tampered_with_breaks_the_chain() -> None:
    event = _record(1, phase="debate")
    _record(2)
    _seal_everything()
    _assert_chain_holds()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {Event._meta.db_table} SET actor = 'somebody-else' WHERE id = %s", [event.pk])
    with pytest.raises(AssertionError):
        _assert_chain_holds()


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["Des bancs à l'ombre", "bancs verts", "élu", "a" * 81, "a\nb", "<b>"])
def test_the_journal_takes_no_words(words: str) -> None:
    with pytest.raises(WordsInTheJournal):
        _record(1, said=words)
    assert not Event.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("fact", ["debate", "3/contribution/127", "2026-03-02", "a" * 80, 12, True, None, ""])
def test_the_journal_takes_identifiers_numbers_and_digests(fact: str | int | bool | None) -> None:
    event = _record(1, fact=fact, digest="f" * 64)
    assert event.facts == {"fact": fact, "digest": "f" * 64}


@pytest.mark.django_db(transaction=True)
def test_an_event_is_recorded_within_the_transaction_of_its_act() -> None:
    with pytest.raises(RuntimeError):
        record(KIND, on=Reference("consultation", 1), at=clock.now())


@pytest.mark.django_db
def test_an_event_dies_with_its_act() -> None:
    with transaction.atomic():
        _record(1)
        transaction.set_rollback(True)
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_the_journal_only_grows() -> None:
    event = _record(1)
    event.actor = "somebody"
    for change in (
        event.save,
        event.delete,
        Event.objects.all().delete,
        lambda: Event.objects.update(actor="somebody"),
    ):
        with pytest.raises(AppendOnly):
            change()
    assert Event.objects.get().actor == ""


@pytest.mark.django_db
def test_positions_and_drafts_are_restricted() -> None:
    restricted = {name for name, kind in KINDS.items() if not kind.public}
    assert {"contributions.position-taken", "contributions.endorsed", "consultations.created"} <= restricted
    assert not _record(1, KINDS["contributions.position-taken"]).public
    assert _record(2).public
    assert [event.consultation for event in Event.objects.public()] == [2]


def test_a_kind_of_event_is_declared_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        declare(KIND.name, KIND.label)


@pytest.mark.django_db
def test_the_same_act_twice_has_two_digests() -> None:
    first, second = _record(1), _record(1)
    assert first.content() == second.content()
    assert first.digest() != second.digest()
