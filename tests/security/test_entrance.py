"""Ways in: sessions that nobody else gets hold of, attempts that are counted, links that lead home."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cestvous.foundation.people.models import Person
from cestvous.web.accounts.checks import a_key_of_its_own, links_in_mails
from tests.deploy.reading import settings_of_example
from tests.factories import PASSWORD, a_person

pytestmark = pytest.mark.django_db
ANOTHER = "six moulins au bord de la Doller"


@pytest.fixture(autouse=True)
def _nothing_counted_yet(db: None) -> None:
    cache.clear()


def _sign_in(person: Person, password: str = PASSWORD, client: Client | None = None, **request: str) -> Client:
    client = client or Client()
    client.post(reverse("account_login"), {"login": person.email, "password": password}, **request)  # type: ignore[arg-type]
    return client


def _is_in(client: Client) -> bool:
    return client.get(reverse("my_words")).status_code == 200


def test_a_session_that_somebody_else_has_prepared_is_not_the_one_signed_in(resident: Person) -> None:
    stranger = Client()
    prepared = stranger.session
    prepared["something"] = "theirs"
    prepared.save()
    victim = Client()
    victim.cookies["sessionid"] = prepared.session_key or ""
    assert _is_in(_sign_in(resident, client=victim))
    assert victim.session.session_key != prepared.session_key
    stranger.cookies["sessionid"] = prepared.session_key or ""
    assert not _is_in(stranger)


def test_signing_out_ends_the_session_wherever_its_cookie_was_copied(resident: Person) -> None:
    client, copy = _sign_in(resident), Client()
    copy.cookies["sessionid"] = client.cookies["sessionid"].value
    assert _is_in(copy)
    assert client.get(reverse("account_logout")).status_code == 200
    assert _is_in(copy)
    client.post(reverse("account_logout"))
    assert not _is_in(copy)


def test_a_new_password_ends_all_other_sessions(resident: Person) -> None:
    here, elsewhere = _sign_in(resident), _sign_in(resident)
    changed = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
    assert here.post(reverse("account_change_password"), changed)["Location"] == reverse("mfa_index")
    assert _is_in(here)
    assert not _is_in(elsewhere)


def test_a_forgotten_password_replaced_ends_all_sessions(client: Client, resident: Person) -> None:
    elsewhere = _sign_in(resident)
    client.post(reverse("account_reset_password"), {"email": resident.email})
    link = next(word for word in str(mail.outbox[-1].body).split() if word.startswith("http"))
    form = client.get(link.removeprefix("http://testserver"), follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": ANOTHER, "password2": ANOTHER})
    assert not _is_in(elsewhere)
    assert not _is_in(_sign_in(resident))
    assert _is_in(_sign_in(resident, ANOTHER))


def test_an_account_that_is_closed_is_out_at_once(resident: Person) -> None:
    client = _sign_in(resident)
    Person.objects.filter(pk=resident.pk).update(is_active=False)
    assert not _is_in(client)


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "django_language"])
@pytest.mark.parametrize("value", ["a\x00b", '"a\\000b"', "x" * 10_000, "ÿþ", "%00", '"', "[]:1:1"])
def test_no_cookie_is_an_error(name: str, value: str) -> None:
    client, cookie = Client(), {"cookie": f"{name}={value}"}
    assert client.get(reverse("home"), headers=cookie).status_code == 200
    assert client.get(reverse("my_words"), headers=cookie).status_code == 302
    assert client.post(reverse("account_login"), {}, headers=cookie).status_code == 422
    assert Client(enforce_csrf_checks=True).post(reverse("account_login"), {}, headers=cookie).status_code == 403


def test_attempts_are_counted_by_account_from_wherever_they_come(resident: Person) -> None:
    for attempt in range(5):
        _sign_in(resident, "autre chose", REMOTE_ADDR=f"192.0.2.{attempt}", HTTP_HOST=f"testserver:{8000 + attempt}")
    assert not _is_in(_sign_in(resident, REMOTE_ADDR="192.0.2.200", HTTP_HOST="testserver:9000"))
    assert not _is_in(_sign_in(resident, REMOTE_ADDR="192.0.2.201"))


def test_attempts_are_counted_by_address_on_whatever_account(resident: Person, neighbour: Person) -> None:
    for attempt in range(10):
        unknown = Person(email=f"personne-{attempt}@exemple.test")
        _sign_in(unknown, "autre chose", HTTP_X_FORWARDED_FOR=f"192.0.2.{attempt}")
    assert not _is_in(_sign_in(resident))
    assert _is_in(_sign_in(resident, REMOTE_ADDR="192.0.2.200"))


def test_letters_with_a_new_password_are_counted_by_account_and_by_address(resident: Person) -> None:
    def ask(address: str, **request: str) -> int:
        return Client().post(reverse("account_reset_password"), {"email": address}, **request).status_code  # type: ignore[arg-type]

    for attempt in range(7):
        ask(resident.email, REMOTE_ADDR=f"192.0.2.{attempt}", HTTP_HOST=f"testserver:{8000 + attempt}")
    assert len(mail.outbox) == 5
    cache.clear()
    answers = [ask(f"personne-{attempt}@exemple.test") for attempt in range(11)]
    assert answers == [302] * 10 + [429]


def test_what_is_counted_is_not_forgotten_because_strangers_ask_much(resident: Person) -> None:
    for _attempt in range(5):
        _sign_in(resident, "autre chose")
    for stranger in range(400):
        cache.set(f"~{stranger}", [1.0], 60)
    assert not _is_in(_sign_in(resident, REMOTE_ADDR="192.0.2.200"))


def test_links_in_letters_lead_home_whatever_host_was_asked(settings: Settings) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://participer.mulhouse.test/", ["*"]
    person = a_person("Paul Schmitt", email="paul@exemple.test")
    client, there = Client(), {"HTTP_HOST": "evil.test:4443"}
    client.post(reverse("account_reset_password"), {"email": person.email}, **there)  # type: ignore[arg-type]
    client.post(reverse("account_reset_password"), {"email": "inconnue@exemple.test"}, **there)  # type: ignore[arg-type]
    EmailAddress.objects.filter(user=person).update(verified=False)
    _sign_in(person, client=client, **there)
    EmailAddress.objects.filter(user=person).update(verified=True)
    _sign_in(person, client=client, **there)
    changed = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
    client.post(reverse("account_change_password"), changed, **there)  # type: ignore[arg-type]
    assert len(mail.outbox) == 4
    for letter in mail.outbox:
        assert "https://participer.mulhouse.test/fr/compte/" in letter.body
        assert "evil" not in letter.body


@pytest.mark.parametrize(
    ("address", "hosts", "is_ours"),
    [
        ("https://participer.mulhouse.fr", ["participer.mulhouse.fr"], True),
        ("https://participer.mulhouse.fr:8443/", [".mulhouse.fr"], True),
        ("http://[::1]:8000", ["[::1]"], True),
        ("http://127.0.0.1:8000", ["participer.mulhouse.fr"], False),
        ("participer.mulhouse.fr", ["participer.mulhouse.fr"], False),
        ("", ["participer.mulhouse.fr"], False),
    ],
)
def test_the_site_says_when_links_in_letters_would_lead_elsewhere(
    settings: Settings, address: str, hosts: list[str], is_ours: bool
) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = address, hosts
    assert [fault.id for fault in links_in_mails()] == ([] if is_ours else ["web.E003"])


def test_nobody_signs_with_the_key_that_everybody_can_read(settings: Settings) -> None:
    assert a_key_of_its_own() == []
    settings.SECRET_KEY = settings_of_example()["SECRET_KEY"]
    assert [fault.id for fault in a_key_of_its_own()] == ["web.E004"]
