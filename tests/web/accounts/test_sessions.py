"""Being signed in: where, for how long, and how it ends."""

import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from cestvous.foundation.mandates.models import Role
from cestvous.foundation.people.models import Person, SignIn
from tests.factories import PASSWORD, appointed
from tests.machinery.clock import travel
from tests.web.accounts.ways_in import Phone, is_in, sign_in

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile Safari/604.1"


@pytest.fixture(autouse=True)
def _nothing_counted_yet(db: None) -> None:
    cache.clear()


def a_browser(name: str) -> Client:
    return Client(headers={"User-Agent": name})


def test_one_sees_where_one_is_signed_in_and_signs_out_one_browser(resident: Person, neighbour: Person) -> None:
    phone, other = sign_in(resident, a_browser(FIREFOX)), sign_in(resident, a_browser(SAFARI))
    theirs = sign_in(neighbour)
    page = phone.get(reverse("mfa_index")).content.decode()
    assert "Firefox, Android" in page
    assert "Safari, iPhone" in page
    kept = SignIn.objects.get(browser="Safari, iPhone")
    assert "18_5" not in str(vars(kept))
    assert theirs.post(reverse("account_end_sign_in", args=[kept.pk])).status_code == 404
    assert is_in(other)
    assert phone.get(reverse("account_end_sign_in", args=[kept.pk])).status_code == 405
    phone.post(reverse("account_end_sign_in", args=[kept.pk]))
    assert not is_in(other)
    assert is_in(phone)
    assert "Safari" not in phone.get(reverse("mfa_index")).content.decode()


def test_signing_out_everywhere_ends_all_but_this_one_and_those_that_no_list_holds(resident: Person) -> None:
    here, there, unlisted = sign_in(resident), sign_in(resident), Client()
    unlisted.force_login(resident)
    assert is_in(unlisted)
    key_before = here.session.session_key
    here.post(reverse("account_end_all_sign_ins"))
    assert is_in(here)
    assert here.session.session_key != key_before
    assert not is_in(there)
    assert not is_in(unlisted)
    assert list(SignIn.objects.values_list("session_key", flat=True)) == [here.session.session_key]
    assert is_in(sign_in(resident))


def test_signing_out_leaves_no_line(resident: Person) -> None:
    client = sign_in(resident)
    client.post(reverse("account_logout"))
    assert not SignIn.objects.exists()


def test_the_list_follows_a_session_to_its_new_key(resident: Person) -> None:
    client, new = sign_in(resident), "six moulins au bord de la Doller"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert SignIn.objects.get().session_key == client.session.session_key
    assert is_in(client)


def _lasts(client: Client) -> timedelta:
    return Session.objects.get(pk=client.session.session_key).expire_date - timezone.now()


def test_a_session_ends_if_nobody_uses_it_and_at_last_in_any_case(
    resident: Person, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(resident)
    idle, longest = settings.SESSION_IDLE_SECONDS, settings.SESSION_COOKIE_AGE
    assert abs(_lasts(client).total_seconds() - idle) < 60
    began, at = time.time(), 0.0
    monkeypatch.setattr("cestvous.web.accounts.sessions.time.time", lambda: began + at)
    key = client.session.session_key
    at = 1_800.0
    assert is_in(client)
    assert abs(_lasts(client).total_seconds() - idle) < 60, "within the hour nothing is written"
    at = idle - 60.0
    travel(seconds=at)
    assert is_in(client)
    assert abs(_lasts(client).total_seconds() - (at + idle)) < 60
    assert SignIn.objects.get().ends_at - timezone.now() > timedelta(seconds=idle)
    at = longest - 60.0
    assert is_in(client)
    assert abs(_lasts(client).total_seconds() - longest) < 60
    assert client.session.session_key == key
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_in(client)


def test_whoever_holds_an_office_is_signed_out_sooner(agent: Person, resident: Person, settings: Settings) -> None:
    office, at_home = sign_in(agent), sign_in(resident)
    assert _lasts(office).total_seconds() <= settings.OFFICE_SESSION_IDLE_SECONDS
    assert _lasts(at_home).total_seconds() > settings.OFFICE_SESSION_SECONDS
    assert office.session["life"]["until"] - time.time() <= settings.OFFICE_SESSION_SECONDS


def test_a_browser_that_is_new_is_told_by_mail_and_one_that_is_known_is_not(resident: Person) -> None:
    browser = a_browser(FIREFOX)
    sign_in(resident, browser)
    assert not mail.outbox, "the first time of all is no news"
    browser.post(reverse("account_logout"))
    sign_in(resident, browser)
    assert not mail.outbox
    sign_in(resident, a_browser(SAFARI))
    (told,) = mail.outbox
    assert told.to == [resident.email]
    assert "Safari, iPhone" in told.body
    assert "127.0.0.1" not in told.body
    assert reverse("account_reset_password") in told.body


def test_the_cookie_of_known_browsers_is_set_at_signing_in_only_and_names_nobody(
    client: Client, resident: Person, settings: Settings
) -> None:
    for name in ("home", "account_login", "account_signup"):
        client.get(reverse(name))
    client.post(reverse("account_login"), {"login": resident.email, "password": "autre chose"})
    assert "appareil" not in client.cookies
    sign_in(resident, client)
    cookie = client.cookies["appareil"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert resident.email not in cookie.value
    assert int(cookie["max-age"]) == settings.KNOWN_BROWSER_DAYS * 86_400


def test_over_https_the_cookie_is_this_host_s_alone(resident: Person, settings: Settings) -> None:
    settings.HTTPS = settings.SESSION_COOKIE_SECURE = True
    client = Client()
    client.post(reverse("account_login"), {"login": resident.email, "password": PASSWORD}, secure=True)
    cookie = client.cookies["__Host-appareil"]
    assert cookie["secure"]
    assert cookie["path"] == "/"
    assert not cookie["domain"]


@pytest.mark.parametrize("cookie", ["x", "a" * 22, f"{'a' * 22}.{'0' * 64}", f"{'a' * 22}.{'é' * 64}", "." * 5_000])
def test_a_cookie_that_somebody_made_up_makes_nothing_known(cookie: str, resident: Person) -> None:
    sign_in(resident)
    client = Client()
    client.cookies["appareil"] = cookie
    sign_in(resident, client)
    assert len(mail.outbox) == 1
    assert is_in(client)


def test_a_page_is_read_while_nothing_can_be_written(resident: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in(resident)
    began = time.time()
    monkeypatch.setattr("cestvous.web.accounts.sessions.time.time", lambda: began + 7_200)

    def full(*_args: object, **_named: object) -> None:
        raise OperationalError("database or disk is full")

    # Where the table is written: the library makes another error of it.
    monkeypatch.setattr("django.contrib.sessions.models.Session.save", full)
    assert is_in(client)


def test_a_session_from_before_a_mandate_ends_as_one_in_office_does(
    resident: Person, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = sign_in(resident, phone=Phone.of(resident))
    assert client.session.get_expiry_age() > settings.OFFICE_SESSION_SECONDS
    appointed(resident, Role.AGENT, "chargée de participation")
    later = time.time() + 7_200
    monkeypatch.setattr("cestvous.web.accounts.sessions.time.time", lambda: later)
    assert is_in(client)
    life = client.session["life"]
    assert life["until"] <= later + settings.OFFICE_SESSION_SECONDS
    assert life["idle"] == settings.OFFICE_SESSION_IDLE_SECONDS
