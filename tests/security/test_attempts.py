"""Attackers are slowed down; whoever they attack gets in."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cestvous.foundation.people.models import Person
from tests.web.accounts.ways_in import Phone, is_in, sign_in

pytestmark = pytest.mark.django_db
NEW = "six moulins au bord de la Doller"


@pytest.fixture(autouse=True)
def _nothing_counted_yet(db: None) -> None:
    cache.clear()


def attack(person: Person, times: int, *, first: int = 0) -> None:
    """Each time from another network address."""
    for time in range(first, first + times):
        address = f"198.51.{time // 250}.{time % 250}"
        Client().post(reverse("account_login"), {"login": person.email, "password": "autre chose"}, REMOTE_ADDR=address)


def test_who_attacks_from_elsewhere_does_not_keep_out_a_browser_that_is_known(resident: Person) -> None:
    at_home = sign_in(resident)
    at_home.post(reverse("account_logout"))
    attack(resident, 8)
    assert not is_in(sign_in(resident)), "strangers wait"
    assert is_in(sign_in(resident, at_home))


def test_nor_whoever_follows_the_link_of_the_mail(resident: Person) -> None:
    attack(resident, 8)
    client = Client()
    client.post(reverse("account_reset_password"), {"email": resident.email})
    link = next(word for word in str(mail.outbox[-1].body).split() if word.startswith("http"))
    form = client.get(link.removeprefix("http://testserver"), follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW, "password2": NEW})
    attack(resident, 8, first=8)
    assert is_in(sign_in(resident, client, password=NEW))


def test_a_browser_known_to_one_account_is_a_stranger_to_another(resident: Person, neighbour: Person) -> None:
    mine = sign_in(resident)
    mine.post(reverse("account_logout"))
    attack(neighbour, 8)
    assert not is_in(sign_in(neighbour, mine))


def test_a_known_browser_has_no_endless_attempts(resident: Person) -> None:
    thief = sign_in(resident)
    thief.post(reverse("account_logout"))
    for _attempt in range(10):
        sign_in(resident, thief, password="autre chose")
    assert not is_in(sign_in(resident, thief))
    assert is_in(sign_in(resident))


def test_one_account_is_tried_fifty_times_a_day_from_wherever(resident: Person, settings: Settings) -> None:
    settings.SIGN_IN_ATTEMPTS = {**settings.SIGN_IN_ATTEMPTS, "stranger": "10/m/ip,50/d/key", "everybody": "500/m/key"}
    attack(resident, 50)
    assert not is_in(sign_in(resident))


def test_all_strangers_together_are_bounded_over_accounts_and_addresses(resident: Person) -> None:
    at_home = sign_in(resident)
    at_home.post(reverse("account_logout"))
    for number in range(60):
        attack(Person(email=f"personne-{number}@exemple.test"), 1, first=number)
    assert not is_in(sign_in(resident))
    assert is_in(sign_in(resident, at_home)), "whoever is known here signs in all the same"


def test_attempts_that_succeed_are_not_counted(resident: Person) -> None:
    for _time in range(12):
        assert is_in(sign_in(resident))


def test_codes_are_counted_apart_from_passwords_and_known_browsers_apart_from_strangers(resident: Person) -> None:
    phone = Phone.of(resident)
    at_home = sign_in(resident, phone=phone)
    at_home.post(reverse("account_logout"))
    cache.clear()
    thief = sign_in(resident)
    for _attempt in range(5):
        assert thief.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 422
    too_late = thief.post(reverse("mfa_authenticate"), {"code": phone.codes[0]})
    assert too_late.status_code == 422
    assert not is_in(thief)
    sign_in(resident, at_home)
    at_home.post(reverse("mfa_authenticate"), {"code": phone.codes[1]})
    assert is_in(at_home)
