"""Every page in every state: what axe finds, what the browser complains about, and whether it fits a small phone."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings as django_settings
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker, Settings

from tests.city.people import move_in
from tests.city.scene import Scene, build
from tests.city.standing import sealed, signed_in, standing
from tests.city.visits import VISITOR, VISITS, Visit
from tests.journeys.browsing import DESK, NARROWEST, PHONE, Somebody, at_a_browser
from tests.machinery.clock import CLOCK, MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.journey, pytest.mark.matrix]
_EVERYTHING: dict[str, Any] = {"resultTypes": ["violations"]}
_COLOURS: dict[str, Any] = {**_EVERYTHING, "runOnly": ["color-contrast", "link-in-text-block"]}


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


def _faults(reader: Somebody, options: dict[str, Any], where: str) -> list[str]:
    found = reader.page.evaluate(f"axe.run(document, {json.dumps(options)})")
    return [
        f"{where}: {violation['id']} {node['target']} {node['html'][:200]} {node['failureSummary'][:300]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def _look_over(reader: Somebody) -> list[str]:
    """What is wrong with the page as it stands, on a desk and on phones, by day and by night."""
    page = reader.page
    page.evaluate(AXE_SCRIPT)
    faults = []
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        faults += _faults(reader, _EVERYTHING, f"{width}, light")
        page.emulate_media(color_scheme="dark")
        faults += _faults(reader, _COLOURS, f"{width}, dark")
        page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": NARROWEST, "height": 700})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > NARROWEST:
        faults.append(f"{NARROWEST}: scrolls sideways, {wide} pixels: {page.evaluate(_TOO_WIDE)}")
    page.set_viewport_size({"width": DESK, "height": 900})
    return faults


# The first elements that reach beyond the right edge, to know where to look.
_TOO_WIDE = """[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1
  && !e.closest(".scroll")).slice(0, 3).map((e) => e.outerHTML.slice(0, 120))"""
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
    assert _look_over(reader) == []
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
    assert _look_over(reader) == []
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
