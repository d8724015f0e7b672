"""Guides as they are written — Markdown files of ours — and as a page shows them."""

import json
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from cestvous.kernel.text import set_in

FOLDER = Path(__file__).parent
# The first language of the screens: guides are written in it before any other.
WRITTEN_FIRST = "fr"
# A link to a page of the site names it as the code does, so that its address may change: "page:charter".
PAGE = "page:"
# The sizes at which pictures are shown, in CSS pixels; written by ``make guides`` with the pictures.
SIZES = FOLDER / "pictures.json"


@dataclass(frozen=True)
class Heading:
    """A heading of a guide, where it stands, and those below it."""

    title: str
    anchor: str
    below: tuple["Heading", ...] = ()


@dataclass(frozen=True)
class Guide:
    """A guide in one language. ``body`` is safe: we wrote it, and its parser knows no HTML."""

    title: str
    lead: str
    language: str
    contents: tuple[Heading, ...]
    body: SafeString


def file_of(name: str, language: str) -> Path:
    """The text of a guide in a language, or in the one in which guides are written first."""
    own = FOLDER / language / f"{name}.md"
    return own if own.exists() else FOLDER / WRITTEN_FIRST / f"{name}.md"


@cache
def read(name: str, language: str) -> Guide:
    """The guide of this name. It begins with its title and one paragraph that says what is in it."""
    file = file_of(name, language)
    written_in = file.parent.name
    parser = _parser()
    tokens = parser.parse(file.read_text(encoding="utf-8"))
    for token in tokens:
        _set(token, written_in)
    title, lead, body = tokens[1], tokens[4], tokens[6:]
    for place, token in enumerate(body):
        if token.type == "inline":
            _settle(token, body[place - 1], body[place + 1])
    html = parser.renderer.render(body, parser.options, {})
    return Guide(_words(title), _words(lead), written_in, _contents(body), mark_safe(html))  # noqa: S308 — our own text


@cache
def sizes() -> dict[str, tuple[int, int]]:
    """How wide and how high each picture is shown."""
    read_as: dict[str, list[int]] = json.loads(SIZES.read_text(encoding="utf-8"))
    return {name: (width, height) for name, (width, height) in read_as.items()}


def address(link: str) -> str:
    """Where a link of a guide leads; NoReverseMatch if the site has no such page."""
    if not link.startswith(PAGE):
        return link
    page, mark, anchor = link.removeprefix(PAGE).partition("#")
    return reverse(page) + mark + anchor


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False})
    parser.add_render_rule("image", _picture)
    return parser


def _picture(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[index]
    name = str(token.attrs["src"])
    width, height = sizes()[name]
    told = {
        "url": static(f"guides/{name}"),
        "words": token.content,
        "caption": token.attrs.get("title", ""),
        "width": str(width),
        "height": str(height),
    }
    return render_to_string("guides/picture.html", told).strip()


def _set(token: Token, language: str) -> None:
    """Set words as the typography of their language wants it; marks and spaces of Markdown stay as they are."""
    if token.type in {"text", "image"}:
        token.content = set_in(language, token.content)
    if "title" in token.attrs:
        token.attrs["title"] = set_in(language, str(token.attrs["title"]))
    for child in token.children or []:
        _set(child, language)


def _settle(token: Token, opening: Token, closing: Token) -> None:
    """Give headings their anchors and links their addresses; a picture stands in no paragraph."""
    children = token.children or []
    if opening.type == "heading_open":
        opening.attrs["id"] = slugify(_words(token))
    if [child.type for child in children] == ["image"]:
        opening.hidden = closing.hidden = True
    for child in children:
        if child.type == "link_open":
            child.attrs["href"] = address(str(child.attrs["href"]))


def _words(token: Token) -> str:
    return "".join(child.content for child in token.children or [] if child.type in {"text", "code_inline"})


def _contents(tokens: list[Token]) -> tuple[Heading, ...]:
    parts: list[Heading] = []
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        heading = Heading(_words(inline), str(opening.attrs["id"]))
        if opening.tag == "h2":
            parts.append(heading)
        elif opening.tag == "h3":
            parts[-1] = Heading(parts[-1].title, parts[-1].anchor, (*parts[-1].below, heading))
    return tuple(parts)
