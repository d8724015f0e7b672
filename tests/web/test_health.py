"""What machines ask: without a host that is ours, without TLS, without a cookie; told what is missing, not why."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from cestvous.kernel.leaving import LEAVING
from cestvous.web.health import HealthMiddleware


def _nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("handed on")


def asked(path: str, middleware: HealthMiddleware | None = None) -> HttpResponse:
    return (middleware or HealthMiddleware(_nothing))(RequestFactory().get(path))


@pytest.fixture
def _leaving() -> Iterator[None]:
    LEAVING.set()
    yield
    LEAVING.clear()


def test_healthz_asks_nothing_of_anybody(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    # Without the mark that lets a test use the database: it would fail if one were asked.
    answer = asked("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_whoever_asks_by_number_without_tls_is_answered_and_gets_no_cookie(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["participation.mulhouse.fr"]
    client = Client(headers={"host": "10.0.0.7:8000"})
    for path in ("/healthz", "/readyz"):
        answer = client.get(path)
        assert answer.status_code == 200, answer.content
        assert not answer.cookies
    assert client.get("/").status_code in {301, 400}


@pytest.mark.django_db
def test_ready_says_so_with_two_queries_once_it_knows_that_the_tables_are_there(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    middleware = HealthMiddleware(_nothing)
    assert asked("/readyz", middleware).status_code == 200
    with django_assert_max_num_queries(3):
        answer = asked("/readyz", middleware)
    assert b'"ready": true' in answer.content


@pytest.mark.django_db
def test_without_its_tables_it_is_not_ready() -> None:
    recorder = MigrationRecorder(connection)
    last = max(recorder.applied_migrations())
    recorder.record_unapplied(*last)
    answer = asked("/readyz")
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert b'"migrations": "not applied"' in answer.content


@pytest.mark.django_db
def test_tables_that_newer_code_has_added_keep_nobody_from_being_served() -> None:
    MigrationRecorder(connection).record_applied("contributions", "9999_of_tomorrow")
    assert asked("/readyz").status_code == 200


def test_it_names_what_is_missing_and_keeps_the_reason_to_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away() -> None:
        raise OperationalError('connection to "db.mulhouse.lan" failed: password of "cestvous" is wrong')

    monkeypatch.setattr(connection, "cursor", away)
    middleware = HealthMiddleware(_nothing)
    for _time in range(3):
        answer = asked("/readyz", middleware)
        assert answer.status_code == 503
        assert answer.content == b'{"ready": false, "database": "does not answer"}'
    assert len(caplog.records) == 1, "what goes on is not told again each second"


@pytest.mark.django_db
def test_without_a_cache_it_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_key: str) -> None:
        raise ConnectionError("redis://:secret@cache")

    monkeypatch.setattr(cache, "get", away)
    answer = asked("/readyz")
    assert answer.status_code == 503
    assert b'"cache": "does not answer"' in answer.content
    assert b"secret" not in answer.content


@pytest.mark.usefixtures("_leaving")
def test_who_leaves_lives_and_is_not_ready() -> None:
    assert asked("/healthz").status_code == 200
    answer = asked("/readyz")
    assert answer.status_code == 503
    assert b"leaves" in answer.content


def test_everything_else_is_handed_on() -> None:
    for path in ("/", "/healthz/", "/readyz.html", "/fr/healthz"):
        assert asked(path).content == b"handed on"
