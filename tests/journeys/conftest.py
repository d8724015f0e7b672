"""A browser, a server of our own that it visits, and the French screens."""

import os
from collections.abc import Iterator

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import LiveServerThread
from django.test.utils import override_settings
from playwright.sync_api import Browser, sync_playwright

from tests.machinery.browser import chromium
from tests.machinery.lasting import _django_db_helper
from tools.messages import catalogues, compile_all

__all__ = ["_django_db_helper"]


@pytest.fixture(scope="session", autouse=True)
def _french() -> None:
    """The catalogue in the form that Django reads; made here for whoever runs pytest without make."""
    if any(not path.with_suffix(".mo").exists() for path in catalogues()):
        compile_all()


@pytest.fixture(scope="session")
def browser(origin: str) -> Iterator[Browser]:
    """Chromium, closed before the server that it visits."""
    found = chromium()
    if found is None:
        pytest.fail("Chromium is not installed. Run `make test`, which installs it, or name it: CHROMIUM=/path/to/it")
    # Playwright's loop runs in this thread for as long as the browser does; Django would take our tests for coroutines.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as playwright:
            started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"], env=dict(os.environ))
            yield started
            started.close()


class _Server(ThreadedWSGIServer):
    """Ends only when its last thread has ended, and with it that thread's connection to the database."""

    daemon_threads = False


class _ServerThread(LiveServerThread):
    server_class = _Server


@pytest.fixture(scope="session")
def origin(django_db_setup: None) -> Iterator[str]:
    """Where the site answers: a server of several threads in this process, each with its own connection."""
    server = _ServerThread("127.0.0.1", static_handler=StaticFilesHandler)
    server.daemon = True
    with override_settings(ALLOWED_HOSTS=["127.0.0.1", "localhost", "testserver"]):
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        yield f"http://{server.host}:{server.port}"
        server.terminate()
