"""Looking at a page changes nothing; what changes something is sent by a form that carries our token."""

import re
from collections.abc import Callable, Iterable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoDbBlocker, Settings

from tests.city.addresses import NOT_OURS
from tests.city.people import move_in
from tests.city.scene import Scene, build
from tests.city.standing import sealed, signed_in, standing
from tests.city.visits import VISITS
from tests.machinery.clock import CLOCK, MONDAY
from tests.machinery.lasting import _django_db_helper

__all__ = ["_django_db_helper"]
pytestmark = pytest.mark.django_db
_WRITE = re.compile(r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.IGNORECASE)
# What is kept of a visit itself: the session, how often an address asked for something, and the place of events.
OF_A_VISIT = {"django_session", "cache"}
ANY = {
    "int": "1", "str": "x", "slug": "x", "uidb36": "1", "key": "x", "standing": "charte", "language": "fr",
}  # fmt: skip


class Written:
    """Watches for the tables that are written to."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute: Callable[..., object], sql: str, *rest: object) -> object:
        if found := _WRITE.match(sql):
            self.tables.add(found[1])
        return execute(sql, *rest)


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with standing(django_db_blocker):
        scene = build(move_in(crowd=3), 3)
        sealed()
        yield scene


@pytest.mark.parametrize("role", sorted({visit.by for visit in VISITS}))
def test_no_page_writes_by_being_looked_at(role: str, scene: Scene, settings: Settings) -> None:
    settings.EXAMPLE_CITY = True
    CLOCK.freeze(MONDAY)
    client, by_page = signed_in(scene.cast, role), {}
    for visit in VISITS:
        if visit.by == role:
            with connection.execute_wrapper(written := Written()):
                assert client.get(visit.address(scene)).status_code == visit.status
            if tables := written.tables - OF_A_VISIT:
                by_page[str(visit)] = tables
    assert not by_page


def _addresses(patterns: Iterable[URLPattern | URLResolver], below: str = "") -> Iterator[tuple[str, URLPattern]]:
    """An example of every address that answers, with its pattern. Django protects its own ones one by one."""
    for pattern in patterns:
        route = below + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            example = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda found: ANY[found[1]], route)
            example = re.sub(r"<(?:(\w+):)?\w+>", lambda found: ANY[found[1] or "str"], example)
            yield "/" + example.replace("^", "").replace("$", ""), pattern
        elif pattern.namespace not in NOT_OURS:
            yield from _addresses(pattern.url_patterns, route)


def test_every_address_refuses_what_comes_without_our_token(scene: Scene) -> None:
    CLOCK.freeze(MONDAY)
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(scene.cast.agent)
    addresses = list(_addresses(get_resolver().url_patterns))
    assert len(addresses) > 80
    for address, pattern in addresses:
        assert not getattr(pattern.callback, "csrf_exempt", False), address
        answer = careful.post(address, {"body": "x"}, headers={"Origin": "https://evil.test"})
        assert (answer.status_code, [used.name for used in answer.templates][:1]) == (403, ["403_csrf.html"]), address
