"""Links that say where one goes on to lead nowhere but to this site, and are never an error."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cestvous.foundation.people.models import Person
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
ELSEWHERE = [
    "//evil.test", "///evil.test", "/\\evil.test", "\\\\evil.test", "/\t/evil.test", "\x00//evil.test",
    "https:evil.test", "https:///evil.test", "http://testserver@evil.test", "http://testserver.evil.test",
    "http://localhost/", "javascript:alert(1)", "data:text/html,x", "%2f%2fevil.test", "evil.test",
    "http://[evil", "//[::1", "é", "account_logout",
]  # fmt: skip
ABOUT_ME = {"name_kind": "pseudonym", "name": "Samira B.", "neighbourhood": "", "age_band": ""}


@pytest.fixture(autouse=True)
def _nothing_counted_yet(db: None, settings: Settings) -> None:
    settings.FRESH_SIGN_IN_MINUTES = 15
    cache.clear()


def _sent(resident: Person) -> dict[str, dict[str, str]]:
    new = {
        "email": "nouvelle@exemple.test",
        "password1": "une phrase bien longue",
        "at_least_16": "on",
        "charter": "on",
    }
    return {
        "account_login": {"login": resident.email, "password": PASSWORD},
        "account_signup": ABOUT_ME | new,
        "account_reauthenticate": {"proof-asked": "send", "proof-password": PASSWORD},
        "account": ABOUT_ME,
        "account_logout": {},
    }


@pytest.mark.parametrize(
    "name", ["account_login", "account_signup", "account_reauthenticate", "account", "account_logout"]
)
def test_no_link_leads_out_of_the_site(name: str, resident: Person) -> None:
    sent = _sent(resident)[name]
    inside = {reverse("home"), reverse("account"), reverse("account_email_verification_sent")}
    for elsewhere in ELSEWHERE:
        for in_address, in_form in (({"next": elsewhere}, {}), ({}, {"next": elsewhere})):
            cache.clear()
            client = Client()
            if name not in {"account_login", "account_signup"}:
                client.force_login(resident)
            assert client.get(reverse(name), in_address).status_code == 200
            answer = client.post(reverse(name, query=in_address), sent | in_form)
            assert answer.status_code == 302
            assert answer["Location"] in inside, elsewhere


@pytest.mark.parametrize("name", ["account_login", "account_reauthenticate", "account"])
def test_one_goes_on_to_where_one_was(name: str, resident: Person) -> None:
    client, where = Client(), "/fr/consultations/?état=é&page=2#suite"
    if name != "account_login":
        client.force_login(resident)
    answer = client.post(reverse(name, query={"next": where}), _sent(resident)[name])
    assert answer["Location"] == "/fr/consultations/?%C3%A9tat=%C3%A9&page=2#suite"


@pytest.mark.parametrize("path", ["//evil.test/fr/mes-mots/", "//evil.test", "/\\evil.test", "/fr//evil.test/.."])
def test_no_address_of_ours_leads_out_either(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in {302, 404}
    assert not answer.get("Location", "/").startswith(("//", "/\\", "http"))
