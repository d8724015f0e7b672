"""For modules of tests that share what they wrote: see ``tests.city.standing``."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker


@pytest.fixture
def _django_db_helper(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Takes the place of pytest-django's own in modules that import it: no transaction around each test, no flush.

    ``standing`` sweeps once, after all of them; and a server's threads must see what the test has written.
    """
    with django_db_blocker.unblock():
        yield
