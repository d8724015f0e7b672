"""Where standing pages are."""

from django.urls import reverse

from cestvous.institutions.agency.models import PageName
from cestvous.institutions.agency.shipped import LANGUAGES

SLUGS = {
    PageName.HELP: "aide",
    PageName.CONTACT: "contact",
    PageName.HOW_IT_WORKS: "comment-ca-marche",
    PageName.CHARTER: "charte",
    PageName.MODERATION_RULES: "moderation",
    PageName.OPEN_DATA: "donnees-ouvertes",
    PageName.ACCESSIBILITY: "accessibilite",
    PageName.PRIVACY: "donnees-personnelles",
    PageName.LEGAL: "mentions-legales",
}


class PageConverter:
    """A standing page in an address, by its slug."""

    regex = "|".join(SLUGS.values())

    def to_python(self, value: str) -> PageName:
        return next(name for name, slug in SLUGS.items() if slug == value)

    def to_url(self, value: str) -> str:
        return SLUGS[PageName(value)]


class LanguageConverter:
    """A language in which standing pages can be written."""

    regex = "|".join(LANGUAGES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def page_url(name: PageName, language: str, shown_in: str) -> str:
    """The address of a page in a language, for somebody who reads the site in ``shown_in``."""
    return reverse(name.value) + ("" if language == shown_in else f"?in={language}")
