"""What may be told of an account where floods are judged: that it is new, that its address is one to throw away."""

from datetime import datetime, timedelta

from disposable_email_domains import blocklist
from django.conf import settings

from cestvous.foundation.people.models import Person


def new_since(at: datetime) -> datetime:
    """Accounts opened after this instant are new."""
    return at - timedelta(hours=settings.NEW_ACCOUNT_HOURS)


def is_new(person: Person, at: datetime) -> bool:
    """Was this account opened lately, by somebody who has not proved where they live?"""
    return person.residence_proved_on is None and person.joined_at > new_since(at)


def is_disposable(address: str) -> bool:
    """Is an e-mail address of a provider whose addresses are thrown away after minutes? A hint, never a refusal."""
    labels = address.rpartition("@")[2].lower().rstrip(".").split(".")
    return any(".".join(labels[start:]) in blocklist for start in range(len(labels) - 1))
