"""Replayed tokens and tokens of somebody else: links in letters, and the token of a form."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cestvous.foundation.people.models import Person
from tests.factories import PASSWORD, a_person

pytestmark = pytest.mark.django_db
ANOTHER = "six moulins au bord de la Doller"
THIRD = "sept moulins au bord de la Thur"


@pytest.fixture(autouse=True)
def _nothing_counted_yet(db: None) -> None:
    cache.clear()


def _link_for_a_new_password(person: Person) -> str:
    Client().post(reverse("account_reset_password"), {"email": person.email})
    link = next(word for word in str(mail.outbox[-1].body).split() if word.startswith("http"))
    return link.removeprefix("http://testserver")


def _choose(link: str, password: str) -> None:
    client = Client()
    shown = client.get(link, follow=True)
    form = shown.redirect_chain[-1][0] if shown.redirect_chain else link
    client.post(form, {"password1": password, "password2": password})


def _knows(person: Person, password: str) -> bool:
    return Person.objects.get(pk=person.pk).check_password(password)


def test_a_link_for_a_new_password_serves_once(resident: Person) -> None:
    link = _link_for_a_new_password(resident)
    _choose(link, ANOTHER)
    assert _knows(resident, ANOTHER)
    _choose(link, THIRD)
    assert _knows(resident, ANOTHER)


def test_it_serves_no_longer_once_the_password_was_changed_otherwise(resident: Person) -> None:
    link = _link_for_a_new_password(resident)
    resident.set_password(ANOTHER)
    resident.save()
    _choose(link, THIRD)
    assert _knows(resident, ANOTHER)


def test_it_opens_nobody_else_s_account(resident: Person, neighbour: Person) -> None:
    mine, theirs = _link_for_a_new_password(neighbour), _link_for_a_new_password(resident)
    base, _slash, mine_last = mine.rstrip("/").rpartition("/")
    theirs_last = theirs.rstrip("/").rpartition("/")[2]
    _mine, _dash, key = mine_last.partition("-")
    number, _dash, _theirs = theirs_last.partition("-")
    _choose(f"{base}/{number}-{key}/", THIRD)
    assert _knows(resident, PASSWORD)
    assert _knows(neighbour, PASSWORD)


def test_it_does_not_serve_for_ever(resident: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    link = _link_for_a_new_password(resident)
    now = PasswordResetTokenGenerator._now
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: now(self) + timedelta(days=4))
    _choose(link, ANOTHER)
    assert _knows(resident, PASSWORD)


def test_a_link_that_confirms_an_address_confirms_that_one_alone(resident: Person) -> None:
    address = EmailAddress.objects.get(user=resident)
    EmailAddress.objects.filter(pk=address.pk).update(verified=False)
    other = EmailAddress.objects.create(user=a_person("Paul Schmitt"), email="autre@exemple.test", verified=False)
    key = EmailConfirmationHMAC(address).key
    tampered = EmailConfirmationHMAC(other).key.partition(":")[0] + ":" + key.partition(":")[2]
    Client().post(reverse("account_confirm_email", args=[tampered]))
    assert not EmailAddress.objects.filter(pk__in=[address.pk, other.pk], verified=True).exists()
    Client().post(reverse("account_confirm_email", args=[key]))
    assert list(EmailAddress.objects.filter(pk__in=[address.pk, other.pk], verified=True)) == [address]


def test_a_form_s_token_of_another_browser_is_refused() -> None:
    """Somebody's own token, planted in a page of theirs, opens no form in another one's browser."""
    theirs = Client(enforce_csrf_checks=True)
    page = theirs.get(reverse("account_login"))
    token = page.context["csrf_token"]
    mine = Client(enforce_csrf_checks=True)
    mine.get(reverse("account_login"))
    sent = {"login": "x@exemple.test", "password": "y", "csrfmiddlewaretoken": str(token)}
    assert mine.post(reverse("account_login"), sent).status_code == 403
    assert theirs.post(reverse("account_login"), sent).status_code == 422
