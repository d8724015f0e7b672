"""What a reader sees of a database that is away: nothing, if it is back within seconds; else a page that says so.

Outermost of all: what is made anew is made from the beginning, by a request that knows nothing of the first.
"""

import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import Error, connections
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language_from_request, override
from django.views.defaults import server_error

from cestvous.kernel.databases.absence import ABSENCES, at_most, is_worth_another_try, passes, time_left
from cestvous.kernel.databases.reading import REPLICA, PrimaryNeeded, from_replica, streamed_from_replica
from cestvous.kernel.databases.replica import CHECKED_EVERY, KNOWN
from cestvous.web.requests import HAS_WRITTEN

logger = logging.getLogger(__name__)
# All that a request may spend on waiting. Nobody is left without an answer for longer than ten seconds.
PATIENCE_SECONDS = 8.0
RETRY_AFTER_SECONDS = 5
READING = frozenset({"GET", "HEAD"})
_TROUBLE = "_trouble"


class PatienceMiddleware:
    """Reads again, once, what was being read when the connection was lost; lets visitors read from the replica.

    A write whose end is not known is never repeated: whoever sent it is told, and may send it again. What is said
    twice is said once (ADR 6).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: WSGIRequest) -> HttpResponseBase:
        with at_most(PATIENCE_SECONDS):
            response = self._answered(request)
        if request.method not in READING and (REPLICA in connections or settings.KEEP_PAGES):
            # Longer than a visitor's page may be behind: read from the replica, or kept.
            behind = settings.REPLICA_LAG_SECONDS + CHECKED_EVERY if REPLICA in connections else 0
            age = int(behind) + RETRY_AFTER_SECONDS
            response.set_cookie(
                HAS_WRITTEN, "1", max_age=age, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
            )
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, PrimaryNeeded):
            request.__dict__[_TROUBLE] = exception
            # Nobody sees it: the page is made anew.
            return HttpResponse(status=HTTPStatus.SEE_OTHER)
        return unavailable(request, exception) if passes(exception) else None

    def _answered(self, request: WSGIRequest) -> HttpResponseBase:
        by_visitor = _is_by_visitor(request)
        on_replica = by_visitor and KNOWN.may_be_read()
        response, trouble = self._attempt(request, on_replica=on_replica)
        if isinstance(trouble, PrimaryNeeded):
            response, failed = self._attempt(_anew(request), on_replica=False)
            # The primary is known to be away now: the page is shown as it stands.
            return self._attempt(_anew(request), on_replica=True)[0] if failed else response
        if request.method not in READING or time_left() <= 0 or not is_worth_another_try(trouble):
            return response
        return self._attempt(_anew(request), on_replica=by_visitor and KNOWN.may_be_read())[0]

    def _attempt(self, request: WSGIRequest, *, on_replica: bool) -> tuple[HttpResponseBase, BaseException | None]:
        with from_replica(on_replica):
            response = self.get_response(request)
        trouble: BaseException | None = request.__dict__.get(_TROUBLE)
        # One that was read from the primary tells nothing of the replica: it may be back since it was last away.
        if trouble is not None and REPLICA in _let_go_of_broken_connections() and on_replica:
            KNOWN.leave_alone()
        if on_replica and isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            response.streaming_content = streamed_from_replica(iter(response))
        return response, trouble


def broken(request: HttpRequest) -> HttpResponse:
    """The page for an error that no view met (``handler500``): a database that is away is no fault of ours."""
    error = sys.exc_info()[1]
    return unavailable(request, error) if passes(error) else server_error(request)


def unavailable(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    """When to come back, and what becomes of what was sent."""
    request.__dict__[_TROUBLE] = error
    logger.warning("A database or a storage does not answer (%s): %s", request.method, type(error).__name__)
    return come_back(request, "503.html", has_sent=request.method not in READING)


def come_back(request: HttpRequest, template: str, **facts: object) -> HttpResponse:
    """A page that needs nothing but this process: why there is no answer now, and when to ask again."""
    with override(get_language_from_request(request, check_path=True)):
        words = render_to_string(template, facts)
    response = HttpResponse(words, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    add_never_cache_headers(response)
    return response


def busy(request: HttpRequest, template: str) -> HttpResponse:
    """``come_back`` where nothing broke: it is counted among the answers, and rings no alarm."""
    response = come_back(request, template)
    # Django's own word for: the log has heard of it.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _is_by_visitor(request: HttpRequest) -> bool:
    """Does it only read, for somebody who has no session and has written nothing just now?"""
    cookies = request.COOKIES
    return request.method in READING and not cookies.get(settings.SESSION_COOKIE_NAME) and HAS_WRITTEN not in cookies


def _anew(request: WSGIRequest) -> WSGIRequest:
    """The same request, before anything was learnt of it. It reads, hence has no body."""
    return type(request)(request.environ)


def _let_go_of_broken_connections() -> set[str]:
    """Close them. Returns which databases these were of, or could not be reached at all."""
    broken = set()
    for connection in connections.all(initialized_only=True):
        if connection.connection is None and ABSENCES[connection.alias].lasts:
            broken.add(connection.alias)
        elif connection.connection is not None and not connection.in_atomic_block and not connection.is_usable():
            broken.add(connection.alias)
            with suppress(Error):
                connection.close()
    return broken
