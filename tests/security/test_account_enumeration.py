"""Nobody learns by a form whether an address has an account: same words, same redirects, same work, a letter each."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cestvous.foundation.people.models import Person
from tests.factories import PASSWORD, a_person

pytestmark = pytest.mark.django_db
UNKNOWN = "personne@exemple.test"


@dataclass(frozen=True)
class Seen:
    """What somebody sees who sends a form, and what it cost: passwords hashed, queries, letters."""

    status: int
    location: str
    page: str
    hashed: int
    queries: int
    letters: int


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that is hashed: a hundred milliseconds of work each, which a stranger can measure."""
    counted: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str) -> str:
        counted.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    return counted


@pytest.fixture
def send(hashed: list[str]) -> Callable[[str, dict[str, str]], Seen]:
    def sent(name: str, told: dict[str, str], client: Client | None = None) -> Seen:
        cache.clear()
        client, before, letters = client or Client(), len(hashed), len(mail.outbox)
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(reverse(name), told)
        page = "" if answer.status_code == 302 else answer.content.decode()
        page = re.sub(r'(?:csrfmiddlewaretoken" value|nonce)="[^"]+"', "", page)
        for typed in told.values():
            page = page.replace(typed, "…")
        return Seen(
            answer.status_code, answer.get("Location", ""), page, len(hashed) - before, len(asked),
            len(mail.outbox) - letters,
        )  # fmt: skip

    return sent


def _new(email: str) -> dict[str, str]:
    return {
        "email": email, "password1": PASSWORD, "name_kind": "pseudonym", "name": "Camille du quai",
        "neighbourhood": "", "age_band": "", "at_least_16": "on", "charter": "on",
    }  # fmt: skip


def test_signing_up_says_and_hashes_the_same(send: Callable[..., Seen], resident: Person) -> None:
    known, unknown = send("account_signup", _new(resident.email)), send("account_signup", _new(UNKNOWN))
    assert (known.status, known.location, known.page) == (unknown.status, unknown.location, unknown.page)
    assert known.hashed == unknown.hashed == 1
    assert known.letters == unknown.letters == 1


def test_a_new_password_is_asked_for_at_the_same_cost(send: Callable[..., Seen], resident: Person) -> None:
    known = send("account_reset_password", {"email": resident.email})
    unknown = send("account_reset_password", {"email": UNKNOWN})
    assert (known.status, known.location, known.page) == (unknown.status, unknown.location, unknown.page)
    assert known.hashed == unknown.hashed == 0
    assert known.letters == unknown.letters == 1
    # A few milliseconds at most lie between them; a stranger's network hides as much.
    assert abs(known.queries - unknown.queries) <= 3, (known.queries, unknown.queries)


@pytest.mark.parametrize("state", ["confirmed", "closed"])
def test_a_wrong_password_costs_what_an_unknown_address_costs(
    send: Callable[..., Seen], resident: Person, state: str
) -> None:
    Person.objects.filter(pk=resident.pk).update(is_active=state != "closed")
    known = send("account_login", {"login": resident.email, "password": "autre chose"})
    unknown = send("account_login", {"login": UNKNOWN, "password": "autre chose"})
    assert (known.status, known.location, known.page) == (unknown.status, unknown.location, unknown.page)
    assert known.hashed == unknown.hashed == 1
    assert abs(known.queries - unknown.queries) <= 3, (known.queries, unknown.queries)


def test_confirming_another_address_says_the_same(send: Callable[..., Seen], resident: Person) -> None:
    """From within an account, an address that somebody else has gets the same page as a free one."""
    other = a_person("Paul Schmitt")
    pages = []
    for address in (other.email, UNKNOWN):
        client = Client()
        client.post(reverse("account_login"), {"login": resident.email, "password": PASSWORD})
        pages.append(send("account_email", {"email": address, "action_add": ""}, client))
    known, unknown = pages
    assert (known.status, known.location, known.page) == (unknown.status, unknown.location, unknown.page)
    assert known.letters == unknown.letters
