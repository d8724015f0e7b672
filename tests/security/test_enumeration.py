"""Nobody learns from a form, or from how long it takes, whether an address has an account here."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cestvous.foundation.people.models import Person
from tests.factories import PASSWORD, a_person
from tests.web.accounts.ways_in import Phone, sign_in

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "connue@exemple.test", "libre@exemple.test"


@dataclass(frozen=True)
class Seen:
    """What somebody outside sees of an answer, and what it cost."""

    status: int
    leads_to: str
    body: str
    hashings: int
    queries: int


@pytest.fixture
def hashings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each time that a password was hashed."""
    real, done = MD5PasswordHasher.encode, list[str]()

    def encode(self: MD5PasswordHasher, password: str, salt: str) -> str:
        done.append("hashed")
        return real(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    return done


def _without_tokens(body: str, address: str) -> str:
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", body)
    return re.sub(r'nonce="[^"]+"', "", body).replace(address, "ADDRESS")


Look = Callable[[Callable[[Client, str], HttpResponse], str], Seen]


@pytest.fixture
def look(hashings: list[str]) -> Look:
    def seen(ask: Callable[[Client, str], HttpResponse], address: str) -> Seen:
        cache.clear()
        hashings.clear()
        client = Client()
        with CaptureQueriesContext(connection) as asked:
            answer = ask(client, address)
        hashed = len(hashings)
        leads_to = answer.headers.get("Location", "")
        after = client.get(leads_to) if leads_to else answer
        body = _without_tokens(after.content.decode(), address)
        return Seen(answer.status_code, leads_to, body, hashed, len(asked))

    return seen


def _sign_up(client: Client, address: str) -> HttpResponse:
    told = {"email": address, "password1": PASSWORD, "name_kind": "pseudonym", "name": "Camille du quai"}
    return client.post(reverse("account_signup"), told | {"at_least_16": "on", "charter": "on"})  # type: ignore[return-value]


def _sign_in(client: Client, address: str) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": address, "password": "autre chose"})  # type: ignore[return-value]


def _forget(client: Client, address: str) -> HttpResponse:
    return client.post(reverse("account_reset_password"), {"email": address})  # type: ignore[return-value]


@pytest.mark.parametrize("ask", [_sign_up, _sign_in, _forget])
def test_a_known_address_gets_the_answer_of_an_unknown_one(
    ask: Callable[[Client, str], HttpResponse], look: Look
) -> None:
    a_person("Paul Schmitt", email=KNOWN)
    for address in (KNOWN, UNKNOWN):
        look(ask, address)  # what is read once in a process is read
    Person.objects.filter(email=UNKNOWN).delete()
    known, unknown = look(ask, KNOWN), look(ask, UNKNOWN)
    assert (known.status, known.leads_to, known.body) == (unknown.status, unknown.leads_to, unknown.body)
    assert known.hashings == unknown.hashings


def test_the_price_of_signing_in_is_the_same_to_a_query_or_two(look: Look) -> None:
    a_person("Paul Schmitt", email=KNOWN)
    known, unknown = look(_sign_in, KNOWN), look(_sign_in, UNKNOWN)
    assert known.hashings == unknown.hashings == 1
    assert abs(known.queries - unknown.queries) <= 2


def test_nor_does_one_who_has_a_second_factor_or_is_closed_out(look: Look) -> None:
    Phone.of(a_person("Paul Schmitt", email=KNOWN))
    closed = a_person("Jean Meyer", email="fermee@exemple.test")
    Person.objects.filter(pk=closed.pk).update(is_active=False)
    known, unknown, shut = (look(_sign_in, address) for address in (KNOWN, UNKNOWN, closed.email))
    assert known.body == unknown.body == shut.body
    assert known.hashings == unknown.hashings == shut.hashings == 1


def test_an_account_that_is_attacked_looks_like_an_address_that_is_nobody_s(look: Look) -> None:
    a_person("Paul Schmitt", email=KNOWN)

    def often(client: Client, address: str) -> HttpResponse:
        for _time in range(6):
            answer = _sign_in(client, address)
        return answer

    known, unknown = look(often, KNOWN), look(often, UNKNOWN)
    assert (known.status, known.body, known.hashings) == (unknown.status, unknown.body, unknown.hashings)


@pytest.mark.parametrize("handle", ["MQ", "Mg", "enp6eg", ""])
def test_a_passkey_that_names_somebody_is_refused_like_one_that_names_nobody(handle: str, resident: Person) -> None:
    answers = []
    for told in (handle, "AAAA"):
        client = Client()
        client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
        credential = (
            '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"AA",'
            f'"signature":"AA","userHandle":"{told}"}}}}'
        )
        answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential}, follow=True)
        answers.append((answer.redirect_chain, _without_tokens(answer.content.decode(), "")))
    assert answers[0] == answers[1]


def test_what_a_passkey_is_asked_for_tells_of_no_account(resident: Person) -> None:
    told = Client().get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"}).json()
    assert not told["request_options"]["publicKey"].get("allowCredentials")


def test_changing_one_s_address_tells_nothing_of_who_has_it(resident: Person) -> None:
    a_person("Paul Schmitt", email=KNOWN)
    answers = []
    for address in (KNOWN, UNKNOWN):
        cache.clear()
        client = sign_in(resident)
        answer = client.post(reverse("account_email"), {"email": address, "action_add": "1"}, follow=True)
        answers.append((answer.redirect_chain, _without_tokens(answer.content.decode(), address)))
        client.post(reverse("account_email"), {"email": address, "action_remove": "1"})
    assert answers[0] == answers[1]


def test_a_link_of_confirmation_that_fits_nothing_is_like_one_that_is_old() -> None:
    answers = [Client().get(reverse("account_confirm_email", args=[key])) for key in ("faux", "MQ:1abcde:x")]
    assert answers[0].status_code == answers[1].status_code == 200
    assert _without_tokens(answers[0].content.decode(), "faux") == _without_tokens(
        answers[1].content.decode(), "MQ:1abcde:x"
    )
