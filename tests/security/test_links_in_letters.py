"""Links in letters: each for one purpose, as it was sent, and not for long."""

import re
import time
from datetime import datetime, timedelta

import pytest
from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cestvous.foundation.people.models import Person
from tests.factories import PASSWORD
from tests.web.test_accounts import ADDRESS, told

pytestmark = pytest.mark.django_db
NEW = "six moulins au bord de la Doller"
LIFE = timedelta(days=3)


@pytest.fixture(autouse=True)
def _nothing_counted_yet(db: None) -> None:
    cache.clear()


def last_link() -> str:
    (link,) = re.findall(r"http://testserver(/\S+/[\w:.-]{20,}/)", str(mail.outbox[-1].body))
    return str(link)


def link_for_a_new_password(person: Person) -> str:
    Client().post(reverse("account_reset_password"), {"email": person.email})
    return last_link()


def link_of_sign_up() -> str:
    Client().post(reverse("account_signup"), told())
    return last_link()


def choose(link: str, password: str) -> None:
    """Follow a link for a new password, and send whatever form there is."""
    client = Client()
    client.post(client.get(link, follow=True).request["PATH_INFO"], {"password1": password, "password2": password})


@pytest.mark.parametrize(("age", "good"), [(LIFE - timedelta(hours=1), True), (LIFE + timedelta(hours=1), False)])
def test_it_is_good_for_three_days(
    resident: Person, monkeypatch: pytest.MonkeyPatch, age: timedelta, *, good: bool
) -> None:
    link = link_for_a_new_password(resident)
    monkeypatch.setattr(EmailAwarePasswordResetTokenGenerator, "_now", lambda self: datetime.now() + age)  # noqa: DTZ005 — as the library has it
    choose(link, NEW)
    resident.refresh_from_db()
    assert resident.check_password(NEW if good else PASSWORD)


@pytest.mark.parametrize(("age", "good"), [(LIFE - timedelta(hours=1), True), (LIFE + timedelta(hours=1), False)])
def test_a_link_that_confirms_an_address_is_good_for_three_days(
    monkeypatch: pytest.MonkeyPatch, age: timedelta, *, good: bool
) -> None:
    link, then = link_of_sign_up(), time.time() + age.total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: then)
    Client().post(link)
    assert EmailAddress.objects.get(email=ADDRESS).verified is good


def test_a_link_that_confirms_an_address_sets_no_password_and_the_other_way_round(resident: Person) -> None:
    confirms, replaces = link_of_sign_up(), link_for_a_new_password(resident)
    key_of = re.compile(r"[^/]+(?=/$)")
    confirming, replacing = key_of.findall(confirms)[0], key_of.findall(replaces)[0]
    number = replacing.partition("-")[0]
    choose(key_of.sub(f"{number}-{confirming}", replaces), NEW)
    Client().post(key_of.sub(replacing, confirms))
    resident.refresh_from_db()
    assert resident.check_password(PASSWORD)
    assert not EmailAddress.objects.get(email=ADDRESS).verified


def test_one_letter_of_a_link_cannot_be_changed(resident: Person) -> None:
    link = link_for_a_new_password(resident)
    choose(f"{link[:-2]}{'0' if link[-2] != '0' else '1'}/", NEW)
    confirms = link_of_sign_up()
    Client().post(f"{confirms[:-2]}{'A' if confirms[-2] != 'A' else 'B'}/")
    resident.refresh_from_db()
    assert resident.check_password(PASSWORD)
    assert not EmailAddress.objects.get(email=ADDRESS).verified
