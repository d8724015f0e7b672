"""Refusals become pages that say why and what would change it; pages of somebody signed in stay theirs; pages are
asked for, forms are sent, and nothing else is answered."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from cestvous.kernel.verdicts import NotThere, Refused
from cestvous.web.errors import not_found


class PrivacyMiddleware:
    """What is shown to somebody signed in is for them alone: no cache on the way keeps it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response


class MethodMiddleware:
    """A page is asked for, a form is sent to it: no view has to think of PUT, DELETE and the others."""

    ANSWERED = ("GET", "HEAD", "POST")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request) if request.method in self.ANSWERED else HttpResponseNotAllowed(self.ANSWERED)


class RefusalMiddleware:
    """Turns a Refused that no view handled into a page: 404 if the thing must not be known to exist, else 403."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotThere):
            return not_found(request)
        if isinstance(exception, Refused):
            if not request.user.is_authenticated and request.method == "GET":
                return redirect_to_login(request.get_full_path())
            return render(request, "403.html", {"verdict": exception.verdict}, status=403)
        return None
