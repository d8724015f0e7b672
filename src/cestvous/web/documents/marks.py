"""What people wrote in Markdown as blocks of a document: the same parser as for pages, and nothing that pages lack."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from markdown_it.token import Token

from cestvous.kernel import text
from cestvous.kernel.links import beside
from cestvous.web.documents.tree import Block, Code, Heading, Items, Paragraph, Quotation, Run

# A page has room for so many lists or quotes within each other; what is deeper stands at this depth.
DEEPEST = 5


def blocks_of(markdown: str, language: str, heading: int) -> list[Block]:
    """The blocks of a text. Headings in it, whatever their rank, are of the level ``heading``, outside the contents."""
    tokens = text.parsed(text.set_in(language, text.clean(markdown)))
    return list(_Reading(tokens, heading).blocks())


@dataclass
class _Reading:
    """Walks the tokens once; each opening consumes up to its close."""

    tokens: list[Token]
    heading: int
    at: int = 0

    def blocks(self, until: str = "", depth: int = 0) -> Iterator[Block]:
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token.type == until:
                return
            match token.type:
                case "inline":
                    yield Paragraph(_runs(token))
                case "heading_open":
                    words = "".join(run.words for run in _runs(self.tokens[self.at]))
                    self.at += 2
                    # A mark without words is no heading, and PDF/UA takes none.
                    if text.clean(words):
                        yield Heading(self.heading, words.replace("\n", " "), is_listed=False)
                case "fence" | "code_block":
                    yield Code(token.content.rstrip("\n"))
                case "bullet_list_open" | "ordered_list_open":
                    yield from self._items(token, depth)
                case "blockquote_open":
                    quoted = list(self.blocks("blockquote_close", depth + 1))
                    yield from quoted if depth >= DEEPEST else [Quotation(quoted)]

    def _items(self, opening: Token, depth: int) -> Iterator[Block]:
        close = opening.type.replace("open", "close")
        items = []
        while self.tokens[self.at].type != close:
            self.at += 1
            items.append(list(self.blocks("list_item_close", depth + 1)))
        self.at += 1
        if depth >= DEEPEST:
            for item in items:
                yield from item
            return
        start = opening.attrGet("start")
        yield Items(items, int(start or 1) if opening.type.startswith("ordered") else None)


def _runs(inline: Token) -> list[Run]:
    """The words of a paragraph. After those of a link stands its host: on paper nobody sees where it leads."""
    runs: list[Run] = []
    hand, begun = Run(""), 0
    for child in inline.children or ():
        match child.type:
            case "strong_open" | "strong_close":
                hand = replace(hand, bold=child.nesting == 1)
            case "em_open" | "em_close":
                hand = replace(hand, italic=child.nesting == 1)
            case "link_open":
                hand, begun = replace(hand, href=str(child.attrGet("href"))), len(runs)
            case "link_close":
                leads_to = beside(hand.href, "".join(run.words for run in runs[begun:]))
                runs += [Run(f" ({leads_to})", soft=True)] if leads_to else []
                hand = replace(hand, href="")
            case "code_inline":
                runs.append(replace(hand, words=child.content, code=True))
            case _:
                words = child.content or ("\n" if child.type in {"softbreak", "hardbreak"} else "")
                runs += [replace(hand, words=words)] if words else []
    return runs
