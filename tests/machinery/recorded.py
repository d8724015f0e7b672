"""A guard: no request changes what a visitor may see without leaving an event, by which kept pages are forgotten."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.handlers.base import BaseHandler
from django.db import connection

_WRITE = re.compile(r'\s*(?:WITH\s+\w+\s+AS\s+\(\s*)?(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.IGNORECASE)
EVENTS = "journal_event"
# What no page for visitors shows by itself: visits, accounts, drafts, files before they are attached, an author who has
# said nothing yet, the numbers of the journal.
UNSEEN = re.compile(r"django_|cache$|account_|mfa_|people_|drafts_|outbox_|files_|authors_author$|journal_(?!event)")


class Unrecorded(AssertionError):
    """Something that visitors see was changed, and no event says so: they would be given the page from before."""


class Watch:
    """The tables that a request writes to. What finds no row to delete writes nothing."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute: Callable[..., object], sql: str, params: object, many: bool, context: Any) -> object:
        result = execute(sql, params, many, context)
        found = _WRITE.match(sql)
        if found and not (sql.startswith("DELETE") and context["cursor"].rowcount == 0):
            self.tables.add(found[1])
        return result


@contextmanager
def changes_recorded() -> Iterator[None]:
    """Within the tests, a request that was answered well and wrote what visitors see must have recorded an event."""
    handler: Any = BaseHandler
    real_response = handler.get_response

    def get_response(self: BaseHandler, request: Any) -> Any:
        with connection.execute_wrapper(watch := Watch()):
            response = real_response(self, request)
        seen = {table for table in watch.tables if not UNSEEN.match(table)}
        if seen - {EVENTS} and EVENTS not in seen and response.status_code < 400:
            raise Unrecorded(f"{request.method} {request.path} wrote {sorted(seen)} and recorded nothing")
        return response

    handler.get_response = get_response
    try:
        yield
    finally:
        handler.get_response = real_response
