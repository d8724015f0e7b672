"""Surfaces that hold something: cards, notices, disclosures, tables, empty states; and buttons."""

from typing import Literal

from django.template import Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cestvous.kernel.languages import direction
from cestvous.web.design.shapes import Context, Kind, Tone

register = Library()


@register.simple_block_tag
def card(
    content: str,
    title: str = "",
    href: str = "",
    level: int = 3,
    tone: Tone | Literal[""] = "",
    id: str = "",  # noqa: A002 — the HTML attribute
    kicker: str = "",
    spoken: str = "",
) -> SafeString:
    """One thing among others of its kind. ``kicker`` stands above the title: "Constat 4".

    ``spoken``: the words of which the title is made, where it is HTML already and so no longer knows its language.
    """
    context = {"content": content, "title": title, "href": href, "level": level, "tone": tone, "id": id}
    return render_to_string("design/card.html", context | {"kicker": kicker, "spoken": spoken or title})


@register.simple_block_tag
def notice(
    content: str,
    kind: Literal["info", "success", "warning", "refusal", "error", "debug"] = "info",
    title: str = "",
    live: bool = False,
    remedy: str = "",
) -> SafeString:
    """What the reader must know now. ``live`` has it read aloud at once; ``remedy`` says what would change it."""
    known = {"debug": "info", "error": "refusal"}.get(kind, kind)
    context = {"content": content, "kind": known, "title": title, "live": live, "remedy": remedy}
    return render_to_string("design/notice.html", context)


@register.inclusion_tag("design/refusal.html")
def refusal(verdict: object, href: str = "", action: str = "", title: str = "") -> Context:
    """Why an act is refused and what would change it, from a Verdict; ``href`` and ``action`` offer the remedy."""
    return {"verdict": verdict, "href": href, "action": action, "title": title}


@register.simple_block_tag
def empty_state(content: str, title: str) -> SafeString:
    """Nothing here yet: says why, and what to do next."""
    return render_to_string("design/empty_state.html", {"content": content, "title": title})


@register.simple_block_tag
def disclosure(content: str, title: str, is_open: bool = False, id: str = "") -> SafeString:  # noqa: A002 — the HTML attribute
    """Something to unfold; works without script."""
    return render_to_string("design/disclosure.html", {"content": content, "title": title, "open": is_open, "id": id})


@register.simple_block_tag
def table(content: str, caption: str, hide_caption: bool = False) -> SafeString:
    """A table in a region that scrolls sideways by itself; the content is its thead and tbody."""
    return render_to_string("design/table.html", {"content": content, "caption": caption, "hide": hide_caption})


@register.simple_block_tag
def actions(content: str) -> SafeString:
    """Buttons and links side by side, wrapping."""
    return render_to_string("design/actions.html", {"content": content})


@register.simple_block_tag
def prose(content: str, lang: str = "", size: Literal["", "large"] = "") -> SafeString:
    """Running text, at reading measure; ``lang`` when it isn't written in the language of the page."""
    return render_to_string(
        "design/prose.html", {"content": content, "lang": lang, "dir": direction(lang), "size": size}
    )


@register.inclusion_tag("design/badge.html")
def badge(
    kind: Kind | Literal["example", "state", "closed", "new"], words: str = "", tone: Tone | Literal[""] = ""
) -> Context:
    """Who speaks, or in which state something is, in a word; each kind has its word unless ``words`` is given."""
    return {"kind": kind, "words": words, "tone": tone}


@register.inclusion_tag("design/button.html")
def button(
    words: str,
    href: str = "",
    kind: Literal["primary", "quiet", "danger"] = "primary",
    name: str = "",
    value: str = "",
    form: str = "",
    context: str = "",
    copy: str = "",
    back: str = "",
    action: str = "",
) -> Context:
    """A link when it has an address, else what submits a form. ``context`` is read aloud after the words.

    ``copy`` is an address to put on the clipboard; such a button appears only where scripts run. ``back``: the id at
    which the page that answers is to be read on. ``action``: where it sends the form of this id, which many share.
    """
    given: Context = {"words": words, "href": href, "kind": kind, "name": name, "value": value, "form": form}
    return given | {"context": context, "copy": copy, "back": back, "action": action}
