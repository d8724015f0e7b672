"""A stolen password is not enough to speak for the city: functions wait until a second factor is shown."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from pytest_django import Settings

from cestvous.foundation.mandates.models import Role
from cestvous.foundation.mandates.policy import NEED_SECOND_FACTOR, PERMISSIONS
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import a_contribution
from tests.policy.walking import everything
from tests.security.test_reading_writes_nothing import _addresses
from tests.web.accounts.ways_in import Phone, set_up, sign_in
from tests.web.browsing import page

pytestmark = pytest.mark.django_db
WAITING = ("agent", "official", "conciliator", "administrator")


@pytest.fixture(autouse=True)
def _required(db: None, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()


def _to_security(client: Client, address: str) -> bool:
    return client.get(address).headers.get("Location", "").startswith(f"{reverse('mfa_index')}?next=")


def test_every_role_that_may_more_than_a_resident_needs_a_second_factor() -> None:
    assert {role for role, permissions in PERMISSIONS.items() if permissions} <= NEED_SECOND_FACTOR
    assert Role.CONCILIATOR in NEED_SECOND_FACTOR


@pytest.mark.parametrize("role", WAITING)
def test_nothing_can_be_sent_but_what_concerns_ones_account(role: str, request: pytest.FixtureRequest) -> None:
    person: Person = request.getfixturevalue(role)
    client = Client()
    client.force_login(person)
    before, sent = everything(), 0
    for address, pattern in _addresses(get_resolver().url_patterns):
        name = str(pattern.name)
        if not name.startswith(("account", "mfa_")):
            answer = client.post(address, {"title": "Un banc", "body": "Un banc.", "text": "x"})
            assert answer.status_code == 403, (name, answer.status_code)
            assert reverse("mfa_index") in answer.content.decode(), name
            sent += 1
    assert sent > 100
    assert everything() == before


@pytest.mark.parametrize("role", ["agent", "official"])
def test_they_read_as_residents_do_and_are_led_to_setting_one_up(
    role: str, request: pytest.FixtureRequest, open_consultation: Consultation, resident: Person
) -> None:
    client = Client()
    client.force_login(request.getfixturevalue(role))
    contribution = a_contribution(resident, open_consultation)
    shown = client.get(page("contribution", open_consultation.number, contribution.number))
    assert shown.status_code == 200
    assert reverse("mfa_index") in shown.content.decode(), "the page says that something waits"
    assert reverse("desk") not in shown.content.decode()
    assert _to_security(client, reverse("desk"))
    assert _to_security(client, page("edit_preparation", open_consultation.number))
    security = client.get(f"{reverse('mfa_index')}?next={reverse('desk')}")
    assert reverse("mfa_activate_totp") in security.content.decode()


def test_the_administration_waits_too(administrator: Person) -> None:
    client = Client()
    client.force_login(administrator)
    looked_at = client.get("/administration/mandates/mandate/", follow=True)
    assert looked_at.redirect_chain[-1][0].startswith(reverse("mfa_index"))
    set_up(client)
    assert client.get("/administration/mandates/mandate/").status_code == 200


def test_functions_open_once_it_is_set_up(agent: Person, open_consultation: Consultation) -> None:
    client = sign_in(agent)
    assert _to_security(client, reverse("desk"))
    set_up(client)
    opened = client.get(f"{reverse('mfa_index')}?next={reverse('desk')}").content.decode()
    assert f'href="{reverse("desk")}"' in opened
    assert client.get(reverse("desk")).status_code == 200
    assert client.get(page("edit_preparation", open_consultation.number)).status_code == 200


def test_a_session_that_was_never_given_the_second_factor_waits_though_there_is_one(agent: Person) -> None:
    client = Client()
    client.force_login(agent)
    phone = Phone.of(agent)
    assert _to_security(client, reverse("desk"))
    assert reverse("account_logout") in client.get(reverse("mfa_index")).content.decode()
    assert client.get(reverse("desk")).status_code == 302
    assert sign_in(agent, phone=phone).get(reverse("desk")).status_code == 200


def test_a_recovery_code_opens_them_as_well(agent: Person) -> None:
    phone = Phone.of(agent)
    client = sign_in(agent)
    client.post(reverse("mfa_authenticate"), {"code": phone.codes[3]})
    assert client.get(reverse("desk")).status_code == 200


def test_who_needs_one_can_not_remove_the_last(agent: Person) -> None:
    client = sign_in(agent, phone=Phone.of(agent))
    assert client.post(reverse("mfa_deactivate_totp"), {"sure": "1"}).status_code == 422
    key = Authenticator.objects.create(
        user=agent, type=Authenticator.Type.WEBAUTHN, data={"name": "Clé", "credential": {}}
    )
    assert client.post(reverse("mfa_deactivate_totp"), {"sure": "1"}).status_code == 302
    refused = client.post(reverse("mfa_remove_webauthn", args=[key.pk]), {"sure": "1"})
    assert refused.status_code == 422
    assert Authenticator.objects.filter(pk=key.pk).exists()


@pytest.mark.parametrize("role", ["resident", "council_member"])
def test_residents_and_members_of_councils_take_part_without(
    role: str, request: pytest.FixtureRequest, open_consultation: Consultation
) -> None:
    person: Person = request.getfixturevalue(role)
    client = sign_in(person)
    answer = client.get(page("contribute", open_consultation.number))
    assert answer.status_code == 200
    assert reverse("mfa_index") not in answer.content.decode()
    words = {"title": "Un banc", "body": "À l'ombre.", "language": "fr", "stays_after_erasure": "stay"}
    assert client.post(page("contribute", open_consultation.number), words).status_code == 302


def test_a_mandate_that_has_ended_asks_for_nothing(agent: Person, open_consultation: Consultation) -> None:
    mandate = agent.mandates.get()
    mandate.ends_on = timezone.localdate()
    type(mandate).objects.filter(pk=mandate.pk).update(ends_on="2026-01-01")
    client = sign_in(agent)
    assert client.get(reverse("desk")).status_code == 403
    assert client.post(page("ask", open_consultation.number), {}).status_code != 403


def test_a_city_may_do_without(agent: Person, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    assert sign_in(agent).get(reverse("desk")).status_code == 200


def test_the_example_city_says_that_it_does_without(client: Client, settings: Settings) -> None:
    said = re.compile("second factor|second facteur", re.IGNORECASE)
    assert not said.search(client.get(reverse("account_login")).content.decode())
    settings.EXAMPLE_CITY = True
    assert said.search(client.get(reverse("account_login")).content.decode())
