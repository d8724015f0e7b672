"""What each page costs in queries: bounded, and the same for 5 contributions, comments and findings as for 40."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker, Settings

from cestvous.kernel import clock as kernel_clock
from tests.city.addresses import NO_PAGE, names_of_addresses
from tests.city.people import move_in
from tests.city.scene import Scene, build
from tests.city.standing import AskedClock, sealed, signed_in, standing
from tests.city.visits import VISITOR, VISITS, Visit
from tests.machinery.clock import CLOCK, MONDAY
from tests.machinery.lasting import _django_db_helper
from tests.web.keeping import forget

__all__ = ["_django_db_helper"]
pytestmark = pytest.mark.django_db
FEW, MANY = 5, 40
ANONYMOUS, SIGNED_IN = 12, 16
WRITES = ("INSERT", "UPDATE", "DELETE")
PAGES = [replace(visit, sends=False) for visit in VISITS]


def _in_short(query: str) -> str:
    """What a query is about: enough to find it again."""
    tables = dict.fromkeys(re.findall(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"', query))
    return f"{query.split(maxsplit=1)[0]} {' '.join(tables)}" if tables else query[:100]


@dataclass
class City:
    """``city_wide``: what the pages about no consultation in particular cost while the city was small."""

    few: Scene
    many: Scene
    clients: dict[str, Client]
    city_wide: dict[Visit, list[str]] = field(default_factory=dict)

    def queries(self, visit: Visit, scene: Scene) -> list[str]:
        """What a page asks of the database. The address is known, and the session is warm, beforehand."""
        address, client = visit.address(scene), self.clients[visit.by]
        if not visit.on:
            # Procedures that were adapted since are read once: how many were depends on the page asked for before.
            client.get(address)
        # The log is one for all tests, and holds so many queries only.
        connection.queries_log.clear()
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        assert answer.status_code == visit.status, answer.content.decode()
        return [_in_short(query["sql"]) for query in asked.captured_queries]


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[City]:
    with standing(django_db_blocker), pytest.MonkeyPatch.context() as patch:
        cast = move_in(crowd=MANY)
        few = build(replace(cast, crowd=cast.crowd[:FEW]), FEW)
        sealed()
        built = City(few, few, {role: signed_in(cast, role) for role in {visit.by for visit in PAGES}})
        patch.setattr(kernel_clock, "_frozen", AskedClock())
        patch.setattr("django.conf.settings.EXAMPLE_CITY", True)
        for visit in PAGES:
            if not visit.on:
                built.city_wide[visit] = built.queries(visit, few)
        patch.setattr(kernel_clock, "_frozen", CLOCK)
        built.many = build(cast, MANY)
        sealed()
        yield built


@pytest.mark.parametrize("visit", PAGES, ids=str)
def test_a_page_costs_the_same_however_much_was_said(
    visit: Visit, city: City, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.EXAMPLE_CITY = True
    CLOCK.freeze(MONDAY)
    monkeypatch.setattr(kernel_clock, "_frozen", AskedClock())
    few = city.queries(visit, city.few) if visit.on else city.city_wide[visit]
    many = city.queries(visit, city.many)
    bound = ANONYMOUS if visit.by == VISITOR else SIGNED_IN
    # The first page of an edition of a consultation reads its procedure, in three queries; those after it know it.
    known = many if len(many) <= bound else city.queries(visit, city.many)
    assert len(known) <= bound, "\n".join(known)
    told = "\n".join(["few:", *few, "", "many:", *many])
    # The latest words of a city are of one kind or another: pages about all of it may come to cost less.
    assert len(many) == len(few) or (not visit.on and len(many) < len(few)), told


@pytest.mark.parametrize("visit", [visit for visit in PAGES if visit.by == VISITOR], ids=str)
def test_a_page_that_is_kept_for_visitors_is_within_its_bound_when_it_is_drawn(
    visit: Visit, city: City, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.EXAMPLE_CITY = settings.KEEP_PAGES = True
    CLOCK.freeze(MONDAY)
    monkeypatch.setattr(kernel_clock, "_frozen", AskedClock())
    city.queries(visit, city.many)
    forget()
    asked = city.queries(visit, city.many)
    forget()
    assert len(asked) <= ANONYMOUS, "\n".join(asked)


@pytest.mark.parametrize("visit", PAGES, ids=str)
def test_a_page_that_is_read_writes_nothing(visit: Visit, city: City, settings: Settings) -> None:
    settings.EXAMPLE_CITY = True
    CLOCK.freeze(MONDAY)
    asked = city.queries(visit, city.many)
    assert not [query for query in asked if query.startswith(WRITES)], visit


def test_every_address_is_visited_or_shows_no_page() -> None:
    assert names_of_addresses() == {visit.name for visit in VISITS} | NO_PAGE.keys()
    assert not {visit.name for visit in VISITS} & NO_PAGE.keys()


def test_no_page_is_visited_twice() -> None:
    assert len({str(visit) for visit in VISITS}) == len(VISITS)
