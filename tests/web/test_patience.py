"""A database that is away for a moment: what is read is read again, what is written never twice, and it is said."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, close_old_connections, connection
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import Client
from django.urls import reverse

from cestvous.activities.contributions import actions
from cestvous.foundation.people.models import Person
from cestvous.kernel.databases import absence
from cestvous.kernel.databases.absence import ABSENCES, Absence, at_most, is_worth_another_try, passes
from cestvous.procedure.consultations.models import Consultation
from cestvous.web import patience
from cestvous.web.site.pages import home_page

pytestmark = pytest.mark.django_db


class Failing:
    """Stands in for a part of a page: fails so many times, then does what it should."""

    def __init__(self, real: Callable[..., Any], error: Exception, times: int) -> None:
        self.real, self.error, self.left, self.asked = real, error, times, 0

    def __call__(self, *args: Any, **named: Any) -> Any:
        self.asked += 1
        if self.left:
            self.left -= 1
            raise self.error
        return self.real(*args, **named)


@pytest.fixture(autouse=True)
def _slow_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read again is not read in less time than a machine may need that tests all else meanwhile."""
    monkeypatch.setattr(patience, "PATIENCE_SECONDS", 600.0)


@pytest.fixture
def careless() -> Client:
    """Sees pages of error, as browsers do."""
    return Client(raise_request_exception=False)


def lost() -> OperationalError:
    return OperationalError("the connection is closed")


def test_what_was_being_read_when_the_connection_broke_is_read_again(
    careless: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Failing(home_page, lost(), 1)
    monkeypatch.setattr("cestvous.web.site.views.home_page", page)
    assert careless.get("/fr/").status_code == 200
    assert page.asked == 2


@pytest.mark.parametrize(("language", "words"), [("fr", "secondes"), ("en", "seconds"), ("de", "Sekunden")])
def test_then_it_is_said_when_to_come_back_in_the_language_of_the_page(
    careless: Client, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    page = Failing(home_page, lost(), 9)
    monkeypatch.setattr("cestvous.web.site.views.home_page", page)
    answer = careless.get(f"/{language}/")
    assert (answer.status_code, answer.headers["Retry-After"], page.asked) == (503, "5", 2)
    assert "no-store" in answer.headers["Cache-Control"]
    assert words in answer.content.decode()
    assert f'<html lang="{language}">' in answer.content.decode()


def test_a_fault_of_ours_is_not_called_a_database_that_is_away(
    careless: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Failing(home_page, ValueError("ours"), 9)
    monkeypatch.setattr("cestvous.web.site.views.home_page", page)
    assert (careless.get("/fr/").status_code, page.asked) == (500, 1)


def test_an_error_that_no_view_met_is_a_page_too(careless: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody's session is read before any view is."""
    monkeypatch.setattr("django.contrib.auth.middleware.get_user", Failing(lambda _: None, lost(), 9))
    answer = careless.get("/fr/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_a_write_is_never_repeated_and_its_sender_is_told(
    careless: Client, resident: Person, open_consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    careless.force_login(resident)
    submitted = Failing(actions.submit, lost(), 1)
    monkeypatch.setattr(actions, "submit", submitted)
    form = {"title": "Des bancs", "body": "À l'ombre.", "language": "fr", "stays_after_erasure": "stay"}
    path = reverse("contribute", args=[open_consultation.number])
    answer = careless.post(path, form)
    assert (answer.status_code, submitted.asked) == (503, 1)
    assert "votre navigateur demande" in answer.content.decode()
    assert careless.post(path, form).status_code == 302


def _code(code: str) -> OperationalError:
    error = OperationalError(code)
    error.__cause__ = psycopg.errors.lookup(code)()
    return error


@pytest.mark.parametrize(
    ("code", "goes", "at_once"),
    [
        ("57P01", True, True),  # the server is being stopped
        ("57P03", True, True),  # it is starting
        ("40001", True, True),  # a replica had to give way
        ("53300", True, False),  # too many connections
        ("57014", True, False),  # too slow
        ("55P03", True, False),  # kept by another
        ("25006", True, False),  # a primary that is one no longer
        ("42P01", False, False),  # no such table
        ("28P01", False, False),  # a wrong password
    ],
)
def test_which_errors_go_by_themselves(code: str, goes: bool, at_once: bool) -> None:
    assert (passes(_code(code)), is_worth_another_try(_code(code))) == (goes, at_once)


def test_a_connection_that_broke_in_the_middle_of_an_answer_has_no_code() -> None:
    broke = DatabaseError("server closed the connection unexpectedly")
    broke.__cause__ = psycopg.DatabaseError(str(broke))
    assert passes(broke)
    assert is_worth_another_try(broke)
    assert not passes(DatabaseError("Save with update_fields did not affect any rows."))


def test_patience_begins_when_the_first_one_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(absence, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    away = Absence()
    assert not away.is_worth_waiting(6)
    away.noticed()
    assert away.is_worth_waiting(6)
    with at_most(2):
        clock[0] += 3
        assert not away.is_worth_waiting(6), "whoever asks has waited long enough"
    assert away.is_worth_waiting(6)
    clock[0] += 4
    away.noticed()
    assert not away.is_worth_waiting(6), "everybody is told at once"
    lasted = away.lasts
    clock[0] += 60
    assert (lasted, away.lasts) == (True, False)
    away.noticed()
    assert away.is_worth_waiting(6), "an absence of its own"
    away.is_over()
    assert not away.is_worth_waiting(6)


@pytest.mark.postgresql
def test_a_server_that_starts_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    error = DatabaseWrapper.Database.OperationalError("the database system is starting up")
    connects = Failing(DatabaseWrapper.get_new_connection, error, 3)
    monkeypatch.setattr(DatabaseWrapper, "get_new_connection", lambda self, params: connects(self, params))
    another = connection.copy()
    try:
        with another.cursor() as cursor:
            cursor.execute("SELECT 1")
        assert connects.asked == 4
        assert not ABSENCES[another.alias].lasts
        another.close()
        connects.left = 99
        with at_most(0), pytest.raises(OperationalError):
            another.ensure_connection()
    finally:
        ABSENCES[another.alias].is_over()
        another.close()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_server_that_hung_up_is_noticed_before_anything_is_asked() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (before,) = cursor.fetchone()
    assert connection.is_usable()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [before])
    other.close()
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (before,)
