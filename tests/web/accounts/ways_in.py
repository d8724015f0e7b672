"""People who sign in, with what they have on them."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cestvous.foundation.people.models import Person
from tests.factories import PASSWORD
from tests.machinery.codes import code_now


@dataclass
class Phone:
    """An application for codes, and the paper with recovery codes."""

    person: Person
    secret: str = field(default_factory=generate_totp_secret)
    codes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, person: Person) -> "Phone":
        phone = cls(person)
        TOTP.activate(person, phone.secret)
        phone.codes = RecoveryCodes.activate(person).get_unused_codes()
        return phone

    def code(self) -> str:
        """What it shows now, as if no code had been used yet."""
        cache.clear()
        return code_now(self.secret)


def sign_in(
    person: Person, client: Client | None = None, *, password: str = PASSWORD, phone: Phone | None = None
) -> Client:
    client = client or Client()
    client.post(reverse("account_login"), {"login": person.email, "password": password})
    if phone is not None:
        client.post(reverse("mfa_authenticate"), {"code": phone.code()})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("my_words")).status_code == 200


def set_up(client: Client) -> str:
    """Set up an application by the pages for it; returns its secret."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    assert found is not None, page
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_now(found[1])})
    assert answer["Location"] == reverse("mfa_view_recovery_codes"), answer.content.decode()
    return found[1].replace(" ", "")


def ways_of(person: Person) -> list[str]:
    return sorted(Authenticator.objects.filter(user=person).values_list("type", flat=True))


def carried(answer: Any) -> dict[str, str]:
    """The form on the page that asks, as a browser would send it back."""
    html = answer.content.decode()
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return {name: unescape(value) for name, value in found}
