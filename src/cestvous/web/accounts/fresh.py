"""Before a grave act: is it still the person who signed in?

``fresh_sign_in`` stands before a view. Whoever has not shown who they are for a while is asked to, on a page that
carries all that was typed; from there what they asked for goes on. Works without script.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from cestvous.foundation.people.models import Person
from cestvous.web.accounts import sessions
from cestvous.web.accounts.proofs import ProofForm

View = Callable[..., HttpResponseBase]
READING = frozenset({"GET", "HEAD", "OPTIONS"})
_PREFIX, _ASKED = "proof", "proof-asked"
_READ, _SEND = "read", "send"


def is_fresh(request: HttpRequest) -> bool:
    """Has whoever sends this shown who they are within the minutes that the city set?"""
    if not settings.FRESH_SIGN_IN_MINUTES:
        return True
    shown: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return bool(shown) and time.time() - shown[-1]["at"] < settings.FRESH_SIGN_IN_MINUTES * 60


def fresh_sign_in(view: View, *, to_read: bool = False) -> View:
    """Guards what ``view`` does by what is sent to it; what it shows as well if so is said (``to_read``)."""

    @wraps(view)
    @sensitive_post_parameters(f"{_PREFIX}-password", f"{_PREFIX}-code")
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        is_asked = to_read or request.method not in READING
        if request.POST.get(_ASKED) == _READ and isinstance(request.user, Person) and is_fresh(request):
            # Shown in another window meanwhile: what they wanted to read is shown, and nothing is done.
            return HttpResponseRedirect(request.get_full_path())
        if not isinstance(request.user, Person) or not is_asked or is_fresh(request):
            return view(request, *args, **kwargs)
        return _ask(request) or view(request, *args, **kwargs)

    return guarded


def _ask(request: Any) -> HttpResponse | None:
    """The page that asks who they are; None once they have shown it and what they sent can go on."""
    was = request.POST.get(_ASKED)
    form = ProofForm(request.POST if was else None, person=request.user, prefix=_PREFIX)
    if form.is_valid():
        form.record(request)
        sessions.renew(request)
        return HttpResponseRedirect(request.get_full_path()) if was == _READ else None
    if not was:
        was = _READ if request.method in READING else _SEND
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not name.startswith(f"{_PREFIX}-") and name != "csrfmiddlewaretoken"
    ]
    page = {
        "form": form,
        "asked": _ASKED,
        "was": was,
        "sends": was == _SEND,
        "sent": sent,
        "has_files": bool(request.FILES),
    }
    status = 422 if form.errors else 403 if was == _SEND else 200
    response = render(request, "account/fresh.html", page, status=status)
    response["Cache-Control"] = "no-store"
    return response
