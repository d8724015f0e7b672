"""Being signed in: for how long, under which key, in which browsers."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from cestvous.foundation.mandates.policy import needs_second_factor
from cestvous.foundation.people import actions
from cestvous.foundation.people.models import Person, SignIn
from cestvous.web.accounts import browsers
from cestvous.web.requests import now, person_of

_LIFE = "life"
# Being seen is written down so often at most: a page that is read writes nothing.
_EVERY_SECONDS = 3_600


class SessionLifeMiddleware:
    """A session that is used lasts on, until its day comes; one that nobody uses ends before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(request.user, Person):
            _last_on(request)
        return response


def begin(request: HttpRequest) -> None:
    """Somebody has just signed in here: how long it lasts, and that it stands in their list."""
    _decide(request)
    _write_down(request)


def renew(request: HttpRequest) -> None:
    """The same person in the same browser, under a new key: whoever has copied the old one is out.

    All that depends on who they are is decided anew.
    """
    before = request.session.session_key or ""
    update_session_auth_hash(request, person_of(request))
    _decide(request)
    if not actions.rename_sign_in(before=before, after=request.session.session_key or ""):
        _write_down(request)


def end(row: SignIn) -> None:
    """Sign out another browser."""
    actions.sign_out(session_key=row.session_key)
    import_module(settings.SESSION_ENGINE).SessionStore(row.session_key).delete()


def _decide(request: HttpRequest) -> None:
    if needs_second_factor(request.user, now(request)):
        longest, idle = settings.OFFICE_SESSION_SECONDS, settings.OFFICE_SESSION_IDLE_SECONDS
    else:
        longest, idle = settings.SESSION_COOKIE_AGE, settings.SESSION_IDLE_SECONDS
    at = time.time()
    request.session[_LIFE] = {"until": at + longest, "idle": idle, "seen": at}
    _set_end(request, at)


def _set_end(request: HttpRequest, at: float) -> None:
    """Django itself ends a session at an instant that it carries, in the database and as a cookie."""
    life = request.session[_LIFE]
    request.session[_LIFE] = {**life, "seen": at}
    request.session.set_expiry(_end(life, at))


def _end(life: dict[str, float], at: float) -> datetime:
    return datetime.fromtimestamp(min(life["until"], at + life["idle"]), tz=UTC)


def _as_in_office(request: HttpRequest, at: float) -> None:
    """A session that began before its holder's mandate ends as one in office does, from when that is noticed."""
    life, idle = request.session[_LIFE], settings.OFFICE_SESSION_IDLE_SECONDS
    if life["idle"] > idle and needs_second_factor(request.user, now(request)):
        until = min(life["until"], at + settings.OFFICE_SESSION_SECONDS)
        request.session[_LIFE] = {**life, "until": until, "idle": idle}


def _last_on(request: HttpRequest) -> None:
    session, at = request.session, time.time()
    life, is_kept_anyhow = session.get(_LIFE), session.modified
    if life is None:
        # From before sessions had one: it ends as was said then.
        return
    is_seen = at > life["seen"] + min(_EVERY_SECONDS, life["idle"] / 10)
    if is_seen:
        _as_in_office(request, at)
        _set_end(request, at)
    elif session.get("_session_expiry") != _end(life, life["seen"]).isoformat():
        # The library has its own idea, once somebody has signed in.
        _set_end(request, life["seen"])
    try:
        if session.modified and not is_kept_anyhow:
            session.save()
        if is_seen:
            actions.see_sign_in(session_key=session.session_key or "", ends_at=_end(session[_LIFE], at))
    except (DatabaseError, UpdateError):
        # A page can be read while nothing can be written; what its view keeps in the session is not lost in silence.
        session.modified = is_kept_anyhow


def _write_down(request: HttpRequest) -> None:
    life = request.session[_LIFE]
    actions.sign_in(
        by=person_of(request),
        session_key=request.session.session_key or "",
        browser=browsers.described(request),
        ends_at=_end(life, life["seen"]),
    )
