"""Filters: texts, dates and numbers as the language of the page sets them; and the ``moment`` tag."""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

from babel.numbers import format_decimal
from django.conf import settings
from django.template import Library
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext, to_locale
from django.utils.translation import gettext as _

from cestvous.kernel import text
from cestvous.kernel.dates import day_in_words, hour_in_words, instant_in_words
from cestvous.kernel.languages import Words, direction
from cestvous.web.design import dates
from cestvous.web.design.tongues import is_foreign, named

register = Library()
# Words joined by hyphens, as long as they fit a line on a phone.
_HYPHENED = re.compile(r"(?<![\w-])(?=[\w-]{3,16}(?![\w-]))\w+(?:-\w+)+")


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


@register.filter
def markdown(value: str | None, language: str = "") -> SafeString:
    """Safe HTML of a text written in Markdown, typeset for its language, that of the page by default.

    Words in another language than the page are marked with it, and a resident's named: "in German".
    """
    spoken = value.language if isinstance(value, Words) else language or _language()
    # The kernel sanitises with nh3 after rendering.
    html = mark_safe(text.to_html(value or "", spoken))  # noqa: S308 — made safe by to_html
    if not isinstance(value, Words) or not (is_foreign(value) or value.is_stale):
        return html
    return format_html('{}<div class="spoken"{}>{}</div>{}', tongue(value), lang(value), html, stale(value))


@register.filter(is_safe=True)
def typo(value: object, language: str = "") -> str:
    """The words with the spaces and quotation marks that the typography of their language wants."""
    if isinstance(value, Words):
        return value.saying(text.set_in(value.language, value))
    return text.set_in(language or _language(), str(value))


@register.filter
def written_in(value: str, language: str) -> Words:
    """What the city wrote in a language, so that the filters after this one know it."""
    return Words(value, language, of_the_city=True)


@register.filter
def lang(value: object) -> SafeString:
    """The attributes of the element around words that are in another language than the page: ` lang="de"`."""
    if not isinstance(value, Words) or not is_foreign(value):
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', value.language, direction(value.language))


@register.filter
def tongue(value: object) -> SafeString:
    """A badge that names the language of a resident's words, where it isn't that of the page: "in German".

    What the city writes needs none: its pages say once for all which language it is in.
    """
    if not isinstance(value, Words) or value.of_the_city or not is_foreign(value):
        return SafeString("")
    return format_html('<p class="tongue"><span class="badge">{}</span></p>', named(value.language))


@register.filter
def stale(value: object) -> SafeString:
    """What must be known of a translation whose original has changed since; nothing of any other words."""
    if not isinstance(value, Words) or not value.is_stale:
        return SafeString("")
    return format_html('<p class="soft small">{}</p>', _("The original has changed since this translation."))


@register.filter
def unbroken(value: str) -> SafeString:
    """A heading in which no line ends at the hyphen of "faut-il" or "rendez-vous"; what is copied stays as written."""
    # Escaped before anything is added to it: the words are somebody's.
    words = conditional_escape(value)
    return mark_safe(_HYPHENED.sub(r'<span class="nowrap">\g<0></span>', words))  # noqa: S308 — escaped above


@register.filter
def plain(value: str | None) -> str:
    """The words of a Markdown text, without its marks."""
    return _set_as(value, text.to_plain(value or ""))


@register.filter
def excerpt(value: str | None, length: int = 220) -> str:
    """The beginning of a Markdown text in plain words, cut at a word."""
    return _set_as(value, text.excerpt(value or "", length))


def _set_as(value: str | None, words: str) -> str:
    """Words taken from ``value``, set in its language."""
    return typo(value.saying(words) if isinstance(value, Words) else words)


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
def aloud(dates: str) -> SafeString:
    """A span of dates: an arrow for the eye, the word that it stands for read aloud."""
    first, arrow, last = dates.partition("→")
    spoken = format_html(
        '<span aria-hidden="true">{}</span><span class="hidden">{}</span>', arrow, pgettext("dates", "to")
    )
    return format_html("{}{}{}", first, spoken, last) if arrow else conditional_escape(dates)


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
    return "" if value is None else _count(value, to_locale(_language()))


@lru_cache(maxsize=2_000)
def _count(value: float, locale: str) -> str:
    return str(format_decimal(value, locale=locale))


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
