"""Filters: texts, dates and numbers as the language of the page sets them; and the ``moment`` tag."""

import re
from datetime import date, datetime
from typing import Literal

from babel.numbers import format_decimal
from django.conf import settings
from django.template import Library
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, to_locale

from cestvous.kernel import text
from cestvous.kernel.dates import day_in_words, hour_in_words, instant_in_words
from cestvous.web.design import dates

register = Library()
# Words joined by hyphens, as long as they fit a line on a phone.
_HYPHENED = re.compile(r"(?<![\w-])(?=[\w-]{3,16}(?![\w-]))\w+(?:-\w+)+")


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


@register.filter
def markdown(value: str | None, language: str = "") -> SafeString:
    """Safe HTML of a text written in Markdown, typeset for its language, that of the page by default."""
    # The kernel sanitises with nh3 after rendering.
    return mark_safe(text.to_html(value or "", language or _language()))  # noqa: S308 — made safe by to_html


@register.filter(is_safe=True)
def typo(value: object, language: str = "") -> str:
    """The words with the spaces that French typography wants; other languages are left as they are."""
    return text.set_in(language or _language(), str(value))


@register.filter
def unbroken(value: str) -> SafeString:
    """A heading in which no line ends at the hyphen of "faut-il" or "rendez-vous"; what is copied stays as written."""
    # Escaped before anything is added to it: the words are somebody's.
    words = conditional_escape(value)
    return mark_safe(_HYPHENED.sub(r'<span class="nowrap">\g<0></span>', words))  # noqa: S308 — escaped above


@register.filter
def plain(value: str | None) -> str:
    """The words of a Markdown text, without its marks."""
    return text.set_in(_language(), text.to_plain(value or ""))


@register.filter
def excerpt(value: str | None, length: int = 220) -> str:
    """The beginning of a Markdown text in plain words, cut at a word."""
    return text.set_in(_language(), text.excerpt(value or "", length))


@register.filter
def instant(value: datetime | None) -> str:
    """ "5 mars 2026 à 18 h", in local time."""
    return instant_in_words(value) if value else ""


@register.filter
def day(value: date | None) -> str:
    """ "5 mars 2026"."""
    return day_in_words(value) if value else ""


@register.filter
def short_day(value: date | None) -> str:
    """ "6 janv."."""
    return dates.short_day(value) if value else ""


@register.filter
def hour(value: datetime | None) -> str:
    """ "18 h 30", in local time."""
    return hour_in_words(value) if value else ""


@register.filter
def ago(value: datetime | None, at: datetime) -> str:
    """ "il y a 3 jours" seen from ``at``, which the page knows: reading the clock here would cost a query each."""
    return dates.ago(value, at) if value else ""


@register.filter
def in_time(value: datetime | None, at: datetime) -> str:
    """ "encore 12 jours" seen from ``at``."""
    return dates.in_time(value, at) if value else ""


@register.filter
def count(value: float | None) -> str:
    """A number with its thousands grouped as the language does: "9 800"."""
    return "" if value is None else str(format_decimal(value, locale=to_locale(_language())))


@register.simple_tag
def moment(
    value: date | None,
    style: Literal["instant", "day", "short_day", "hour", "ago", "in_time"] = "instant",
    at: datetime | None = None,
) -> SafeString:
    """A ``<time>`` element that says ``value`` in words; "ago" and "in_time" are seen from ``at``."""
    if value is None:
        return SafeString("")
    words: str
    if style in ("ago", "in_time"):
        if at is None or not isinstance(value, datetime):
            raise ValueError(f"to say {style!r}, moment needs an instant and at=")
        words = dates.ago(value, at) if style == "ago" else dates.in_time(value, at)
    elif style == "short_day":
        words = dates.short_day(value)
    elif style == "day" or not isinstance(value, datetime):
        words = day_in_words(value)
    else:
        words = hour_in_words(value) if style == "hour" else instant_in_words(value)
    return format_html('<time datetime="{}">{}</time>', dates.machine(value), words)
