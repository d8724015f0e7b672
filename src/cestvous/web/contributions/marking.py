"""What was searched for, marked in what was found."""

import re
from collections.abc import Sequence
from functools import lru_cache

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from cestvous.kernel.stems import found_in
from cestvous.kernel.text import set_in, to_plain

_LENGTH = 220
# No-break spaces are no layout.
_LAYOUT = re.compile(r"[ \t\n]+")
# How much stands before the first word found, when it comes late in a text.
_LEAD = 60


def marked(words: str, stems: Sequence[str]) -> SafeString:
    """Plain words as HTML; those with one of the stems stand in a ``mark``."""
    if not stems:
        return conditional_escape(words)
    pieces, last = [], 0
    for start, end in found_in(words, stems):
        pieces.append(format_html("{}<mark>{}</mark>", words[last:start], words[start:end]))
        last = end
    pieces.append(format_html("{}", words[last:]))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


@lru_cache(maxsize=1_000)
def excerpt(markdown: str, language: str, stems: tuple[str, ...]) -> SafeString:
    """What the list shows of a text, marked: kept, as a version never changes."""
    return marked(excerpt_around(set_in(language, to_plain(markdown)), stems), stems)


def excerpt_around(words: str, stems: Sequence[str]) -> str:
    """A stretch of a plain text that shows the first word found, cut at words; its beginning if there is none."""
    plain = _LAYOUT.sub(" ", words)
    start = next((start for start, _end in found_in(plain, stems)), 0) if stems else 0
    from_ = 0 if start < _LENGTH - _LEAD else plain.find(" ", start - _LEAD) + 1
    stretch = plain[from_:]
    if len(stretch) > _LENGTH:
        stretch = stretch[:_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
    return f"… {stretch}" if from_ else stretch
