"""Which passwords are taken: length counts, and that nobody would try it."""

import socket

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cestvous.foundation.people.models import Person
from tests.web.accounts.ways_in import is_in, sign_in
from tests.web.test_accounts import told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted_yet(db: None) -> None:
    cache.clear()


def _is_taken(password: str) -> bool:
    before = Person.objects.count()
    answer = Client().post(reverse("account_signup"), told(password1=password, email="amelie.roth@exemple.test"))
    assert answer.status_code in (302, 422)
    return Person.objects.count() > before


@pytest.mark.parametrize(
    "password",
    ["password123", "azertyuiop", "1234567890", "Mulhouse2026!", "mulhouse-mulhouse", "MULHOUSE68100", "amelie.roth!!",
     "Amélie Roth 68", "Camille1985", "cestvous2026", "participation1"],
)  # fmt: skip
def test_what_anybody_would_try_is_refused(password: str) -> None:
    assert not _is_taken(password)


@pytest.mark.parametrize(
    "password",
    ["cinq moulins au bord de l'Ill", "bretzel tramway cigogne", "le marché de Mulhouse sent le munster",
     "пароль из четырёх слов", "x7" * 64, "long " * 200, "  des espaces autour  "],
)  # fmt: skip
def test_long_ones_of_any_make_are_taken_whole(password: str) -> None:
    assert _is_taken(password)
    person = Person.objects.get()
    assert person.check_password(password)
    assert not person.check_password(password[:-1])


def test_a_new_password_is_judged_by_the_same_rules(resident: Person) -> None:
    client = sign_in(resident)
    for password, status in (("Samira Benali 1", 422), ("quatre ponts sur le canal", 302)):
        changed = {"oldpassword": "cinq moulins au bord de l'Ill", "password1": password, "password2": password}
        assert client.post(reverse("account_change_password"), changed).status_code == status
    assert is_in(client)


def test_no_network_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_args: object) -> None:
        raise AssertionError("a password leaves this machine for nobody")

    monkeypatch.setattr(socket.socket, "connect", refused)
    assert not _is_taken("password123")


def test_pasting_is_allowed(client: Client) -> None:
    page = client.get(reverse("account_signup")).content.decode()
    assert "onpaste" not in page
    assert 'autocomplete="new-password"' in page
    assert "maxlength" not in page.partition('name="password1"')[2].partition(">")[0]
