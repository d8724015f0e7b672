"""A city that stands for as long as a whole module of tests: built once, really committed, then swept away."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from cestvous.foundation.journal.actions import seal
from cestvous.kernel import clock as kernel_clock
from tests.city.people import Cast
from tests.city.visits import VISITOR
from tests.factories import PASSWORD
from tests.machinery.clock import CLOCK


@contextmanager
def standing(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let a module write to the database for good; empties it at the end. The clock is that of the tests."""
    with blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel_clock, "_frozen", CLOCK)
        try:
            yield
        finally:
            call_command("flush", interactive=False, verbosity=0)
            connection.close()


def sealed() -> None:
    """Seal what the journal holds, as the worker would have."""
    while seal():
        pass


class AskedClock:
    """The clock of the tests, at the price of the real one: on PostgreSQL, each look at it asks the database.

    Unless another query has told the instant already: then nothing is asked, and a default is given.
    """

    def get(self, *default: None) -> datetime | None:
        if connection.vendor == "postgresql" and not default:
            with connection.cursor() as cursor:
                cursor.execute("SELECT clock_timestamp()")
        return CLOCK.get()


def signed_in(cast: Cast, role: str) -> Client:
    """A browser without a screen, signed in by the page for it where there is a password."""
    client = Client()
    if role != VISITOR:
        person = cast.named(role)
        if person.has_usable_password():
            answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
            assert answer.status_code == 302, answer.content.decode()
        else:
            client.force_login(person)
    return client
