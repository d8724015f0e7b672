"""An agent sets up an application for codes and a passkey, signs in by each, and shows once more that it is her."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Browser, CDPSession, expect
from pytest_django import DjangoDbBlocker, Settings

from cestvous.foundation.mandates.models import Role
from cestvous.foundation.people.models import Person
from tests.city.standing import standing
from tests.factories import PASSWORD, a_person, appointed
from tests.journeys.browsing import Somebody, at_a_browser, fr
from tests.journeys.looking_over import look_over
from tests.machinery.clock import CLOCK
from tests.machinery.codes import code_now

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
# As a phone or a computer of today: it verifies who holds it, and keeps keys of its own.
_DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def agent(django_db_setup: None, django_db_blocker: DjangoDbBlocker, settings: Settings) -> Iterator[Person]:
    settings.SECOND_FACTOR_REQUIRED, settings.FRESH_SIGN_IN_MINUTES = True, 15
    with standing(django_db_blocker):
        CLOCK.freeze(None)
        cache.clear()
        person = a_person("Nadia Weber")
        appointed(person, Role.AGENT, "chargée de participation")
        yield person


def _address(name: str) -> str:
    with override("fr"):
        return reverse(name)


def _carefully(visitor: Somebody) -> None:
    """Nothing is wrong with the page where they are."""
    visitor.page.wait_for_load_state()
    assert look_over(visitor) == []


def _arrives(visitor: Somebody, name: str) -> None:
    visitor.page.wait_for_url(lambda url: urlsplit(url).path == _address(name))


def _sign_out(visitor: Somebody) -> None:
    visitor.go(_address("account_logout"))
    visitor.press("Sign out")


def _sign_in(visitor: Somebody, person: Person) -> None:
    visitor.go(_address("account_login"))
    visitor.fill(login=person.email, password=PASSWORD)
    visitor.press("Sign in")


def _device(visitor: Somebody) -> CDPSession:
    device = visitor.page.context.new_cdp_session(visitor.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": _DEVICE})
    return device


def test_an_agent_and_her_second_factors(browser: Browser, origin: str, agent: Person) -> None:
    # Passkeys belong to a name, never to a number.
    with at_a_browser(browser, origin.replace("127.0.0.1", "localhost")) as nadia:
        device = _device(nadia)
        _sign_in(nadia, agent)
        nadia.go(_address("desk"))
        assert nadia.path == _address("mfa_index"), "she is led to setting one up"
        _carefully(nadia)

        nadia.follow("Set up an application")
        _carefully(nadia)
        secret = nadia.page.locator(".secret").inner_text()
        nadia.fill(code=code_now(secret))
        nadia.press("Use this application")
        assert nadia.page.locator(".codes li").count() == 10
        _carefully(nadia)
        nadia.press("I have kept them")
        assert nadia.go(_address("desk")).status == 200
        assert nadia.path == _address("desk")

        nadia.go(_address("mfa_add_webauthn"))
        _carefully(nadia)
        nadia.fill(name="Mon ordinateur")
        nadia.press("Add a passkey")
        _arrives(nadia, "mfa_index")
        nadia.reads("Mon ordinateur")
        _carefully(nadia)

        _sign_out(nadia)
        nadia.go(f"{_address('account_login')}?next={_address('desk')}")
        _carefully(nadia)
        nadia.press("Sign in with a passkey")
        _arrives(nadia, "desk")

        _sign_out(nadia)
        _sign_in(nadia, agent)
        assert nadia.path == _address("mfa_authenticate")
        _carefully(nadia)
        nadia.press("Use a passkey")
        nadia.page.wait_for_url(lambda url: _address("mfa_authenticate") not in url)
        assert nadia.go(_address("desk")).status == 200
        nadia.go(_address("mfa_index"))
        nadia.follow("Remove", nth=0)
        _carefully(nadia)
        device.detach()


def test_she_shows_once_more_that_it_is_her(browser: Browser, origin: str, agent: Person, settings: Settings) -> None:
    with at_a_browser(browser, origin.replace("127.0.0.1", "localhost")) as nadia:
        device = _device(nadia)
        _sign_in(nadia, agent)
        nadia.go(_address("mfa_add_webauthn"))
        nadia.press("Add a passkey")
        _arrives(nadia, "mfa_view_recovery_codes")
        nadia.go(_address("account_email"))
        nadia.fill(email="nadia.weber@exemple.test")
        settings.FRESH_SIGN_IN_MINUTES = 0.0001
        nadia.press("Change my address")
        nadia.reads(fr("Is it still you?"))
        _carefully(nadia)
        settings.FRESH_SIGN_IN_MINUTES = 15
        nadia.press("Use a passkey")
        expect(nadia.main).to_contain_text("nadia.weber@exemple.test")
        device.detach()


def test_without_script_the_pages_say_what_to_do(browser: Browser, origin: str, agent: Person) -> None:
    with at_a_browser(browser, origin, java_script_enabled=False) as nadia:
        _sign_in(nadia, agent)
        nadia.go(_address("mfa_add_webauthn"))
        nadia.reads("JavaScript")
        nadia.go(_address("mfa_index"))
        nadia.follow("Set up an application")
        nadia.fill(code=code_now(nadia.page.locator(".secret").inner_text()))
        nadia.press("Use this application")
        assert nadia.page.locator(".codes li").count() == 10
