"""What monitoring reads: numbers about the machine, never about a person. Labels are names of ours alone.

Counted here by whoever does the thing; shown on a port of its own (``METRICS_BIND``), never on the site's. Several web
processes count into files that one of them adds up: ``PROMETHEUS_MULTIPROC_DIR`` is set before they start.
"""

import logging
from http.server import HTTPServer

from django.db import Error
from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server

from cestvous.kernel.logs import REFUSALS

REQUESTS = Counter("cestvous_requests", "Requests answered.", ["view", "method", "status"])
DURATIONS = Histogram(
    "cestvous_request_seconds",
    "From the first line of a request to the first byte of its answer.",
    ["view"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
PAGES = Counter(
    "cestvous_visitor_pages", "Pages of visitors: drawn anew, taken from those kept, or unchanged.", ["outcome"]
)
ACCOUNTS = Counter("cestvous_accounts_opened", "Accounts opened, by what their e-mail address is.", ["address"])
LOGGED = Counter("cestvous_logged", "Lines of the log that tell of something wrong.", ["level", "logger"])
DATABASE_ERRORS = Counter("cestvous_database_errors", "Errors of the database that were logged.", ["kind"])

HERE = "127.0.0.1"
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})


def answered(*, view: str, method: str, status: int, seconds: float) -> None:
    """A request was answered. ``view`` is a name of ours, never an address."""
    REQUESTS.labels(view, method if method in _METHODS else "other", status).inc()
    DURATIONS.labels(view).observe(seconds)


def visitor_page(outcome: str) -> None:
    """For whoever keeps pages: one was "drawn", taken as "kept", or "unchanged" since the reader last had it."""
    PAGES.labels(outcome).inc()


def account_opened(*, is_disposable: bool) -> None:
    """An account was opened, with an e-mail address to be thrown away or another."""
    ACCOUNTS.labels("disposable" if is_disposable else "other").inc()


class Counting(logging.Handler):
    """Counts what the log says went wrong, and of that what the database did."""

    def emit(self, record: logging.LogRecord) -> None:
        level = "warning" if record.name.startswith(REFUSALS) else record.levelname.lower()
        LOGGED.labels(level, record.name).inc()
        error = record.exc_info[1] if record.exc_info else None
        for told in (error, *(record.args if isinstance(record.args, tuple) else ())):
            if isinstance(told, Error):
                DATABASE_ERRORS.labels(type(told).__name__).inc()


def place(bind: str) -> tuple[str, int]:
    """Host and port of ``METRICS_BIND``: a port alone is one of this machine, out of reach of any other."""
    host, _colon, port = bind.rpartition(":")
    return host.strip("[]") or HERE, int(port)


def show(bind: str, registry: CollectorRegistry) -> HTTPServer:
    """Show these measures at ``/metrics`` there, from a thread. Raises OSError if the port can't be had."""
    host, port = place(bind)
    server, _thread = start_http_server(port, host, registry)
    return server
