"""Pages kept for visitors, in a browser that keeps pages too: each reader sees their own, on the way back as well."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from cestvous.foundation.people.models import Person
from tests.city.people import move_in
from tests.city.scene import Scene
from tests.city.standing import standing
from tests.factories import PASSWORD
from tests.journeys.browsing import Somebody, at_a_browser
from tests.machinery.clock import CLOCK, MONDAY
from tests.web.keeping import forget

pytestmark = [pytest.mark.django_db, pytest.mark.journey, pytest.mark.matrix]
HOME, WORDS, SIGN_OUT = "/fr/", "/fr/mes-mots/", "/fr/compte/se-deconnecter/"


@pytest.fixture(scope="module")
def resident(origin: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Person]:
    with standing(django_db_blocker), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "KEEP_PAGES", True)
        forget()
        scene = Scene(move_in(crowd=2), 2)
        scene.voices()
        CLOCK.freeze(MONDAY)
        yield scene.cast.crowd[0]
        forget()


@pytest.fixture
def somebody(resident: Person, origin: str, browser: Browser) -> Iterator[Somebody]:
    CLOCK.freeze(MONDAY)
    with at_a_browser(browser, origin) as visitor:
        yield visitor


def _sees_an_account(somebody: Somebody) -> bool:
    return somebody.page.locator(f"a[href='{WORDS}']").count() > 0


def _sign_in(somebody: Somebody, person: Person) -> None:
    somebody.go("/fr/compte/se-connecter/")
    somebody.fill(login=person.email, password=PASSWORD)
    somebody.press("Sign in")
    somebody.page.wait_for_url(f"**{HOME}")


def test_who_signs_in_sees_their_own_page_and_a_visitor_theirs(
    somebody: Somebody, resident: Person, origin: str, browser: Browser
) -> None:
    for _visit in range(2):
        somebody.go(HOME)
        assert not _sees_an_account(somebody)
    _sign_in(somebody, resident)
    somebody.go(HOME)
    assert _sees_an_account(somebody)
    with at_a_browser(browser, origin) as visitor:
        visitor.go(HOME)
        assert not _sees_an_account(visitor)


def test_who_has_signed_out_is_a_visitor_on_the_way_back_too(somebody: Somebody, resident: Person) -> None:
    _sign_in(somebody, resident)
    somebody.go(WORDS)
    somebody.go(HOME)
    assert _sees_an_account(somebody)
    somebody.go(SIGN_OUT)
    somebody.press("Sign out")
    somebody.page.wait_for_url(f"**{HOME}")
    assert not _sees_an_account(somebody)
    for _step in range(3):
        somebody.page.go_back()
        assert not _sees_an_account(somebody), somebody.page.url
