"""``cestvous recover``: whoever has lost everything gets back in, and is told."""

import io

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command

from cestvous.foundation.journal.models import Event
from cestvous.foundation.people.models import Person
from tests.web.accounts.ways_in import Phone, is_in, sign_in

pytestmark = pytest.mark.django_db


def test_second_factors_go_sessions_end_and_the_owner_is_told(resident: Person, neighbour: Person) -> None:
    cache.clear()
    client = sign_in(resident, phone=Phone.of(resident))
    Phone.of(neighbour)
    assert is_in(client)
    said = io.StringIO()
    call_command("recover", resident.email.upper(), stdout=said)
    assert resident.email in said.getvalue()
    assert not Authenticator.objects.filter(user=resident).exists()
    assert Authenticator.objects.filter(user=neighbour).count() == 2
    assert not is_in(client)
    assert is_in(sign_in(resident))
    assert Event.objects.get(kind="people.sign-in-changed").facts == {"part": "recovered"}
    (told, *_rest) = mail.outbox
    assert told.to == [resident.email]


def test_what_cannot_be_is_said(resident: Person) -> None:
    with pytest.raises(CommandError, match=r"personne@exemple\.test"):
        call_command("recover", "personne@exemple.test")
    with pytest.raises(CommandError, match=resident.email):
        call_command("recover", resident.email)
