"""A passage marked in the whole text that it stands in."""

import re

from django.utils.safestring import SafeString, mark_safe

from cestvous.kernel import text

_PLACE = re.compile(r"([0-9]{1,7})-([0-9]{1,7})")
# Where an address that ends in "#passage" leads; a keyboard goes on from there.
_FIRST = '<mark id="passage" tabindex="-1">'


def with_passage(body: str, place: str, language: str) -> SafeString:
    """The Markdown ``body`` as safe HTML with the characters of ``place`` ("12-84", the end excluded) marked.

    Empty if there is no such place in it, or nothing to be seen there.
    """
    found = _PLACE.fullmatch(place)
    start, end = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 0 <= start < end <= len(body):
        return SafeString()
    html = text.to_html_with_passages(body, [(start, end)], language)
    if "<mark>" not in html:
        return SafeString()
    # The kernel sanitises with nh3, which lets no mark of the author's own through.
    return mark_safe(html.replace("<mark>", _FIRST, 1))  # noqa: S308 — made safe by to_html_with_passages
