"""Browsers in which an account has signed in before: a cookie that only this site can write says so.

Set when somebody signs in, never for visitors. It names nobody: it holds a number drawn by lot, and for each account a
digest that can be checked by who knows its address.
"""

import re
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

_COOKIE = "appareil"
# A family shares one browser.
_MOST_ACCOUNTS = 8
_WRITTEN = re.compile(r"[\w-]{22}(?:\.[0-9a-f]{64}){1,8}", re.ASCII)
# What a browser calls itself, the first that fits: the others claim to be Chrome and Safari too.
_BROWSERS = (
    ("Firefox", "Firefox/"), ("Firefox", "FxiOS/"), ("Edge", "Edg"), ("Opera", "OPR/"), ("Samsung Internet", "Samsung"),
    ("Chrome", "Chrome/"), ("Chrome", "CriOS/"), ("Safari", "Safari/"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("ChromeOS", "CrOS"),
    ("macOS", "Mac OS"), ("Linux", "Linux"),
)  # fmt: skip


def cookie_name() -> str:
    return f"__Host-{_COOKIE}" if settings.HTTPS else _COOKIE


def known_as(request: HttpRequest, address: str) -> str:
    """The number of this browser if the account of an address has signed in in it before; otherwise empty.

    Asks no database: an address without an account takes as long.
    """
    number, digests = _read(request)
    digest = _digest(number, address)
    return number if any(constant_time_compare(digest, known) for known in digests) else ""


def remember(request: HttpRequest, response: HttpResponse, address: str) -> None:
    """This account has signed in here: from now on, in this browser, it is no stranger."""
    number, digests = _read(request)
    number = number or secrets.token_urlsafe(16)
    digest = _digest(number, address)
    kept = [digest, *(known for known in digests if known != digest)][:_MOST_ACCOUNTS]
    response.set_cookie(
        cookie_name(),
        ".".join([number, *kept]),
        max_age=settings.KNOWN_BROWSER_DAYS * 86_400,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def described(request: HttpRequest) -> str:
    """A browser in two words, "Firefox, Android": enough to know one's own again. Empty if it says nothing known."""
    said = request.headers.get("User-Agent", "")
    browser = next((name for name, sign in _BROWSERS if sign in said), "")
    system = next((name for name, sign in _SYSTEMS if sign in said), "")
    return ", ".join(filter(None, (browser, system)))


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    written = request.COOKIES.get(cookie_name(), "")
    if not _WRITTEN.fullmatch(written):
        return "", []
    number, *digests = written.split(".")
    return number, digests


def _digest(number: str, address: str) -> str:
    return salted_hmac("cestvous.known-browsers", f"{number} {address.lower()}", algorithm="sha256").hexdigest()
