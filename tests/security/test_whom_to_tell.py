"""Whoever finds a fault in the security of the site finds whom to tell."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from cestvous.web.site.security_txt import expires, whom_to_tell
from tests.security.test_headers import assert_guarded

pytestmark = pytest.mark.django_db
ADDRESS = "/.well-known/security.txt"


def fields(client: Client) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in client.get(ADDRESS).content.decode().splitlines():
        name, _colon, value = line.partition(": ")
        found.setdefault(name, []).append(value)
    return found


def test_it_says_whom_to_tell_in_which_languages_and_until_when(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT = ["securite@ville.fr", "https://ville.fr/faille"]
    settings.SECURITY_POLICY = "https://ville.fr/politique"
    settings.SITE_URL = "https://participation.ville.fr"
    assert fields(client) == {
        "Contact": ["mailto:securite@ville.fr", "https://ville.fr/faille"],
        "Expires": ["2026-09-01T00:00:00Z"],
        "Preferred-Languages": ["fr, en, de"],
        "Canonical": ["https://participation.ville.fr/.well-known/security.txt"],
        "Policy": ["https://ville.fr/politique"],
    }


@pytest.mark.parametrize("month", range(1, 13))
def test_it_is_always_good_for_months_and_never_for_a_year(month: int) -> None:
    for day in (1, 28):
        left = expires(date(2027, month, day)) - date(2027, month, day)
        assert timedelta(days=150) < left < timedelta(days=190)


def test_it_is_plain_text_for_anybody_with_every_guard(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT = ["securite@ville.fr"]
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert not answer.cookies
    assert re.fullmatch(rb"(?:[A-Z][A-Za-z-]+: \S.*\n)+", answer.content)
    assert_guarded(answer)
    assert client.post(ADDRESS).status_code == 405


def test_as_long_as_nobody_is_named_there_is_no_file(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT = []
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.parametrize(
    ("contacts", "policy", "told"),
    [
        ([], "", ["web.W001"]),
        (["securite@ville.fr"], "", []),
        (["https://ville.fr/faille"], "https://ville.fr/politique", []),
        (["http://ville.fr/faille"], "", ["web.E005"]),
        (["somebody"], "", ["web.E005"]),
        (["a@ville.fr\nPolicy: https://evil.test"], "", ["web.E005"]),
        (["securite@ville.fr"], "javascript:alert(1)", ["web.E005"]),
    ],
)
def test_the_site_says_when_nobody_can_be_told(
    settings: Settings, contacts: list[str], policy: str, told: list[str]
) -> None:
    settings.SECURITY_CONTACT, settings.SECURITY_POLICY = contacts, policy
    assert [each.id for each in whom_to_tell()] == told
