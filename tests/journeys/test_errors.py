"""Pages of error in a browser: nothing is wrong with them either, and what was typed is not lost."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override
from playwright.sync_api import Browser, Route, expect
from pytest_django import DjangoDbBlocker

from tests.city.people import move_in
from tests.city.scene import Scene
from tests.city.standing import standing
from tests.factories import PASSWORD
from tests.journeys.browsing import Somebody, at_a_browser
from tests.journeys.looking_over import look_over
from tests.machinery.clock import CLOCK, MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.journey, pytest.mark.matrix]
WORDS = "Il manque des bancs à l'ombre, et de quoi boire."


@pytest.fixture(scope="module")
def scene(origin: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with standing(django_db_blocker):
        built = Scene(move_in(crowd=2), 2)
        built.voices()
        CLOCK.freeze(MONDAY)
        yield built


@pytest.fixture
def somebody(scene: Scene, origin: str, browser: Browser) -> Iterator[Somebody]:
    CLOCK.freeze(MONDAY)
    with at_a_browser(browser, origin) as visitor:
        yield visitor


@pytest.mark.parametrize("template", ["400.html", "403.html", "429.html", "500.html", "503.html"])
def test_nothing_is_wrong_with_a_page_of_error(template: str, somebody: Somebody) -> None:
    request = RequestFactory().get("/fr/")
    request.user = AnonymousUser()
    with override("fr"):
        words = render_to_string(template, request=request)

    def answer(route: Route) -> None:
        route.fulfill(status=400, content_type="text/html; charset=utf-8", body=words)

    somebody.page.route("**/fr/erreur/", answer)
    somebody.go("/fr/erreur/")
    assert look_over(somebody) == []


def test_after_an_expired_form_the_text_is_still_there(somebody: Somebody, scene: Scene) -> None:
    somebody.go("/fr/compte/se-connecter/")
    somebody.fill(login=scene.cast.crowd[0].email, password=PASSWORD)
    somebody.press("Sign in")
    somebody.page.wait_for_url("**/fr/")
    somebody.go(f"/fr/consultations/{scene.numbers['voices']}/contributions/ecrire/")
    somebody.fill(title="Des bancs", body=WORDS)
    somebody.page.context.clear_cookies(name="csrftoken")
    somebody.main.locator("[name='stays_after_erasure'][value='stay']").check()
    with somebody.page.expect_navigation() as sent:
        somebody.press("Publish my contribution")
    assert sent.value.status == 403
    assert look_over(somebody) == []
    somebody.page.go_back()
    expect(somebody.main.locator("[name='body']")).to_have_value(WORDS)
