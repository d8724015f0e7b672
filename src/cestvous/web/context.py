"""What every template knows of the site: the city, its colours, and where one can go."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cestvous.foundation.mandates.policy import Permission, mandates_granting
from cestvous.kernel.dates import language
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


class Site:
    """The site as the page around every content shows it: its parts are put together once they are asked for.

    ``known_by``: plain values from which all of it follows, but the language.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.path, self.asked = request.path, request.META.get("QUERY_STRING", "")
        self._repeats_query = request.method == "GET"
        self._of_account = _of_account(request)
        self.name, self.url = settings.SITE_NAME, settings.SITE_URL.rstrip("/")
        self.city, self.logo, self.contact = settings.CITY_NAME, settings.CITY_LOGO, settings.CITY_CONTACT
        self.is_example = settings.EXAMPLE_CITY
        self.colours = (settings.CITY_ACCENT, settings.CITY_ACCENT_DARK, settings.CITY_PAPER)
        who_publishes = (self.name, self.url, self.city, self.logo, self.contact, self.is_example, *self.colours)
        account = tuple(name for name, _title in self._of_account)
        self.known_by = (self.path, self.asked, self._repeats_query, account, settings.ROOT_URLCONF, *who_publishes)

    @property
    def has_colours(self) -> bool:
        return any(self.colours)

    @property
    def paper(self) -> str:
        return self.colours[2] or tokens()["light"]["paper"]

    @property
    def paper_dark(self) -> str:
        return tokens()["dark"]["paper"]

    @property
    def home(self) -> str:
        return _address("home") or "/"

    @cached_property
    def languages(self) -> tuple[Tongue, ...]:
        """The same page, query and all, in each language of the screens."""
        query = f"?{self.asked}" if self.asked and self._repeats_query else ""
        return tuple(
            Tongue(code, name, f"{in_language(self.path, code)}{query}", code == language())
            for code, name in settings.LANGUAGES
        )

    @property
    def canonical(self) -> str:
        """The address by which a page is known: without what only says how one reader wants to read it."""
        asked = QueryDict(self.asked, mutable=True)
        asked.pop("original", None)
        return f"{self.path}?{query}" if (query := asked.urlencode()) else self.path

    @cached_property
    def navigation(self) -> tuple[Link, ...]:
        return tuple(_links(NAVIGATION, self.path))

    @cached_property
    def account(self) -> tuple[Link, ...]:
        return tuple(_links(self._of_account, self.path))

    @cached_property
    def about(self) -> tuple[Link, ...]:
        return tuple(_links(ABOUT, self.path))


def _address(name: str) -> str:
    return _address_in(language(), name, settings.ROOT_URLCONF)


@cache
def _address_in(_language: str, name: str, urls: str) -> str:
    try:
        return reverse(name, urls)
    except NoReverseMatch:
        return ""


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
    return {"site": Site(request)}
