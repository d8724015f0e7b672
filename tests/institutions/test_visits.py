"""Whoever leaves ends their own visits, and nobody else's."""

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from cestvous.foundation.outbox.actions import write
from cestvous.foundation.outbox.models import Letter
from cestvous.foundation.people.models import Person
from cestvous.institutions.privacy import actions
from cestvous.institutions.privacy.policy import Wish

pytestmark = pytest.mark.django_db


def test_nobody_else_is_signed_out_or_loses_a_letter(resident: Person, other_resident: Person) -> None:
    """Whose address holds the one that is erased; and whose address the leaver claims."""
    Person.objects.filter(pk=other_resident.pk).update(email=f"ma{resident.email}")
    other = Person.objects.get(pk=other_resident.pk)
    EmailAddress.objects.create(user=resident, email=other.email, verified=False)
    theirs = Client()
    theirs.force_login(other)
    assert theirs.get(reverse("account")).status_code == 200
    session = theirs.session
    session["said"] = f"{resident.email} {other.email}"
    session.save()
    write(EmailMessage("Un mot", "Pour vous.", to=[other.email]))
    actions.erase(by=resident, wish=Wish())
    assert theirs.get(reverse("account")).status_code == 200
    assert Letter.objects.filter(recipient=other.email).exists()
