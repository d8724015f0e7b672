"""Gives visitors the pages that are kept, and keeps those that they ask for."""

import hashlib
import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers

from cestvous.foundation.journal.actions import seal_for_reading
from cestvous.foundation.journal.models import JournalState, journal_state
from cestvous.web.keeping.instants import TURNS
from cestvous.web.keeping.memory import KEPT, Address, Page
from cestvous.web.keeping.sealing import shows_seals
from cestvous.web.requests import now

logger = logging.getLogger(__name__)
KINDS = ("text/html", "application/atom+xml", "text/calendar", "application/json")
# Of the content that an answer without content does not have.
_OF_CONTENT = frozenset({"Content-Type", "Content-Length", "Content-Disposition"})


class KeepingMiddleware:
    """Comes first: a page that is kept costs one query, and none of what comes after.

    The state of the journal is read before a page is drawn, and it only grows. So a page that is found under the state
    that stands now was drawn while nothing had happened that it does not show, whoever recorded it and on which server.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        # Pages carry their language in their address. What has none depends on more, or is no page.
        self.places = tuple(f"/{code}/" for code, _name in settings.LANGUAGES)
        # An account is somebody's, before they have signed in too: links in mails, the way back to it.
        self.accounts = tuple(f"{place}compte/" for place in self.places)
        self.cookies = (
            settings.SESSION_COOKIE_NAME,
            settings.CSRF_COOKIE_NAME,
            settings.LANGUAGE_COOKIE_NAME,
            "messages",
        )

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        state = self._state(request)
        if state is None:
            return self.get_response(request)
        address = (state.using, request.scheme or "", *_asked(request))
        page = KEPT.get(address)
        if page is not None and page.holds(state):
            return _answer(request, page)
        # The page is judged at the instant of its state, not a moment later.
        now(request, lambda: state.at)
        return self._kept(request, self.get_response(request), state, address)

    def _state(self, request: HttpRequest) -> JournalState | None:
        """The state under which a page is kept; None for what is not kept."""
        if not (settings.KEEP_PAGES and self._is_visitor(request)):
            return None
        try:
            state = journal_state()
            if state.recorded is None:
                # No worker has sealed for long. A thousand at once keeps counting cheap.
                seal_for_reading()
                state = journal_state()
        except DatabaseError:
            # Whoever answers for a database that is gone stands further in.
            logger.warning("The state of the journal can't be read: no page is given from memory.", exc_info=True)
            return None
        return state if state.recorded is not None else None

    def _is_visitor(self, request: HttpRequest) -> bool:
        return (
            request.method in {"GET", "HEAD"}
            and request.path_info.startswith(self.places)
            and not request.path_info.startswith(self.accounts)
            and "HTTP_AUTHORIZATION" not in request.META
            and not ("HTTP_COOKIE" in request.META and any(name in request.COOKIES for name in self.cookies))
        )

    def _kept(
        self, request: HttpRequest, response: HttpResponseBase, state: JournalState, address: Address
    ) -> HttpResponseBase:
        if response.cookies and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        if state.recorded is None or not (isinstance(response, HttpResponse) and _is_for_everybody(request, response)):
            return response
        try:
            until = TURNS.after(state)
        except DatabaseError:
            # It has been drawn: it is worth giving, if not keeping.
            logger.warning("Until when a page holds can't be read: it is not kept.", exc_info=True)
            return response
        patch_vary_headers(response, ["Cookie"])
        # May be stored anywhere, and given to nobody without asking us.
        response["Cache-Control"] = "no-cache"
        response["ETag"] = f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
        page = Page(
            recorded=state.recorded,
            sealed=state.sealed if shows_seals(request) else None,
            drawn_at=state.at,
            until=until,
            etag=response["ETag"],
            headers=tuple(response.items()),
            content=response.content,
        )
        KEPT.put(address, page)
        return _answer(request, page) if "HTTP_IF_NONE_MATCH" in request.META else response


def _asked(request: HttpRequest) -> tuple[str, str, str]:
    """Host, path and query as they were sent: a host that is not ours was refused, and what is refused is not kept."""
    meta = request.META
    return meta.get("HTTP_HOST", meta.get("SERVER_NAME", "")), request.path, meta.get("QUERY_STRING", "")


def _is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    """May every visitor get this very answer?"""
    return (
        request.method == "GET"
        and response.status_code == 200
        and not response.cookies
        and not response.has_header("Cache-Control")
        and not response.has_header("ETag")
        and response.get("Content-Type", "").startswith(KINDS)
    )


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    """The page, or the word that the reader has it already."""
    known = request.META.get("HTTP_IF_NONE_MATCH", "")
    if page.etag in known or known.strip() == "*":
        headers = {name: value for name, value in page.headers if name not in _OF_CONTENT}
        response = HttpResponse(status=304, headers=headers)
        del response["Content-Type"]
        return response
    return HttpResponse(b"" if request.method == "HEAD" else page.content, headers=dict(page.headers))
