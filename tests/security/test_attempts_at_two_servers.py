"""What is counted at one server counts at the other; a digest of a password from before is made anew at either."""

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from pytest_django import Settings

from cestvous.foundation.people.models import Person
from cestvous.web.accounts import browsers
from tests.factories import PASSWORD
from tests.machinery.serving import Answer, Visitor
from tests.security.test_two_servers import Servers, servers

__all__ = ["servers"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def _sign_in(servers: Servers, person: Person, *passwords: str, cookie: str = "") -> list[Answer]:
    """One after the other, at one server and at the other in turn."""
    return [
        Visitor(f"none; {cookie}" if cookie else "none").ask(
            servers.sites[turn % 2], reverse("account_login"), {"login": person.email, "password": password}
        )
        for turn, password in enumerate(passwords)
    ]


@pytest.fixture
def signs_in(resident: Person, settings: Settings) -> Person:
    """With a digest that real servers know: from before Argon2."""
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    Person.objects.filter(pk=resident.pk).update(password=make_password(PASSWORD))
    return resident


def test_attempts_are_counted_across_servers_and_a_known_browser_gets_in(servers: Servers, signs_in: Person) -> None:
    failed = _sign_in(servers, signs_in, *["autre chose"] * 5)
    assert {answer.status for answer in failed} == {422}
    stranger = _sign_in(servers, signs_in, PASSWORD, PASSWORD)
    assert [answer.status for answer in stranger] == [422, 422]
    response = HttpResponse()
    browsers.remember(RequestFactory().get("/"), response, signs_in.email)
    at_home = response.cookies["appareil"].OutputString().partition(";")[0]
    known = _sign_in(servers, signs_in, PASSWORD, PASSWORD, cookie=at_home)
    assert [answer.status for answer in known] == [302, 302]


def test_a_digest_from_before_is_made_anew_when_its_owner_signs_in(servers: Servers, signs_in: Person) -> None:
    (answer,) = _sign_in(servers, signs_in, PASSWORD)
    assert answer.status == 302
    kept = Person.objects.get(pk=signs_in.pk).password
    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert identify_hasher(make_password(PASSWORD)).algorithm == "pbkdf2_sha256"
    (again,) = _sign_in(servers, signs_in, PASSWORD)
    assert again.status == 302
