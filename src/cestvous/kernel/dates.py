"""Dates and hours in the words of the reader's language, on the city's wall clock."""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date
from django.utils import timezone
from django.utils.translation import get_language, gettext

from cestvous.kernel.text import WIDE, set_in


def language() -> str:
    return (get_language() or "fr").split("-")[0]


def day_in_words(day: date | datetime) -> str:
    """ "5 mars 2026", "5. März 2026", "5 March 2026": an instant is first brought to the city's calendar."""
    if isinstance(day, datetime):
        day = timezone.localdate(day)
    return _day(day, language())


@lru_cache(maxsize=2_000)
def _day(day: date, language: str) -> str:
    words = format_date(day, "d. MMMM y" if language == "de" else "d MMMM y", locale=language)
    return ("1er" + words[1:] if language == "fr" and day.day == 1 else words).replace(" ", WIDE)


def hour_in_words(instant: datetime) -> str:
    """ "18 h", "18 h 30" in French; "18:30" elsewhere."""
    local = timezone.localtime(instant)
    if language() != "fr":
        return f"{local:%H:%M}"
    return f"{local.hour}{WIDE}h" + (f"{WIDE}{local.minute:02d}" if local.minute else "")


def instant_in_words(instant: datetime) -> str:
    """ "5 mars 2026 à 18 h 30", "5. März 2026 um 18:30 Uhr", "5 March 2026 at 18:30"."""
    words = gettext("%(day)s at %(hour)s") % {"day": day_in_words(instant), "hour": hour_in_words(instant)}
    return set_in(language(), words)
