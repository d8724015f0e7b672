"""What is written down and counted of each request: its view, its end, its duration. Nothing of who sent it."""

import logging
import re
import secrets
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from cestvous.kernel import measures
from cestvous.kernel.logs import IN_HAND, InHand

logger = logging.getLogger("cestvous.access")
HEADER = "X-Request-ID"
_IDENTIFIER = re.compile(r"[\w-]{8,64}", re.ASCII)


def identifier(request: HttpRequest) -> str:
    """How the proxy calls this request, if there is one and it makes sense; else a name of our own."""
    told = request.headers.get(HEADER, "") if settings.BEHIND_PROXY else ""
    return told if _IDENTIFIER.fullmatch(told) else secrets.token_hex(16)


class ObservingMiddleware:
    """One line in the log and one count for each answer; everything logged on the way bears the same identifier.

    Addresses appear nowhere: they hold titles, names of files, and keys to confirm an address or choose a password.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.static = f"/{settings.STATIC_URL.lstrip('/')}"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        in_hand = InHand(identifier(request))
        token = IN_HAND.set(in_hand)
        try:
            response = self.get_response(request)
            response.headers[HEADER] = in_hand.identifier
            self._tell(request, response, in_hand, time.perf_counter() - started)
        finally:
            IN_HAND.reset(token)
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any) -> None:
        """Known from here on to whatever is logged."""
        in_hand, match = IN_HAND.get(), request.resolver_match
        if in_hand is not None and match is not None:
            in_hand.view = match.view_name

    def _tell(self, request: HttpRequest, response: HttpResponseBase, in_hand: InHand, seconds: float) -> None:
        match = request.resolver_match
        # Whoever answers before the address was looked up may tell of which view: a page that was kept is one of it.
        view = match.view_name if match else in_hand.view or self._other(request)
        method = str(request.method)
        measures.answered(view=view, method=method, status=response.status_code, seconds=seconds)
        facts: dict[str, object] = {
            "method": method,
            "view": view,
            "status": response.status_code,
            "milliseconds": round(seconds * 1000, 1),
        }
        if not response.streaming and isinstance(response, HttpResponse):
            facts["bytes"] = len(response.content)
        logger.info("answered", extra=facts)

    def _other(self, request: HttpRequest) -> str:
        return "static" if request.path_info.startswith(self.static) else "none"
