"""What views know of a request, typed."""

import re
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from cestvous.foundation.people.models import Person
from cestvous.kernel import clock

# The cookie of whoever has just sent something without an account, or signed out: they read where it was written.
HAS_WRITTEN: str = settings.WRITTEN_COOKIE_NAME


class PersonRequest(HttpRequest):
    """A request by somebody signed in: what every view receives unless it says otherwise."""

    user: Person


class ReaderRequest(HttpRequest):
    """A request by anybody, with or without an account."""

    user: Person | AnonymousUser


def now(request: HttpRequest, look: Callable[[], datetime] = clock.now) -> datetime:
    """The instant at which this request is judged: read from the clock once, by ``look``."""
    known: datetime | None = request.__dict__.get("_now")
    if known is None:
        known = request.__dict__["_now"] = look()
    return known


_SLUG = re.compile(r"[-\w]{1,80}")


def slug(request: HttpRequest, name: str) -> str:
    """A slug from the address; empty for anything else: PostgreSQL takes no NUL, in a query either."""
    value = request.GET.get(name, "")
    return value if _SLUG.fullmatch(value) else ""


def bounded(request: HttpRequest, name: str, *, default: int, most: int = 2_000_000_000) -> int:
    """A whole number from the address; ``default`` for anything else, so that no address is an error."""
    told = whole_number(request.GET.get(name), most=most)
    return default if told is None else told


def in_language(path: str, language: str) -> str:
    """The same page in another language of the screens. A page whose address carries none leads to the home page."""
    here, _slash, rest = path.removeprefix("/").partition("/")
    return f"/{language}/{rest}" if here in dict(settings.LANGUAGES) else f"/{language}/"


def is_ours(address: str) -> bool:
    """Does this address, which anybody may have put into a link, lead to a page of this very site?"""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def whole_number(value: object, *, most: int = 2_000_000_000) -> int | None:
    """A whole number from what a form or an address tells; None for anything else."""
    told = str(value or "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 11 and int(told) <= most else None
