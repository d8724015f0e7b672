"""The languages in which a text may be written, as BCP 47 tags with the name each gives itself."""

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
