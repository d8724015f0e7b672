"""Getting in: the whole way through real mail, what is refused, and what nobody can learn."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cestvous.foundation.journal.models import Event
from cestvous.foundation.outbox.models import Letter
from cestvous.foundation.outbox.tasks import MailServerAway, send_letters
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import clock
from tests.factories import PASSWORD, a_person
from tests.machinery.clock import travel
from tests.machinery.mail import Letterbox

pytestmark = pytest.mark.django_db
ADDRESS = "camille@exemple.test"


@pytest.fixture(autouse=True)
def _nothing_counted_yet(db: None) -> None:
    cache.clear()


def told(**changes: str) -> dict[str, str]:
    return {
        "email": ADDRESS,
        "password1": PASSWORD,
        "name_kind": "pseudonym",
        "name": "Camille du quai",
        "neighbourhood": "",
        "age_band": "",
        "at_least_16": "on",
        "charter": "on",
    } | changes


def test_signing_up_confirming_and_taking_part(client: Client, letterbox: Letterbox, drouot: Neighbourhood) -> None:
    home, next_page = reverse("home"), reverse("charter")
    assert client.get(reverse("account_signup")).status_code == 200
    answer = client.post(
        reverse("account_signup"), told(neighbourhood=str(drouot.pk), age_band="25-39", next=next_page)
    )
    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert client.get(answer.headers["Location"]).status_code == 200

    person = Person.objects.get()
    assert (person.email, person.name, person.neighbourhood) == (ADDRESS, "Camille du quai", drouot)
    assert (person.age_band, person.at_least_16, person.charter_accepted_at) == ("25-39", True, clock.now())
    event = Event.objects.get(kind="people.account-opened")
    assert not event.public

    ((to, subject, body),) = letterbox.received
    assert to == ADDRESS
    assert subject
    assert "Camille" not in body  # a name is somebody's words: nobody can have us mail theirs to a stranger
    link = letterbox.last_link()
    client.get(link)
    assert not EmailAddress.objects.get().verified  # programs that scan mail follow links too
    answer = client.post(link)
    assert EmailAddress.objects.get().verified
    assert answer.headers["Location"] in (next_page, home)
    assert client.get(reverse("account")).status_code == 200

    client.post(reverse("account_logout"))
    assert client.get(reverse("account")).status_code == 302
    client.post(reverse("account_login"), {"login": ADDRESS.upper(), "password": PASSWORD})
    assert client.get(reverse("account")).status_code == 200


def test_the_link_signs_in_only_the_browser_that_signed_up(client: Client, letterbox: Letterbox) -> None:
    client.post(reverse("account_signup"), told())
    elsewhere = Client()
    answer = elsewhere.post(letterbox.last_link())
    assert answer.headers["Location"] == reverse("account_login")
    assert elsewhere.get(reverse("account")).status_code == 302
    assert elsewhere.get(letterbox.last_link()).status_code == 200  # used already: the page says so
    # The browser that waited is not stuck either.
    assert client.get(reverse("account_login")).status_code in (200, 302)
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": ADDRESS, "password": PASSWORD})
    assert client.get(reverse("account")).status_code == 200


def sign_in(client: Client, address: str) -> None:
    client.post(reverse("account_login"), {"login": address, "password": PASSWORD})


def test_an_address_that_is_known_gets_the_same_answer(client: Client) -> None:
    a_person("Paul Schmitt", email=ADDRESS)
    known = Client().post(reverse("account_signup"), told(), follow=True)
    unknown = Client().post(reverse("account_signup"), told(email="autre@exemple.test"), follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content
    assert Person.objects.filter(email=ADDRESS).count() == 1
    to_known, to_unknown = mail.outbox
    assert reverse("account_reset_password") in to_known.body
    assert "confirmer" in to_unknown.body


def test_two_people_who_sign_up_with_one_address_at_the_same_instant_get_the_same_answer(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_person("Paul Schmitt", email=ADDRESS)
    # Neither sees the other: the check comes before either account is there.
    monkeypatch.setattr("allauth.account.internal.flows.manage_email.assess_unique_email", lambda *args, **named: True)
    answer = client.post(reverse("account_signup"), told())
    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert Person.objects.filter(email=ADDRESS).count() == 1
    assert reverse("account_reset_password") in mail.outbox[0].body


def test_a_new_password_is_asked_for_in_the_same_way_whether_there_is_an_account_or_not(client: Client) -> None:
    a_person("Paul Schmitt", email=ADDRESS)
    known = client.post(reverse("account_reset_password"), {"email": ADDRESS}, follow=True)
    unknown = client.post(reverse("account_reset_password"), {"email": "autre@exemple.test"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content
    assert [message.to for message in mail.outbox] == [[ADDRESS], ["autre@exemple.test"]]


def test_signing_in_refuses_an_unknown_address_as_it_refuses_a_wrong_password(client: Client) -> None:
    a_person("Paul Schmitt", email=ADDRESS)
    wrong = client.post(reverse("account_login"), {"login": ADDRESS, "password": "autre chose"})
    unknown = client.post(reverse("account_login"), {"login": "autre@exemple.test", "password": "autre chose"})
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_a_forgotten_password_is_replaced_by_the_link_of_the_mail(client: Client, letterbox: Letterbox) -> None:
    a_person("Paul Schmitt", email=ADDRESS)
    client.post(reverse("account_reset_password"), {"email": ADDRESS})
    answer = client.get(letterbox.last_link(), follow=True)
    new = "quatre ponts sur le canal"
    done = client.post(answer.redirect_chain[-1][0], {"password1": new, "password2": new}, follow=True)
    assert done.status_code == 200
    client.post(reverse("account_login"), {"login": ADDRESS, "password": new})
    assert client.get(reverse("account")).status_code == 200
    assert letterbox.received[-1][0] == ADDRESS  # and the person is told


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at_least_16", ""),
        ("charter", ""),
        ("name", ""),
        ("name", "x"),
        ("name", "12345"),
        ("name", "camille@exemple.test"),
        ("name_kind", ""),
        ("password1", "court"),
        ("password1", "1234567890"),
        ("email", "pas une adresse"),
        ("neighbourhood", "999999"),
        ("age_band", "12"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(client: Client, field: str, value: str) -> None:
    answer = client.post(reverse("account_signup"), told(**{field: value}))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    if field != "name":
        assert "Camille du quai" in answer.content.decode()
    assert PASSWORD not in answer.content.decode()
    assert not Person.objects.exists()


def test_attempts_are_counted(client: Client, resident: Person, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"signup": "10/m/ip"}
    for _attempt in range(5):
        client.post(reverse("account_login"), {"login": resident.email, "password": "autre chose"})
    sign_in(client, resident.email)
    assert client.get(reverse("account")).status_code == 302  # even the right password waits
    answers = [client.post(reverse("account_signup"), {}).status_code for _attempt in range(11)]
    assert answers == [422] * 10 + [429]


def test_a_closed_account_can_not_sign_in(client: Client, resident: Person) -> None:
    Person.objects.filter(pk=resident.pk).update(is_active=False)
    answer = client.post(reverse("account_login"), {"login": resident.email, "password": PASSWORD}, follow=True)
    assert answer.status_code in (200, 422)
    assert "_auth_user_id" not in client.session


OPEN_TO_VISITORS = (
    "account_signup",
    "account_login",
    "account_inactive",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
)


@pytest.mark.parametrize("name", OPEN_TO_VISITORS)
def test_every_page_of_the_entrance_is_ours(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert 'class="masthead"' in answer.content.decode()
    assert "placeholder" not in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["account", "account_email", "account_change_password", "mfa_index", "mfa_activate_totp", "account_logout"]
)
def test_every_page_of_ones_account_is_ours(client: Client, resident: Person, name: str) -> None:
    refused = Client().get(reverse(name))
    assert refused.status_code == 302
    client.force_login(resident)
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert 'class="masthead"' in answer.content.decode()


@pytest.mark.parametrize("address", ["/fr/compte/adresse/confirmer/faux/", "/fr/compte/mot-de-passe/nouveau/1-faux/"])
def test_a_link_that_is_worth_nothing_says_so(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert 'class="masthead"' in answer.content.decode()
    assert not client.post(address).cookies.get("sessionid")


def test_a_mail_server_that_is_away_loses_nobody_and_no_mail(client: Client, letterbox: Letterbox) -> None:
    letterbox.close()
    answer = client.post(reverse("account_signup"), told(), follow=True)
    assert answer.status_code == 200
    assert not list(answer.context["messages"])  # nobody knows yet
    with pytest.raises(MailServerAway):
        send_letters()
    travel(minutes=1)
    answer = Client().post(reverse("account_signup"), told(email="autre@exemple.test"), follow=True)
    (said,) = answer.context["messages"]
    assert said.level == messages.WARNING
    letterbox.open()
    travel(minutes=2)
    assert {to for to, _subject, _body in letterbox.received} == {ADDRESS, "autre@exemple.test"}
    assert not Letter.objects.exists()
    client.post(letterbox.last_link())
    assert EmailAddress.objects.filter(verified=True).exists()
    answer = Client().post(reverse("account_signup"), told(email="troisieme@exemple.test"), follow=True)
    assert not list(answer.context["messages"])


def test_an_account_and_its_letter_are_there_together_or_not_at_all(
    client: Client, letterbox: Letterbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_message: object) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr("cestvous.foundation.outbox.actions.write", killed)
    with pytest.raises(RuntimeError, match="killed"):
        client.post(reverse("account_signup"), told())
    assert not Person.objects.exists()
    assert not Event.objects.exists()
