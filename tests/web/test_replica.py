"""Who reads where: visitors from the replica, while it is fit; everybody else from the primary."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connections
from django.test import Client
from django.urls import reverse

from cestvous.foundation.journal.models import Unsealed
from cestvous.foundation.people.models import Person
from cestvous.kernel.databases import replica
from cestvous.kernel.databases.absence import ABSENCES
from cestvous.kernel.databases.reading import PRIMARY, REPLICA
from cestvous.kernel.databases.replica import Fitness, Replica
from cestvous.procedure.consultations.models import Consultation
from cestvous.web import patience
from cestvous.web.requests import HAS_WRITTEN
from tests.factories import fresh
from tests.machinery.clock import travel
from tests.web.browsing import signed_in

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


class Asked:
    """What is asked of each of the two databases; ``fails`` is raised instead of asking the one it names."""

    def __init__(self) -> None:
        self.of: dict[str, list[str]] = {PRIMARY: [], REPLICA: []}
        self.fails: dict[str, Exception] = {}

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        alias = context["connection"].alias
        self.of[alias].append(sql)
        if alias in self.fails:
            raise self.fails[alias]
        return execute(sql, params, many, context)

    def forget(self) -> None:
        self.of = {PRIMARY: [], REPLICA: []}

    @property
    def who(self) -> set[str]:
        return {alias for alias, queries in self.of.items() if queries}


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Replica:
    """What the process knows of the replica: nothing yet, and it looks each time."""
    known = Replica()
    monkeypatch.setattr(replica, "CHECKED_EVERY", 0.0)
    monkeypatch.setattr(replica, "LEFT_ALONE_FOR", 0.0)
    monkeypatch.setattr(patience, "KNOWN", known)
    monkeypatch.setattr(patience, "PATIENCE_SECONDS", 600.0)
    return known


def sees(monkeypatch: pytest.MonkeyPatch, fitness: Fitness) -> None:
    monkeypatch.setattr(Replica, "_look", lambda _: fitness)


@pytest.fixture
def asked(transactional_db: None, known: Replica, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    """A replica that is never behind: the same database, by another connection."""
    sees(monkeypatch, Fitness.FIT)
    connections.settings[REPLICA] = deepcopy(connections[PRIMARY].settings_dict)
    monkeypatch.setattr(connections[REPLICA], "ensure_connection", _connected)
    asked = Asked()
    with connections[PRIMARY].execute_wrapper(asked), connections[REPLICA].execute_wrapper(asked):
        yield asked
    connections[REPLICA].close()
    del connections[REPLICA]
    del connections.settings[REPLICA]
    ABSENCES.clear()


def _connected() -> None:
    """In place of what Django patches in tests: it would have to know of the replica before they begin."""
    connection = connections[REPLICA]
    if connection.connection is None:
        with connection.wrap_database_errors:
            connection.connect()


def refused() -> None:
    """In place of connecting, as our own does it."""
    ABSENCES[REPLICA].noticed()
    raise OperationalError("connection refused")


def pages(consultation: Consultation) -> list[str]:
    about = [reverse("consultation", args=[consultation.number, consultation.slug])]
    about += [reverse(name, args=[consultation.number]) for name in ("contributions", "our_words")]
    return [reverse(name) for name in ("home", "consultations", "journal", "city_commitments")] + about


def test_what_visitors_read_comes_from_the_replica(asked: Asked, consultation: Consultation, client: Client) -> None:
    asked.forget()
    for page in pages(consultation):
        assert client.get(page).status_code == 200, page
        assert asked.who == {REPLICA}, asked.of[PRIMARY]
    assert not client.cookies


def test_what_is_sent_piece_by_piece_does_too(asked: Asked, consultation: Consultation, client: Client) -> None:
    asked.forget()
    answer = client.get(reverse("journal_download"))
    assert answer.status_code == 200
    assert b"".join(answer) if answer.streaming else answer.content
    assert asked.who == {REPLICA}


def test_who_is_signed_in_reads_from_the_primary(
    asked: Asked, consultation: Consultation, resident: Person, client: Client
) -> None:
    client.force_login(resident)
    asked.forget()
    for page in pages(consultation):
        assert client.get(page).status_code == 200, page
    assert asked.who == {PRIMARY}


def test_who_has_just_sent_something_reads_it_where_it_was_written(
    asked: Asked, consultation: Consultation, resident: Person
) -> None:
    client = signed_in(resident)
    assert client.post(reverse("account_logout")).status_code == 302
    asked.forget()
    client.get(reverse("home"))
    assert asked.who == {PRIMARY}
    del client.cookies[HAS_WRITTEN]
    asked.forget()
    client.get(reverse("home"))
    assert asked.who == {REPLICA}


def test_a_phase_that_is_due_begins_although_the_page_was_read_from_the_replica(
    asked: Asked, consultation: Consultation, client: Client
) -> None:
    coming = consultation.schedule.coming
    assert coming is not None
    travel(to=coming.starts_at + timedelta(minutes=1))
    answer = client.get(reverse("contributions", args=[consultation.number]))
    assert answer.status_code == 200
    current = fresh(consultation).schedule.current
    assert current is not None
    assert current.key == coming.key
    assert current.entered_at is not None


def test_while_the_primary_is_away_it_is_shown_as_it_stands(
    asked: Asked, consultation: Consultation, client: Client
) -> None:
    coming = consultation.schedule.coming
    assert coming is not None
    travel(to=coming.starts_at + timedelta(minutes=1))
    asked.fails[PRIMARY] = OperationalError("the connection is closed")
    ABSENCES[PRIMARY].noticed()
    assert client.get(reverse("contributions", args=[consultation.number])).status_code == 200
    asked.fails.clear()
    current = fresh(consultation).schedule.current
    assert current is not None
    assert current.key != coming.key


def test_the_register_is_read_from_the_replica_as_it_stands(
    asked: Asked, consultation: Consultation, client: Client
) -> None:
    waiting = Unsealed.objects.count()
    assert waiting
    assert client.get(reverse("journal")).status_code == 200
    assert Unsealed.objects.count() == waiting


def test_a_replica_that_is_gone_in_the_middle_of_a_page_is_left_alone(
    asked: Asked, consultation: Consultation, client: Client, known: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica, "LEFT_ALONE_FOR", 600.0)
    connections[REPLICA].close()
    monkeypatch.setattr(connections[REPLICA], "connect", refused)
    assert client.get(reverse("home")).status_code == 200
    assert known.fitness == Fitness.GONE
    asked.forget()
    assert client.get(reverse("home")).status_code == 200
    assert asked.who == {PRIMARY}


def test_one_that_came_back_is_read_although_the_primary_is_gone_by_now(
    asked: Asked, client: Client, known: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that failed at the primary says nothing of the replica: it is looked at when its time has come."""
    monkeypatch.setattr(replica, "LEFT_ALONE_FOR", 10.0)
    monkeypatch.setattr(replica, "CHECKED_EVERY", 2.0)
    known.leave_alone()
    known._looked_at -= 5
    connections[REPLICA].close()
    ABSENCES[REPLICA].noticed()
    ABSENCES[PRIMARY].noticed()
    ABSENCES[PRIMARY]._last -= 600
    lost = OperationalError("the connection is closed")

    def gone(*_asked: object) -> None:
        ABSENCES[PRIMARY].noticed()
        raise lost

    with connections[PRIMARY].execute_wrapper(gone):
        assert client.get(reverse("home")).status_code == 200
    assert known.fitness == Fitness.FIT


def test_one_that_is_behind_is_read_only_while_the_primary_is_away(
    asked: Asked, consultation: Consultation, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sees(monkeypatch, Fitness.BEHIND)
    asked.forget()
    client.get(reverse("home"))
    assert asked.who == {PRIMARY}
    ABSENCES[PRIMARY].noticed()
    asked.forget()
    client.get(reverse("home"))
    assert asked.who == {REPLICA}


@pytest.mark.parametrize(
    ("written", "repeats", "repeated", "age", "fitness"),
    [
        (10, True, 10, 900.0, Fitness.FIT),  # it has all there is, and nothing happened for long
        (10, True, 9, 0.2, Fitness.FIT),  # a moment behind
        (10, True, 9, 60.0, Fitness.BEHIND),
        (10, True, None, None, Fitness.BEHIND),
        (10, False, None, None, Fitness.BEHIND),  # it is no replica
        (None, True, 9, 60.0, Fitness.FIT),  # the primary is away: nobody knows better
        (10, None, None, None, Fitness.GONE),
    ],
)
def test_how_fit_it_is(
    written: int | None, repeats: bool | None, repeated: int | None, age: float | None, fitness: Fitness,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def told(alias: str, _query: str) -> tuple[Any, ...]:
        row = (written,) if alias == PRIMARY else (repeats, repeated, age)
        if row[0] is None:
            raise OperationalError("gone")
        return row

    monkeypatch.setattr(replica, "_asked", told)
    assert Replica()._look() == fitness
