"""The example city at an instant that stands still, so that a picture changes only when what it shows does."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from zoneinfo import ZoneInfo

from cestvous.commands.demo import environment

# A Tuesday morning, after a summer and before an election: every example consultation can stand where it should.
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 — the name that it overrides
        """Say nothing of each request."""


def prepare(folder: Path) -> None:
    """Set the environment of an example city in this folder. Comes before Django is loaded."""
    os.environ["STATE_FOLDER"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "cestvous.config.settings"
    # It is walked by a program.
    os.environ["FORM_SECONDS"] = "0"
    environment.prepare([])


@contextmanager
def served(application: Callable[..., Any]) -> Iterator[str]:
    """Serve on a free port of this machine; gives the address."""
    with make_server("127.0.0.1", 0, application, server_class=_Server, handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
