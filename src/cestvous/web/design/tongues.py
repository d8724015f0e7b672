"""The languages of texts, as screens name them."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cestvous.kernel.dates import language
from cestvous.kernel.languages import Words

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# "Alsatian" is how the people of the place call what the standard names Swiss German.
IN: dict[str, "StrPromise"] = {
    "fr": _("in French"),
    "de": _("in German"),
    "en": _("in English"),
    "gsw": _("in Alsatian"),
    "ar": _("in Arabic"),
    "tr": _("in Turkish"),
    "it": _("in Italian"),
    "pt": _("in Portuguese"),
}
FROM: dict[str, "StrPromise"] = {
    "fr": _("Translated from French by the city"),
    "de": _("Translated from German by the city"),
    "en": _("Translated from English by the city"),
    "gsw": _("Translated from Alsatian by the city"),
    "ar": _("Translated from Arabic by the city"),
    "tr": _("Translated from Turkish by the city"),
    "it": _("Translated from Italian by the city"),
    "pt": _("Translated from Portuguese by the city"),
}


def is_foreign(words: object) -> bool:
    """Are these words known to be in another language than the page around them?"""
    return isinstance(words, Words) and words.language != language()


def named(code: str) -> str:
    """ "in German": which language a text is in."""
    return str(IN.get(code, code))
