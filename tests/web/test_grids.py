"""The procedure of a consultation is read once for each of its editions, and never one that has passed."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations import actions as leading
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.consultations.finding import Found, find

pytestmark = pytest.mark.django_db(transaction=True)


def _found(number: int) -> Found:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    return find(request, number)  # type: ignore[arg-type]  # a request by anybody


def _queries(number: int) -> int:
    with CaptureQueriesContext(connection) as asked:
        _found(number)
    return len(asked)


def test_a_procedure_is_read_anew_once_it_has_changed(open_consultation: Consultation, agent: Person) -> None:
    number = open_consultation.number
    before, known = _queries(number), _queries(number)
    assert known == before - 3
    ends = _found(number).consultation.schedule
    leading.prolong(by=agent, consultation=_found(number).consultation, days=7, reason="Les vacances tombent mal.")
    assert _queries(number) == before
    assert _found(number).consultation.schedule != ends


def test_two_pages_never_share_a_phase(open_consultation: Consultation) -> None:
    one, other = (_found(open_consultation.number).consultation for _page in range(2))
    one.phases[0].title = "Changée"
    assert other.phases[0].title != "Changée"
    assert _found(open_consultation.number).consultation.phases[0].title != "Changée"
    assert all(row.consultation is other for row in other.activities)
    assert {opening.phase for row in other.activities for opening in row.openings.all()} <= set(other.phases)


def test_what_may_never_be_committed_is_not_kept(open_consultation: Consultation) -> None:
    number = open_consultation.number
    with transaction.atomic():
        assert _queries(number) == _queries(number)
    assert _queries(number) == _queries(number) + 3
