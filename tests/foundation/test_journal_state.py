"""Where the journal stands: a number that grows with each commit that records something, and with nothing else."""

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from cestvous.foundation.journal.actions import seal
from cestvous.foundation.journal.models import journal_state
from cestvous.kernel import clock
from tests.foundation.test_journal import _record, an_open_transaction


def _recorded() -> int | None:
    return journal_state().recorded


@pytest.mark.django_db
def test_it_grows_with_every_event_and_not_by_sealing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert (journal_state().recorded, journal_state().sealed) == (0, 0)
    _record(1)
    _record(2)
    assert (journal_state().recorded, journal_state().sealed) == (2, 0)
    assert seal(at_most=1) == 1
    assert (journal_state().recorded, journal_state().sealed) == (2, 1)
    assert seal() == 1
    assert (journal_state().recorded, journal_state().sealed) == (2, 2)
    _record(3)
    with django_assert_num_queries(1):
        state = journal_state()
    assert (state.recorded, state.sealed, state.using) == (3, 2, "default")
    assert state.at == clock.now()


@pytest.mark.django_db
def test_an_act_that_is_undone_leaves_it_where_it_was() -> None:
    _record(1)
    with transaction.atomic():
        _record(2)
        assert _recorded() == 2
        transaction.set_rollback(True)
    assert _recorded() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_an_event_that_commits_late_makes_it_grow_whatever_was_recorded_and_sealed_meanwhile() -> None:
    with an_open_transaction(1):
        before = _recorded()
        _record(2)
        assert (before, _recorded()) == (0, 1)
        seal()
        assert _recorded() == 1
    assert _recorded() == 2, "its number in the table is lower than that of the one before"
    assert seal() == 2
    assert _recorded() == 2


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_sealing_that_is_not_done_yet_changes_nothing() -> None:
    _record(1)
    with an_open_transaction(2, writes=False):
        assert seal(at_most=1) == 1
        assert _recorded() == 1


@pytest.mark.django_db
def test_it_counts_no_more_than_it_costs_little_to_count() -> None:
    for number in range(3):
        _record(number)
    assert journal_state(count_at_most=3).recorded == 3
    assert journal_state(count_at_most=2).recorded is None
    seal(at_most=1)
    assert journal_state(count_at_most=2).recorded == 3
