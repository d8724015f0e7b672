"""What agents see of standing pages: all of them, what they lack, and what one may write in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cestvous.institutions.agency.models import PageName, StandingPage, StandingPageVersion
from cestvous.institutions.agency.policy import Value
from cestvous.institutions.agency.shipped import LANGUAGES, Words, shipped
from cestvous.kernel import languages
from cestvous.web.design.shapes import Crumb
from cestvous.web.standing.addresses import page_url
from cestvous.web.standing.pages import screen_language, words_of
from cestvous.web.standing.words import ADDRESSES, SETTINGS, missing_in, values

PAGES_TITLE = _("Pages of the site")
Pages = Mapping[tuple[str, str], StandingPage]


# What is missing on a page while nobody has set it, in the words of its readers.
IN_WORDS = {
    Value.CITY: _("the name of the city"),
    Value.SITE: _("the name of the site"),
    Value.CONTACT: _("where people can write"),
    Value.PUBLISHER: _("who answers for what is published"),
    Value.HOST: _("whose machines serve the site"),
    Value.OFFICER: _("who the data protection officer is, and how to reach them"),
}


@dataclass(frozen=True)
class Unset:
    """Something that a page names and that nobody has set: in words, and the setting of whoever runs the machine."""

    words: str
    setting: str


@dataclass(frozen=True)
class InLanguage:
    """A page in one language. ``last`` is nothing while its words are those that ship."""

    language: str
    url: str
    rewrite_url: str
    versions_url: str
    last: StandingPageVersion | None


@dataclass(frozen=True)
class PageRow:
    title: str
    languages: Sequence[InLanguage]
    missing: Sequence[Unset]


@dataclass(frozen=True)
class Lacking:
    """A page that names something which nobody has set."""

    title: str
    rewrite_url: str
    missing: Sequence[Unset]


@dataclass(frozen=True)
class Meaning:
    """A value, and what it stands for today; nothing if nobody has set it."""

    name: str
    stands_for: str


@dataclass(frozen=True)
class RewritingPage:
    """Around the form of a page: its name and language, the words that ship, the values."""

    title: str
    language: str
    lang: str
    url: str
    versions_url: str
    rewrite_url: str
    preview_url: str
    take_shipped_url: str
    shipped: Words
    values: Sequence[Meaning]
    addresses: Sequence[Meaning]
    crumbs: Sequence[Crumb]


def _all() -> Pages:
    return {(page.name, page.language): page for page in StandingPage.objects.with_words().order_by("pk")}


def standing_pages() -> list[PageRow]:
    """Every page. One query."""
    known, screens = _all(), screen_language()
    return [
        PageRow(str(name.label), [_in(known, name, language, screens) for language in LANGUAGES], _missing(known, name))
        for name in PageName
    ]


def _in(known: Pages, name: PageName, language: str, screens: str) -> InLanguage:
    page = known.get((name, language))
    return InLanguage(
        language=languages.LANGUAGES[language],
        url=page_url(name, language, screens),
        rewrite_url=reverse("rewrite_page", args=[name, language]),
        versions_url=reverse("standing_versions", args=[name, language]),
        last=page.current if page else None,
    )


def _missing(known: Pages, name: PageName) -> list[Unset]:
    language = screen_language()
    words = words_of(known.get((name, language)), name, language)
    return [Unset(str(IN_WORDS[value]), SETTINGS[value]) for value in missing_in(words)]


def lacking() -> list[Lacking]:
    """The pages that lack something in the language of the screens. One query."""
    known, language = _all(), screen_language()
    rows = [(name, _missing(known, name)) for name in PageName]
    return [
        Lacking(str(name.label), reverse("rewrite_page", args=[name, language]), missing)
        for name, missing in rows
        if missing
    ]


def rewriting_page(request: HttpRequest, name: PageName, language: str, page: StandingPage | None) -> RewritingPage:
    screens, known = screen_language(), values(request)
    url = page_url(name, language, screens)
    title = str(name.label)
    return RewritingPage(
        title=title,
        language=languages.LANGUAGES[language],
        lang="" if language == screens else language,
        url=url,
        versions_url=reverse("standing_versions", args=[name, language]),
        rewrite_url=reverse("rewrite_page", args=[name, language]),
        preview_url=reverse("preview_page", args=[language]),
        take_shipped_url=reverse("take_shipped", args=[name, language]) if page is not None else "",
        shipped=shipped(name, language),
        values=[_meaning(value, known) for value in SETTINGS],
        addresses=[_meaning(value, known) for value in ADDRESSES],
        crumbs=[
            Crumb(str(PAGES_TITLE), reverse("standing_pages")),
            Crumb(f"{title} · {languages.LANGUAGES[language]}"),
        ],
    )


def _meaning(value: Value, known: Mapping[str, str]) -> Meaning:
    return Meaning(f"{{{value.value}}}", known[value])
