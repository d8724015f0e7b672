"""Texts: how they are cleaned, compared, shown as HTML, and set as French is set."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from html import escape
from itertools import pairwise

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from cestvous.kernel import links

NARROW, WIDE = "\u202f", "\u00a0"
# What nobody sees: controls, marks of direction, fillers that pass for letters, tags, halves of characters. Kept: tabs,
# line feeds, and the joiners that some scripts need to be spelled at all.
_UNWANTED = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    r"\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\ue000\ue001\U000e0000-\U000e007f]"
)
_LINE_ENDS = re.compile(r"\r\n|[\r\u2028\u2029]")
# No language piles up more marks on one letter; a thousand of them cover the neighbours, and take long to compose.
_MOST_MARKS = 6
# More links, or lists within lists, than anybody writes in one text.
_MOST_BRACKETS, _DEEPEST = 1_000, 40
_IS_SEEN = frozenset("LNPS")
# Stand for the edges of a marked passage while its text goes through Markdown; nobody can type them.
_OPEN, _CLOSE = "\ue000", "\ue001"
# White space and Markdown marks, the end of a link among them, but no end of a paragraph.
_BETWEEN_WORDS = r"(?:(?!\n\s*\n)(?:\]\([^()\s]*\)|[\s*_`>#\[\u00a0\u202f]))"
# What typography leaves alone: where a link leads, and code.
_NOT_SET = re.compile(r"(\]\([^)\n]*\)|`[^`\n]*`)")
_STRAIGHT = re.compile(r"(?<![\w\"])\"(?=\S)([^\"\n]{1,400})(?<=\S)\"(?![\w\"])")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
# What a reader selects on a page is typeset; what was typed may not have been.
_ALIKE = {**dict.fromkeys('"“”„', '["“”„]'), **dict.fromkeys("'’", "['’]")}
# Without any of these, nothing in a text is set otherwise than it was typed.
_SET_IN_FRENCH = re.compile(r"[;:!?«»]|[\dM][ \u00a0]")
# Texts whose words are kept in the memory of a process: a version never changes, and is read again and again.
_KEPT = 1_000
_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "h3", "h4", "h5", "hr", "code", "pre", "span"}
# Begins what we add to somebody's words: where a link of theirs leads. Nobody can type it.
_HOST = '<span class="host">'


def clean(text: str) -> str:
    """What people typed, composed (NFC), with plain line ends and without what cannot be seen. Empty if nothing can."""
    plain = _without_piles(_UNWANTED.sub("", _LINE_ENDS.sub("\n", text)))
    cleaned = _without_piles(unicodedata.normalize("NFC", plain)).strip()
    return cleaned if any(unicodedata.category(character)[0] in _IS_SEEN for character in cleaned) else ""


def _without_piles(text: str) -> str:
    """At most _MOST_MARKS combining marks in a row. Composing takes time that grows with the square of their number."""
    if text.isascii():
        return text
    kept, pile = [], 0
    for character in text:
        pile = pile + 1 if unicodedata.combining(character) else 0
        if pile <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def folded(text: str) -> str:
    """The text as a careless reader sees it: no accents, case, punctuation or layout. Equal when said alike."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.sub(r"[^\w\s]|_", " ", "".join(c for c in bare if not unicodedata.combining(c))).split())


def french(text: str) -> str:
    """French typography: no-break spaces before ; : ! ? % €, inside « », and within numbers.

    Leaves times ("18:30"), addresses ("https://…") and what is already set as it is.
    """
    if not _SET_IN_FRENCH.search(text):
        # A plain copy, as the substitutions below give: what claimed to be HTML no longer does.
        return text[:]
    # From where spaces begin, and not from each of them: a line of ten thousand would take seconds.
    spaces = r"(?<![ \u00a0\u202f])[ \u00a0\u202f]"
    text = re.sub(spaces + r"+([;!?])", NARROW + r"\1", text)
    text = re.sub(spaces + r"+:(?=\s|$|[»)])", WIDE + ":", text)
    text = re.sub(r"«[ \u00a0\u202f]*", "«" + NARROW, text)
    text = re.sub(spaces + r"*»", NARROW + "»", text)
    text = re.sub(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))", NARROW, text)
    return re.sub(r"(?<=[\dM])[ \u00a0](?=(?:%|€|M€|k€|m²|km|h|min|ans|jours|mois)(?!\w))", WIDE, text)


def _quoted(text: str, opening: str, closing: str) -> str:
    """Straight quotation marks around words become those of a language; code and the ends of links stay as they are."""
    pieces = _NOT_SET.split(text)
    pieces[::2] = [_STRAIGHT.sub(rf"{opening}\1{closing}", piece) for piece in pieces[::2]]
    return "".join(pieces)


def english(text: str) -> str:
    """English typography: curly quotation marks and apostrophes."""
    return _quoted(_APOSTROPHE.sub("’", text), "“", "”")


def german(text: str) -> str:
    """German typography: „such“ quotation marks; no line ends before a unit or within "z. B."."""
    text = re.sub(r"(?<=\d)[ \u00a0](?=(?:%|€|Mio|m²|km|Uhr|Min|Jahre|Tage|Monate)(?!\w))", WIDE, text)
    text = re.sub(r"\b(z|d|u)\.[ \u00a0\u202f]?(B|h|a)\.", rf"\1.{NARROW}\2.", text)
    return _quoted(text, "„", "“")


_TYPOGRAPHY = {"fr": french, "en": english, "de": german, "gsw": german}


def set_in(language: str, text: str) -> str:
    """The text as the typography of its language wants it: spaces, quotation marks. Never the words themselves."""
    typeset = _TYPOGRAPHY.get(language.split("-", maxsplit=1)[0])
    return typeset(text) if typeset else text


@cache
def _parser() -> MarkdownIt:
    # A heading in somebody's text must not outrank those of the page: "#" becomes a third level.
    parser = MarkdownIt("js-default", {"html": False, "linkify": False, "breaks": True, "maxNesting": _DEEPEST})
    parser.disable(["image", "table"])

    def lower(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        tokens[index].tag = {"h1": "h3", "h2": "h3", "h3": "h4"}.get(tokens[index].tag, "h5")
        return self.renderToken(tokens, index, options, env)

    def with_host(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        return f"{_host(tokens, index)}</a>"

    # What leads elsewhere than it seems is no link: it stands as it was typed.
    parser.validateLink = links.may_be_followed  # type: ignore[method-assign,assignment]  # as they document it
    parser.add_render_rule("link_close", with_host)
    parser.add_render_rule("heading_open", lower)
    parser.add_render_rule("heading_close", lower)
    return parser


def _host(tokens: list[Token], end: int) -> str:
    """Beside the words of the link that ends here, where it leads, unless they say it."""
    begun = next(index for index in range(end, -1, -1) if tokens[index].type == "link_open")
    words = "".join(token.content for token in tokens[begun:end])
    leads_to = links.beside(str(tokens[begun].attrGet("href")), words.replace(_OPEN, "").replace(_CLOSE, ""))
    return f"{_HOST} ({escape(leads_to)})</span>" if leads_to else ""


@cache
def _plain_parser() -> MarkdownIt:
    """Paragraphs and line ends; every mark stands as it was typed."""
    return MarkdownIt("zero", {"breaks": True}).enable("newline")


def parsed(markdown: str) -> list[Token]:
    """The blocks of a text. Where its marks can't be what somebody means by them, all of it as it was typed.

    Each bracket may open a link that ends anywhere after it: twenty thousand would take seconds. And what stands
    deeper than _DEEPEST, the parser leaves out: words would be on the record that no page shows.
    """
    if markdown.count("[") <= _MOST_BRACKETS:
        tokens = _parser().parse(markdown)
        if all(token.level < _DEEPEST - 1 for token in tokens):
            return tokens
    return _plain_parser().parse(markdown)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "a" and name == "href":
        return value if links.may_be_followed(value) else None
    return value if tag != "span" or value == "host" else None


@lru_cache(maxsize=_KEPT)
def to_html(markdown: str, language: str = "fr") -> str:
    """Safe HTML for a text written in simple Markdown: paragraphs, emphasis, lists, quotes, links, headings."""
    parser = _parser()
    dirty = parser.renderer.render(parsed(set_in(language, markdown)), parser.options, {})
    return nh3.clean(
        dirty,
        tags=_TAGS,
        attributes={"a": {"href"}, "span": {"class"}},
        attribute_filter=_attribute,
        link_rel="ugc nofollow noopener noreferrer",
        url_schemes={"http", "https", "mailto"},
    )


@lru_cache(maxsize=_KEPT)
def to_plain(markdown: str) -> str:
    """The words of a Markdown text without its marks, blocks separated by a line feed."""
    lines = []
    for token in parsed(markdown):
        if token.type == "inline":
            words = (child.content or "\n" for child in token.children or () if _says(child.type))
            lines.append("".join(words))
    return "\n".join(lines)


def _says(kind: str) -> bool:
    return kind in {"text", "code_inline", "softbreak", "hardbreak"}


def excerpt(markdown: str, length: int = 220) -> str:
    """The beginning of a text, cut at a word, at most ``length`` characters and an ellipsis."""
    plain = " ".join(to_plain(markdown).split())
    if len(plain) <= length:
        return plain
    return plain[:length].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def locate(quote: str, body: str) -> tuple[int, int] | None:
    """Where ``quote`` stands in ``body``, as [start, end) in characters; None if nowhere within one paragraph.

    White space and Markdown marks between words don't count: what is selected on a page has lost them.
    """
    words = quote.replace(NARROW, " ").replace(WIDE, " ").split()
    if not words:
        return None
    pattern = _as_typed(words[0])
    for before, word in pairwise(words):
        # Typography sets guillemets apart, whether or not that was typed.
        apart = "*" if before.endswith("«") or word.startswith("»") else "+"
        pattern += f"{_BETWEEN_WORDS}{apart}{_as_typed(word)}"
    found = re.search(pattern, body)
    return found.span() if found else None


def _as_typed(word: str) -> str:
    """A pattern for a word as it may have been typed: typography has its own quotation marks and apostrophes."""
    return "".join(_ALIKE.get(character, re.escape(character)) for character in word)


def to_html_with_passages(markdown: str, passages: Iterable[tuple[int, int]], language: str = "fr") -> str:
    """Like ``to_html``, with each [start, end) of the Markdown source marked; overlapping ones become one."""
    merged: list[list[int]] = []
    for start, end in sorted(passages):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([start, end])
    marked = markdown
    for start, end in reversed(merged):
        marked = f"{marked[:start]}{_OPEN}{marked[start:end]}{_CLOSE}{marked[end:]}"
    return _with_marks(to_html(marked, language))


def _with_marks(html: str) -> str:
    """Each run of text between two edges in a ``<mark>`` of its own: a passage may end in another element."""
    pieces, inside, before = [], False, ""
    for piece in re.split(f"(<[^>]*>|{_OPEN}|{_CLOSE})", html):
        if piece in {_OPEN, _CLOSE}:
            inside = piece == _OPEN
        else:
            is_marked = inside and piece.strip() and not piece.startswith("<") and before != _HOST
            pieces.append(f"<mark>{piece}</mark>" if is_marked else piece)
            before = piece
    return "".join(pieces)
