"""What the guides say, as tests read it: labels that they quote, pictures and links."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cestvous.web.guides.reading import FOLDER, WRITTEN_FIRST
from tools.messages import catalogues
from tools.picturing import album
from tools.picturing.steps import Fill

GUIDES = sorted(FOLDER.glob("*/*.md"))
_QUOTED = re.compile(r"«\s*(.*?)\s*»", re.DOTALL)
_PLACE = re.compile(r"%\(\w+\)[sd]|%%")


def _inline(file: Path) -> Iterator[Token]:
    for block in MarkdownIt("commonmark").parse(file.read_text(encoding="utf-8")):
        yield from block.children or []


def pictures(file: Path) -> list[tuple[str, str]]:
    """The pictures of a guide, by name, with the words that are read in their place."""
    return [(str(token.attrs["src"]), token.content) for token in _inline(file) if token.type == "image"]


def links(file: Path) -> list[str]:
    return [str(token.attrs["href"]) for token in _inline(file) if token.type == "link_open"]


def plain(words: str) -> str:
    """As it is compared: whatever the typography and the first letter are."""
    return " ".join(words.split()).casefold()


def quoted(file: Path) -> set[str]:
    """Everything that a guide puts between « » : words of the screens, and nothing else."""
    return {plain(words) for words in _QUOTED.findall(file.read_text(encoding="utf-8"))}


@cache
def said_on_screens() -> tuple[re.Pattern[str], ...]:
    """What the French catalogue says; where a message has a place for something, anything."""
    (path,) = (path for path in catalogues() if path.parts[-3] == WRITTEN_FIRST)
    with path.open("rb") as file:
        messages = [message.string for message in read_po(file, locale=WRITTEN_FIRST) if message.id]
    texts = [text for said in messages for text in ([said] if isinstance(said, str) else said or ()) if text]
    return tuple(re.compile(".+".join(re.escape(part) for part in _PLACE.split(plain(text)))) for text in texts)


# What people of the example city write in a picture, which its words may quote.
TYPED = {plain(step.words) for walk in album.WALKS for step in walk.steps if isinstance(step, Fill)}
# What no walk passes, and where it is tested instead.
ELSEWHERE = {
    # Nobody's mandate ends in the example city: tests/web/test_agency.py.
    "plus personne en charge",
    "prendre en charge",
    # The example city asks nobody to show anew who they are: tests/security/test_fresh_sign_in.py.
    "est-ce toujours vous ?",
}
