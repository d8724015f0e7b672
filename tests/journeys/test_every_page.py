"""Every page in every state: what axe finds, what the browser complains about, and whether it fits a small phone."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker, Settings

from tests.city.people import move_in
from tests.city.scene import Scene, build
from tests.city.standing import sealed, signed_in, standing
from tests.city.visits import VISITOR, VISITS, Visit
from tests.journeys.browsing import Somebody, at_a_browser
from tests.journeys.looking_over import look_over
from tests.machinery.clock import CLOCK, MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.journey, pytest.mark.matrix]


@dataclass
class Readers:
    """Everybody at a browser of their own, signed in, in one city."""

    scene: Scene
    by_role: dict[str, Somebody]


@pytest.fixture(scope="module")
def readers(origin: str, browser: Browser, django_db_blocker: DjangoDbBlocker) -> Iterator[Readers]:
    with standing(django_db_blocker):
        scene = build(move_in(crowd=3), 3)
        sealed()
        opened, by_role = [], {}
        for role in sorted({visit.by for visit in VISITS}):
            visitor = at_a_browser(browser, origin)
            opened.append(visitor)
            by_role[role] = visitor.__enter__()
            if role != VISITOR:
                session = signed_in(scene.cast, role).cookies[django_settings.SESSION_COOKIE_NAME].value
                by_role[role].page.context.add_cookies(
                    [{"name": django_settings.SESSION_COOKIE_NAME, "value": session, "url": origin}]
                )
        yield Readers(scene, by_role)
        for visitor in opened:
            visitor.__exit__(None, None, None)


_EMPTY_AND_SEND = """() => {
  const form = document.querySelector("main form[novalidate]");
  form.querySelectorAll("textarea, input:not([type=hidden],[type=radio],[type=checkbox])").forEach((f) => f.value = "");
  form.querySelectorAll("[type=checkbox]").forEach((f) => f.checked = false);
  form.requestSubmit(form.querySelector("button[type=submit]"));
}"""


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_nothing_is_wrong_with_a_page(visit: Visit, readers: Readers, settings: Settings) -> None:
    CLOCK.freeze(MONDAY)
    settings.EXAMPLE_CITY = visit.name == "example"
    reader = readers.by_role[visit.by]
    reader.complaints.clear()
    answer = reader.go(visit.address(readers.scene))
    assert answer.status == visit.status
    assert look_over(reader) == []
    assert not reader.complaints, reader.complaints


@pytest.mark.parametrize("visit", [visit for visit in VISITS if visit.sends], ids=str)
def test_nothing_is_wrong_with_a_form_that_is_sent_empty(visit: Visit, readers: Readers) -> None:
    CLOCK.freeze(MONDAY)
    reader = readers.by_role[visit.by]
    reader.complaints.clear()
    reader.go(visit.address(readers.scene))
    with reader.page.expect_navigation() as sent:
        reader.page.evaluate(_EMPTY_AND_SEND)
    assert sent.value is not None
    assert sent.value.status == 422
    assert reader.page.locator(":focus").get_attribute("data-focus") is not None, "the reader is not led to the errors"
    assert look_over(reader) == []
    assert not reader.complaints, reader.complaints


def test_a_visitor_who_reads_gets_no_cookie(readers: Readers) -> None:
    CLOCK.freeze(MONDAY)
    visitor = readers.by_role[VISITOR]
    visitor.page.context.clear_cookies()
    for visit in VISITS:
        if (
            visit.by == VISITOR
            and visit.status == 200
            and not visit.name.startswith(("account", "example", "styleguide"))
        ):
            visitor.go(visit.address(readers.scene))
            assert visitor.page.context.cookies() == [], str(visit)
