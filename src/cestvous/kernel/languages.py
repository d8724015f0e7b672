"""The languages in which a text may be written, as BCP 47 tags with their own names; words that know theirs."""

from typing import Self

LANGUAGES = {
    "fr": "Français",
    "de": "Deutsch",
    "en": "English",
    "gsw": "Elsässisch",
    "ar": "العربية",
    "tr": "Türkçe",
    "it": "Italiano",
    "pt": "Português",
}
DEFAULT_LANGUAGE = "fr"
RIGHT_TO_LEFT = frozenset({"ar"})


def direction(language: str) -> str:
    """ "rtl" for languages written from right to left, "ltr" for the others: the value of the HTML attribute."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


class Words(str):
    """Words that know their language: whatever page shows them can mark it, and set them as it wants.

    ``of_the_city``: written by those who lead, for whom a page says once what it would repeat beside a resident's.
    ``translated_from`` is the language of the original, where these are a translation; ``is_stale``: of words that
    have changed since.
    """

    __slots__ = ("is_stale", "language", "of_the_city", "translated_from")

    language: str
    of_the_city: bool
    translated_from: str
    is_stale: bool

    def __new__(
        cls, words: str, language: str, *, of_the_city: bool = False, translated_from: str = "", is_stale: bool = False
    ) -> Self:
        made = super().__new__(cls, words)
        made.language, made.of_the_city = language, of_the_city
        made.translated_from, made.is_stale = translated_from, is_stale
        return made

    def saying(self, words: str) -> "Words":
        """Other words that stand in every respect where these stood: shortened, or set in type."""
        return Words(
            words,
            self.language,
            of_the_city=self.of_the_city,
            translated_from=self.translated_from,
            is_stale=self.is_stale,
        )
