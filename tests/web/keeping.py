"""Visitors of a site that keeps its pages."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cestvous.web.keeping import middleware
from cestvous.web.keeping.instants import TURNS
from cestvous.web.keeping.memory import KEPT, Memory


def visit(address: str, **headers: str) -> HttpResponseBase:
    """What a visitor who comes for the first time is answered."""
    return Client(headers={name.replace("_", "-"): value for name, value in headers.items()}).get(address)


def queries(address: str, **headers: str) -> int:
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as asked:
        visit(address, **headers)
    return len(asked)


def is_kept(address: str) -> bool:
    """Would the next visitor be given what was drawn for the last?"""
    return queries(address) == 1


_ELSEWHERE = Memory()


def forget() -> None:
    KEPT.clear()
    _ELSEWHERE.clear()
    TURNS.forget()


@contextmanager
def on_another_server() -> Iterator[None]:
    """As a process that keeps pages of its own: its memory is all that it does not share."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(middleware, "KEPT", _ELSEWHERE)
        yield
