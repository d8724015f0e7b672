"""The tree as PDF/UA-1, by Typst: it refuses to make a document that is not accessible."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from cestvous.web.design.colours import tokens
from cestvous.web.documents.tree import Document, Paragraph, Run, as_data

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
CONTENT_TYPE = "application/pdf"
# In seconds. The longest synthesis that we know takes a tenth of it.
LONGEST = 60
# Typst breaks a line between words only; longer ones may be broken after so many characters.
_LONG, _BREAK = 40, "\u200b"
_UNBROKEN = re.compile(rf"\S{{{_LONG}}}(?=\S)")
# Stands for a character that none of our fonts draws.
_MISSING = "\u25af"
_SHAPED = re.compile("[\u200d\ufe00-\ufe0f]")


class NotDrawn(Exception):
    """Typst refused the document, or ended before its time; the words are its own."""


@cache
def _undrawn() -> re.Pattern[str]:
    ranges = (FONTS / "drawn.txt").read_text(encoding="ascii").split()
    drawn = "".join("-".join(rf"\U{int(end, 16):08x}" for end in each.split("-")) for each in ranges)
    return re.compile(f"[^{drawn}\n\t]")


def drawable(words: str) -> str:
    """The words as our fonts can draw them: what they lack is shown as missing, long words may be broken."""
    drawn = _undrawn().sub(_MISSING, words)
    if drawn != words:
        drawn = _undrawn().sub(_MISSING, _SHAPED.sub("", words))
    return _UNBROKEN.sub(rf"\g<0>{_BREAK}", drawn)


# What is followed, not read.
_ADDRESSES = {"href", "anchor", "is", "lang", "language", "dated"}


def _drawable(data: object) -> object:
    if isinstance(data, dict):
        return {name: value if name in _ADDRESSES else _drawable(value) for name, value in data.items()}
    if isinstance(data, list):
        return [_drawable(each) for each in data]
    return drawable(data) if isinstance(data, str) else data


def rendered(document: Document) -> bytes:
    """The document as PDF/UA-1."""
    said = json.dumps(_drawable(as_data(document)), ensure_ascii=False)
    if _MISSING in said:
        words = _("%(sign)s stands for a sign that this file can't draw; the page shows it.") % {"sign": _MISSING}
        noted = replace(document, blocks=[*document.blocks, Paragraph([Run(words)], "soft")])
        said = json.dumps(_drawable(as_data(noted)), ensure_ascii=False)
    told = {
        "inputs": {"document": said, "tones": json.dumps(tokens()["light"])},
        "made_at": int(document.dated.timestamp()),
    }
    drawn = subprocess.run(  # noqa: S603 — our own program; what it is given is data
        [sys.executable, "-I", str(HERE / "drawing.py")],
        input=json.dumps(told).encode(),
        capture_output=True,
        timeout=LONGEST,
        env={},
        check=False,
    )
    if drawn.returncode:
        raise NotDrawn(drawn.stderr.decode(errors="replace"))
    return drawn.stdout
