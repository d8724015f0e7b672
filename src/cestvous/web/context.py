"""What every template knows of the site: the city, its colours, and where one can go."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cestvous.foundation.mandates.policy import Permission, mandates_granting
from cestvous.kernel.dates import language
from cestvous.web.accounts.second_factor import functions_wait
from cestvous.web.design.colours import tokens
from cestvous.web.design.shapes import Link
from cestvous.web.requests import in_language, now

_Entries = tuple[tuple[str, str | Promise], ...]
# URL names with their titles. An area that isn't installed has no such name, and no entry.
NAVIGATION: _Entries = (
    ("consultations", _("Consultations")),
    ("neighbourhoods", _("Neighbourhoods")),
    ("city_commitments", _("Commitments")),
    ("councils", _("Citizen councils")),
    ("journal", _("Public register")),
    ("help", _("Help")),
)
FOR_VISITORS: _Entries = (("account_login", _("Sign in")),)
FOR_LEADERS: _Entries = (("desk", _("Desk")),)
FOR_ACCOUNTS: _Entries = (("my_words", _("My words")), ("account", _("My account")))
ABOUT: _Entries = (
    ("help", _("Help")),
    ("contact", _("Contact")),
    ("how_it_works", _("How it works")),
    ("guides", _("Guides")),
    ("charter", _("Charter of participation")),
    ("moderation_rules", _("Moderation rules")),
    ("open_data", _("Open data")),
    # The law wants these very words on the home page.
    ("accessibility", _("Accessibility: not compliant")),
    ("privacy", _("Personal data")),
    ("legal", _("Legal notice")),
)


@dataclass(frozen=True)
class Tongue:
    """The page in one language of the screens, by the name that the language gives itself."""

    code: str
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Site:
    """The site as the page around every content shows it."""

    name: str
    url: str
    path: str
    city: str
    logo: str
    contact: str
    is_example: bool
    functions_wait: bool
    has_colours: bool
    accent: str
    accent_dark: str
    paper: str
    paper_dark: str
    home: str
    languages: tuple[Tongue, ...]
    canonical: str
    navigation: tuple[Link, ...]
    account: tuple[Link, ...]
    about: tuple[Link, ...]


def _tongues(request: HttpRequest) -> Iterator[Tongue]:
    """The same page, query and all, in each language of the screens."""
    query = f"?{asked}" if (asked := request.META.get("QUERY_STRING", "")) and request.method == "GET" else ""
    for code, name in settings.LANGUAGES:
        yield Tongue(code, name, f"{in_language(request.path, code)}{query}", code == language())


def _address(name: str) -> str:
    return _address_in(language(), name, settings.ROOT_URLCONF)


@cache
def _address_in(_language: str, name: str, urls: str) -> str:
    try:
        return reverse(name, urls)
    except NoReverseMatch:
        return ""


def _canonical(request: HttpRequest) -> str:
    """The address by which a page is known: without what only says how one reader wants to read it."""
    asked = request.GET.copy()
    asked.pop("original", None)
    return f"{request.path}?{query}" if (query := asked.urlencode()) else request.path


def _links(entries: _Entries, path: str) -> Iterator[Link]:
    for name, title in entries:
        if url := _address(name):
            yield Link(str(title), url, is_current=path == url or (url != "/" and path.startswith(url)))


def _of_account(request: HttpRequest) -> _Entries:
    # A page of error may be shown before the middleware that sets the user has run.
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return FOR_VISITORS
    at = now(request)
    leads = any(mandates_granting(user, permission, at) for permission in (Permission.LEAD, Permission.SIGN))
    return (*(FOR_LEADERS if leads else ()), *FOR_ACCOUNTS)


def site(request: HttpRequest) -> dict[str, Site]:
    """The context processor that gives ``site`` to templates."""
    return {
        "site": Site(
            name=settings.SITE_NAME,
            url=settings.SITE_URL.rstrip("/"),
            path=request.path,
            city=settings.CITY_NAME,
            logo=settings.CITY_LOGO,
            contact=settings.CITY_CONTACT,
            is_example=settings.EXAMPLE_CITY,
            functions_wait=functions_wait(request),
            has_colours=bool(settings.CITY_ACCENT or settings.CITY_ACCENT_DARK or settings.CITY_PAPER),
            accent=settings.CITY_ACCENT,
            accent_dark=settings.CITY_ACCENT_DARK,
            paper=settings.CITY_PAPER or tokens()["light"]["paper"],
            paper_dark=tokens()["dark"]["paper"],
            home=_address("home") or "/",
            languages=tuple(_tongues(request)),
            canonical=_canonical(request),
            navigation=tuple(_links(NAVIGATION, request.path)),
            account=tuple(_links(_of_account(request), request.path)),
            about=tuple(_links(ABOUT, request.path)),
        )
    }
