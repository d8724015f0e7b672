"""Redis speeds things up: without it nobody is signed out, pages show, and attempts to sign in stay counted."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cestvous.foundation.people.models import Person
from cestvous.kernel import caches as ours
from tests.factories import PASSWORD
from tests.machinery.services import Service, free_port, listens, redis_server, until

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]
TOO_MANY = "essais ont échoué"


class Server:
    """A Redis that can be taken away and given back, empty."""

    def __init__(self, service: Service, port: int) -> None:
        self._service, self._port = service, port

    def goes(self) -> None:
        self._service.stop()

    def comes_back(self) -> None:
        self._service.start()
        until(lambda: listens(self._port), "Redis answers")
        ours.forget()


@pytest.fixture
def server(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The caches and sessions of a city with REDIS_URL."""
    port = free_port()
    redis = {"BACKEND": "cestvous.kernel.caches.PatientRedis", "LOCATION": f"redis://127.0.0.1:{port}/0"}
    settings.CACHES = {
        **settings.CACHES,
        "default": {**redis, "OPTIONS": {"OTHERWISE": "database"}},
        "database": settings.CACHES["default"],
        "sessions": {**redis, "OPTIONS": {"OTHERWISE": "nothing", "LONGEST": 60}},
        "nothing": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    }
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    settings.SESSION_CACHE_ALIAS = "sessions"
    service = redis_server(tmp_path_factory.mktemp("redis"), port)
    server = Server(service, port)
    server.comes_back()
    yield server
    for name in ("default", "sessions"):
        caches[name].close()
    server.goes()
    ours.forget()
    caches["database"].clear()


def _tries(client: Client, person: Person, password: str) -> str:
    answer = client.post(reverse("account_login"), {"login": person.email, "password": password})
    return "in" if answer.status_code == 302 else answer.content.decode()


def test_losing_it_signs_nobody_out(server: Server, client: Client, resident: Person) -> None:
    assert _tries(client, resident, PASSWORD) == "in"
    for what in (server.goes, server.comes_back):
        what()
        assert client.get(reverse("account")).status_code == 200


def test_who_signs_out_while_it_is_away_is_out(server: Server, client: Client, resident: Person) -> None:
    assert _tries(client, resident, PASSWORD) == "in"
    server.goes()
    before = client.cookies["sessionid"].value
    assert client.post(reverse("account_logout")).status_code == 302
    server.comes_back()
    client.cookies["sessionid"] = before
    assert client.get(reverse("account")).status_code == 302


def test_what_is_known_of_a_session_is_known_for_a_minute_at_most(
    server: Server, client: Client, resident: Person
) -> None:
    assert _tries(client, resident, PASSWORD) == "in"
    client.get(reverse("account"))
    cache: Any = caches["sessions"]
    redis = cache._redis._cache.get_client()
    (key,) = list(redis.scan_iter("*cached_db*"))
    assert 0 < redis.ttl(key) <= 60


@pytest.mark.parametrize("is_there", [True, False])
def test_attempts_to_sign_in_are_counted(server: Server, resident: Person, is_there: bool) -> None:
    if not is_there:
        server.goes()
    counted = caches["default" if is_there else "database"]
    for _ in range(5):
        assert TOO_MANY not in _tries(Client(), resident, "pas celui-là")
    assert TOO_MANY in _tries(Client(), resident, PASSWORD)
    counted.clear()
    assert _tries(Client(), resident, PASSWORD) == "in"


def test_one_that_does_not_answer_is_left_alone_for_a_while(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.goes()
    for number in range(3):
        caches["default"].set("name", number)
        assert caches["default"].get("name") == number
    assert caplog.text.count("Redis does not answer") == 1


def test_it_does_all_that_a_cache_does(server: Server) -> None:
    for cache in (caches["default"], caches["sessions"]):
        cache.set_many({"one": 1, "two": 2}, timeout=None)
        assert cache.get_many(["one", "two", "three"]) == {"one": 1, "two": 2}
        assert cache.incr("one", 4) == 5
        assert not cache.add("one", 0)
        assert cache.touch("one", 30)
        assert cache.delete("one")
        assert "one" not in cache
        cache.delete_many(["two"])
        assert cache.get("two", "none") == "none"
        cache.clear()
