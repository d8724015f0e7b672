"""What every test gets: settings that suit tests, a clock that stands still, and the guards."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from cestvous.kernel import clock as kernel_clock
from cestvous.web.consultations import grids
from cestvous.web.design.drawing import AROUND, DRAWINGS
from tests.machinery.clock import CLOCK, MONDAY, TestClock
from tests.machinery.guards import no_network, order_required
from tests.machinery.recorded import changes_recorded

# Cheap hashes, and static files under their own names: neither is what these tests are about.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
# A page that is kept was drawn for somebody else: tests that look at how pages are drawn get each one drawn for them.
settings.KEEP_PAGES = False
# Where the test client is: links in mails lead there.
settings.SITE_URL = "http://testserver"
if connection.vendor == "sqlite":
    # In a file, as in a real city: a database in memory locks whole tables and has no write-ahead log.
    connection.settings_dict["TEST"]["NAME"] = str(Path(os.environ["STATE_FOLDER"]) / "tests.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _guards() -> Iterator[None]:
    """No network, no page in an order that nobody chose, no change that visitors see without an event."""
    with no_network(), order_required(), changes_recorded():
        yield


@pytest.fixture(autouse=True)
def _nothing_known() -> None:
    """A process remembers what it read and drew; each test begins as if in a new one."""
    grids.forget()
    DRAWINGS.forget()
    AROUND.forget()


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> TestClock:
    """It is Monday, 2 March 2026, 9 o'clock in Paris; ``tests.machinery.clock.travel`` moves it."""
    monkeypatch.setattr(kernel_clock, "_frozen", CLOCK)
    CLOCK.freeze(MONDAY)
    return CLOCK
