"""Ending all visits of one account, on every device, and what else a browser's session says of it."""

import re
from collections.abc import Collection
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session

from cestvous.foundation.people.models import Person
from cestvous.kernel.transactions import action


@action
def end_visits(*, person: Person, addresses: Collection[str]) -> None:
    """End every session of an account, on every device, and those of nobody that name one of its addresses.

    Sessions say whose they are in their own words only: each is looked into. An account is erased once. What names an
    address, and is another account's, is theirs.
    """
    store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
    for session in Session.objects.order_by("session_key").iterator(chunk_size=500):
        if _is_about(session.get_decoded(), str(person.pk), addresses):
            # By its own door: it may be remembered elsewhere for a minute.
            store(session.session_key).delete()


def _is_about(told: dict[str, Any], key: str, addresses: Collection[str]) -> bool:
    if SESSION_KEY in told:
        return bool(told[SESSION_KEY] == key)
    words = str(told).casefold()
    return any(_alone(address.casefold()).search(words) for address in addresses)


def _alone(address: str) -> re.Pattern[str]:
    """The whole address: b@ville.fr is no part of bob@ville.fr."""
    return re.compile(rf"(?<![^\s'\"]){re.escape(address)}(?![^\s'\"])")


def visits_of(person: Person) -> list[Session]:
    """The sessions that are somebody's."""
    sessions = Session.objects.order_by("session_key").iterator(chunk_size=500)
    return [session for session in sessions if session.get_decoded().get(SESSION_KEY) == str(person.pk)]
