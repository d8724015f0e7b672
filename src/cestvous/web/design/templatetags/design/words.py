"""What people said: bylines, quotes, marked passages, comments, and the chain of what became of it."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from django.conf import settings
from django.template import Library
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from cestvous.kernel.languages import Words, direction
from cestvous.kernel.text import set_in, to_plain
from cestvous.web.design.shapes import AnswerState, ChainLink, Context, Kind, Tone, When

register = Library()


@register.inclusion_tag("design/byline.html")
def byline(
    who: str = "",
    *parts: date | str | int | None,
    kind: Kind = "resident",
    function: str = "",
    href: str = "",
    through: str = "",
) -> Context:
    """Who says it, with the mark of their function, then dates and facts; empty parts are left out.

    ``through``: who speaks, where it is an organisation that says it.
    """
    shown = [(part, isinstance(part, date)) for part in parts if part not in (None, "")]
    return {"who": who, "parts": shown, "kind": kind, "function": function, "href": href, "through": through}


@register.simple_block_tag
def quote(content: str, who: str = "", href: str = "", lang: str = "") -> SafeString:
    """Somebody's words, set apart; ``who`` names them under it."""
    return render_to_string(
        "design/quote.html", {"content": content, "who": who, "href": href, "lang": lang, "dir": direction(lang)}
    )


@register.inclusion_tag("design/passage.html")
def passage(
    marked: str, before: str = "", after: str = "", who: str = "", href: str = "", lang: str = "", whole: bool = False
) -> Context:
    """A passage marked within the words around it. ``whole``: the text is cited whole rather than by passage."""
    given = {"marked": marked, "before": before, "after": after, "who": who, "href": href}
    return given | {"lang": lang, "dir": direction(lang), "whole": whole}


@register.simple_tag
def cited(words: str) -> SafeString:
    """Words that are cited, marked for the eye; where they begin and end is read aloud, in the language of the page."""
    page = get_language() or settings.LANGUAGE_CODE
    begins, ends = set_in(page, pgettext("passage", "cited:")), _("end of the citation")
    begins = format_html('<span class="hidden" lang="{}">{} </span>', page, begins)
    ends = format_html('<span class="hidden" lang="{}"> ({}) </span>', page, ends)
    return format_html("{}<mark>{}</mark>{}", begins, words, ends)


@register.simple_block_tag
def remark(
    content: str,
    who: str,
    at: date | None = None,
    kind: Kind = "resident",
    function: str = "",
    side: Literal["", "for", "mixed", "against"] = "",
    endorsements: int | None = None,
    id: str = "",  # noqa: A002 — the HTML attribute
    href: str = "",
    note: str = "",
) -> SafeString:
    """A comment: who, when, on which side, how many agree; text, actions and replies are its content.

    (It can't be called ``comment``: that is Django's own tag.)
    """
    context = {"content": content, "who": who, "at": at, "kind": kind, "function": function, "side": side}
    return render_to_string(
        "design/remark.html", context | {"endorsements": endorsements, "id": id, "href": href, "note": note}
    )


@register.simple_block_tag
def remarks(content: str, label: str = "") -> SafeString:
    """A list of remarks, or the replies inside one."""
    return render_to_string("design/remarks.html", {"content": content, "label": label})


def _around(quote: str, passage: str) -> tuple[str, str, str]:
    """The quote before, in and after its passage; all before when the passage isn't in it."""
    plain = to_plain(quote)
    parts = plain.partition(passage) if passage and passage in plain else (plain, "", "")
    before, marked, after = (quote.saying(part) if isinstance(quote, Words) else part for part in parts)
    return before, marked, after


@register.inclusion_tag("design/chain.html")
def chain(links: Sequence[ChainLink], label: str = "", level: int = 3) -> Context:
    """The thread of one person's words, from sentence to milestone."""
    return {"links": [(link, *_around(link.quote, link.passage)) for link in links], "label": label, "level": level}


@register.simple_block_tag
def knots(content: str, label: str = "") -> SafeString:
    """A chain whose knots a template writes itself, with ``knot``."""
    return render_to_string("design/knots.html", {"content": content, "label": label})


@register.simple_block_tag
def knot(
    content: str,
    title: str,
    tone: Tone = "neutral",
    dates: str = "",
    when: When = "lived",
    level: int = 3,
    answer: AnswerState | Literal[""] = "",
) -> SafeString:
    """One knot of a chain, with free content."""
    context = {"content": content, "title": title, "tone": tone, "dates": dates, "when": when, "level": level}
    return render_to_string("design/knot.html", context | {"answer": answer})
