"""Guards: no test reaches the network, and no page depends on the order in which a database happens to answer."""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import FrameType
from typing import Any

import django
from django.core.handlers.base import BaseHandler
from django.db.models import QuerySet

HERE = frozenset({"127.0.0.1", "::1", "localhost", "0.0.0.0", "", None})


class NetworkInTest(RuntimeError):
    """A test tried to reach another machine."""


class UnorderedInPage(AssertionError):
    """A page shows several rows in whatever order the database gave them."""


@contextmanager
def no_network() -> Iterator[None]:
    """Refuse connections to anything but this machine."""
    real_connect, real_lookup = socket.socket.connect, socket.getaddrinfo

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in HERE:
            raise NetworkInTest(f"tests don't reach {address}")
        real_connect(self, address)

    def lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host not in HERE:
            raise NetworkInTest(f"tests don't look up {host}")
        return real_lookup(host, *args, **kwargs)

    socket.socket.connect, socket.getaddrinfo = connect, lookup  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        socket.socket.connect, socket.getaddrinfo = real_connect, real_lookup  # type: ignore[method-assign]


_in_request: ContextVar[bool] = ContextVar("in_request", default=False)
_DJANGO = Path(django.__file__).parent
_OURS = Path(__file__).resolve().parents[2] / "src" / "cestvous"
# Where Django itself walks through rows in the order in which people will see them.
_SHOWN_BY_DJANGO = (str(_DJANGO / "template"), str(_DJANGO / "core" / "paginator.py"), str(_DJANGO / "shortcuts.py"))


def _shows(frame: FrameType) -> bool:
    """Is it our own code or a template that walks through the rows? Django's own bookkeeping needs no order."""
    code = frame.f_code.co_filename
    return code.startswith((str(_OURS), *_SHOWN_BY_DJANGO))


def _walker() -> FrameType:
    """Whoever walks through the rows: the first caller that is not the query set itself."""
    frame = sys._getframe(2)
    while frame.f_back is not None and frame.f_code.co_filename == str(_DJANGO / "db" / "models" / "query.py"):
        frame = frame.f_back
    return frame


@contextmanager
def order_required() -> Iterator[None]:
    """Within a request, several rows that our code or a template walks through must have been ordered."""
    queries: Any = QuerySet
    handler: Any = BaseHandler
    real_fetch, real_response = queries._fetch_all, handler.get_response

    def fetch(self: Any) -> None:
        is_read_now = self._result_cache is None
        real_fetch(self)
        if is_read_now and _in_request.get() and len(self._result_cache) > 1 and not self.ordered:
            walker = _walker()
            if _shows(walker):
                place = f"{walker.f_code.co_filename}:{walker.f_lineno}"
                raise UnorderedInPage(f"{self.model.__name__} rows are read without an order at {place}: {self.query}")

    def get_response(self: BaseHandler, request: Any) -> Any:
        token = _in_request.set(True)
        try:
            return real_response(self, request)
        finally:
            _in_request.reset(token)

    queries._fetch_all, handler.get_response = fetch, get_response
    try:
        yield
    finally:
        queries._fetch_all, handler.get_response = real_fetch, real_response
