"""What browsers are told to forbid, on each answer of ours. Why, header by header: docs/security/headers.md."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

CSP: Final = "Content-Security-Policy"
RESOURCE: Final = "Cross-Origin-Resource-Policy"
# Opened by itself, a file runs nothing, asks for nothing, and stands in no frame.
_SHUT_IN: Final = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
DOCUMENT: Final = f"default-src 'none'; {_SHUT_IN}"
# A browser shows a picture on a page of its own making, with styles of its own: those are left to it.
PICTURE: Final = (
    "script-src 'none'; connect-src 'none'; font-src 'none'; frame-src 'none'; img-src 'self'; media-src 'none'; "
    f"object-src 'none'; {_SHUT_IN}"
)


class GuardsMiddleware:
    """Says what is forbidden wherever an answer does not say it itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        # The picture that stands for the site where a link to it is shared.
        self.sharing = f"/{settings.STATIC_URL.lstrip('/')}sharing."

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info.startswith(self.sharing):
            let_be_shown_elsewhere(response)
        for name, value in settings.GUARDS.items():
            response.headers.setdefault(name, value)
        return response


def let_be_shown_elsewhere(response: HttpResponseBase) -> None:
    """A picture that anybody may see, and that links to us are shared with: other sites may show it."""
    response.headers[RESOURCE] = "cross-origin"
