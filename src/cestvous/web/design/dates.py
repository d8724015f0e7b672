"""What pages say of time beyond ``kernel.dates``: short days, spans, how long ago and how long still."""

from datetime import UTC, date, datetime, timedelta

from babel.dates import format_date, format_timedelta
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from cestvous.kernel.dates import language
from cestvous.kernel.text import WIDE, set_in

_SHORT_DAY = {"fr": "d MMM", "de": "d. MMM", "en": "d MMM"}


def _date(value: date) -> date:
    return timezone.localdate(value) if isinstance(value, datetime) else value


def _number(value: date) -> str:
    return "1er" if language() == "fr" and value.day == 1 else str(value.day)


def short_day(value: date) -> str:
    """ "6 janv.": without the year, for places where it is known."""
    local = _date(value)
    words = format_date(local, _SHORT_DAY.get(language(), "d MMM"), locale=language())
    return (_number(local) + words[1:] if local.day == 1 else words).replace(" ", WIDE)


def span(starts_at: datetime, ends_at: datetime | None) -> str:
    """ "6 janv. → 19 janv.", "10 → 20 févr.": the local days of a half-open period, "from 12 mai" without an end.

    A period that ends at midnight ends on the day before.
    """
    first = _date(starts_at)
    if ends_at is None:
        return gettext("from %(date)s") % {"date": short_day(first)}
    last = _date(ends_at - timedelta(microseconds=1))
    if first == last:
        return short_day(first)
    if (first.year, first.month) == (last.year, last.month) and language() != "de":
        return f"{_number(first)}{WIDE}→ {short_day(last)}"
    return f"{short_day(first)}{WIDE}→ {short_day(last)}"


def _to_the_minute(value: datetime) -> datetime:
    return value.replace(second=0, microsecond=0)


def ago(value: datetime, at: datetime) -> str:
    """ "il y a 3 jours", seen from the instant ``at``: what the clocks on the wall say, which know no seconds.

    So these words change when a minute begins, as all does that changes by itself.
    """
    passed = _to_the_minute(value) - _to_the_minute(at)
    if not passed:
        return gettext("just now")
    words: str = format_timedelta(passed, add_direction=True, threshold=1.0, locale=language())
    return set_in(language(), words)


def in_time(value: datetime, at: datetime) -> str:
    """ "12 days left" until ``value``, seen from ``at``: hours under two days, minutes under one hour."""
    left = int((value - at).total_seconds())
    if left <= 0:
        return gettext("ended")
    if left < 3600:
        count = max(left // 60, 1)
        words = ngettext("%(count)d minute left", "%(count)d minutes left", count)
    elif left < 2 * 86400:
        count = left // 3600
        words = ngettext("%(count)d hour left", "%(count)d hours left", count)
    else:
        count = left // 86400
        words = ngettext("%(count)d day left", "%(count)d days left", count)
    return set_in(language(), words % {"count": count})


def machine(value: date) -> str:
    """The value of a ``datetime`` attribute: an instant in UTC to the second, or a day."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return value.isoformat()
