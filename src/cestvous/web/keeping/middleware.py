"""Gives visitors the pages that are kept, and keeps those that they ask for."""

import hashlib
import logging
import time
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.db import DatabaseError, router
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers

from cestvous.foundation.journal.actions import seal_for_reading
from cestvous.foundation.journal.models import JournalState, Seal, journal_state
from cestvous.kernel import measures
from cestvous.kernel.logs import IN_HAND
from cestvous.web.keeping.instants import TURNS
from cestvous.web.keeping.memory import KEPT, Address, Page
from cestvous.web.keeping.sealing import shows_seals
from cestvous.web.requests import HAS_WRITTEN, now

logger = logging.getLogger(__name__)
KINDS = ("text/html", "application/atom+xml", "text/calendar", "application/json")
# Of the content that an answer without content does not have.
_OF_CONTENT = frozenset({"Content-Type", "Content-Length", "Content-Disposition"})


class KeepingMiddleware:
    """Comes before all that makes pages: one that is kept costs one query at most, and none of what comes after.

    The state of the journal is read before a page is drawn, and it only grows. So a page that is found under the state
    that stands now was drawn while nothing had happened that it does not show, whoever recorded it and on which server.
    For a second it is given again without asking, but not to who has just sent something.
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
            settings.MESSAGES_COOKIE_NAME,
        )

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not (settings.KEEP_PAGES and self._is_visitor(request)):
            return self.get_response(request)
        address = (router.db_for_read(Seal), request.scheme or "", *_address(request))
        page = KEPT.get(address)
        if page is not None and HAS_WRITTEN not in request.COOKIES and page.holds_unasked():
            return _counted(_answer(request, page), page.view)
        asked = time.monotonic()
        state = _state()
        if state is None:
            return self.get_response(request)
        if page is not None and page.holds(state, asked):
            return _counted(_answer(request, page), page.view)
        # The page is judged at the instant of its state, not a moment later.
        now(request, lambda: state.at)
        return self._kept(request, self.get_response(request), state, asked, address)

    def _is_visitor(self, request: HttpRequest) -> bool:
        return (
            request.method in {"GET", "HEAD"}
            and request.path_info.startswith(self.places)
            and not request.path_info.startswith(self.accounts)
            and "HTTP_AUTHORIZATION" not in request.META
            and not ("HTTP_COOKIE" in request.META and any(name in request.COOKIES for name in self.cookies))
        )

    def _kept(
        self, request: HttpRequest, response: HttpResponseBase, state: JournalState, asked: float, address: Address
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
            asked=asked,
            asked_at=state.at,
            view=request.resolver_match.view_name if request.resolver_match else "",
        )
        measures.visitor_page("drawn")
        KEPT.put(address, page)
        return _answer(request, page) if "HTTP_IF_NONE_MATCH" in request.META else response


def _state() -> JournalState | None:
    """Where the journal stands; None if that can't be told, or not cheaply."""
    try:
        state = journal_state()
        if state.recorded is None:
            # No worker has sealed for long. A thousand at once keeps counting cheap.
            seal_for_reading()
            state = journal_state()
    except DatabaseError:
        # Whoever answers for a database that is gone stands further out.
        logger.warning("The state of the journal can't be read: no page is given from memory.", exc_info=True)
        return None
    return state if state.recorded is not None else None


def _address(request: HttpRequest) -> tuple[str, str, str]:
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


def _counted(answer: HttpResponse, view: str) -> HttpResponse:
    """An answer that no view has given: whoever looks on counts it as one of the view that drew the page."""
    measures.visitor_page("unchanged" if answer.status_code == HTTPStatus.NOT_MODIFIED else "kept")
    in_hand = IN_HAND.get()
    if in_hand is not None:
        in_hand.view = view
    return answer


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    """The page, or the word that the reader has it already."""
    known = request.META.get("HTTP_IF_NONE_MATCH", "")
    if page.etag in known or known.strip() == "*":
        headers = {name: value for name, value in page.headers if name not in _OF_CONTENT}
        response = HttpResponse(status=304, headers=headers)
        del response["Content-Type"]
        return response
    return HttpResponse(b"" if request.method == "HEAD" else page.content, headers=dict(page.headers))
