"""What changed between two versions of a text, word by word, in plain words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Literal

from cestvous.kernel.text import to_plain

Fate = Literal["same", "added", "removed"]
# What stood in a place, and what stands there now.
Change = tuple[str, str]
# Beyond so many words on one side, or so many steps, comparing words would keep a reader waiting: paragraphs are
# compared first, then words within those that changed; where even they repeat each other too much, the text as a piece.
MOST_WORDS = 3_000
MOST_STEPS = 20_000_000
# So many words that stayed between two stretches replaced are no more than a crumb.
CRUMB = 2
# A word or a mark, with the space before it: a comma added leaves its word as it was.
_WORD = re.compile(r"\n|[^\S\n]*(?:\w+|[^\w\s])")


@dataclass(frozen=True)
class Stretch:
    """Words in a row that share a fate."""

    change: Fate
    words: str


Paragraph = Sequence[Stretch]


def differences(before: str, after: str) -> list[Paragraph]:
    """The text of ``after`` with what was added since ``before`` and what was removed, as paragraphs.

    Both are Markdown; the marks of Markdown don't count.
    """
    return _paragraphs(_stretches(to_plain(before), to_plain(after)))


def are_alike(paragraphs: Sequence[Paragraph]) -> bool:
    """Is there nothing added and nothing removed?"""
    return all(stretch.change == "same" for paragraph in paragraphs for stretch in paragraph)


def _stretches(old: str, new: str) -> list[Stretch]:
    """What became of ``old``: by word if it isn't too long for that; else by paragraph, and by word within those that
    changed; else as one piece.
    """
    words = _WORD.findall(old), _WORD.findall(new)
    if max(map(len, words)) <= MOST_WORDS and _steps(*words) <= MOST_STEPS:
        return list(_told(_readable(_changes(*words))))
    lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    changes = [(old, new)] if _steps(*lines) > MOST_STEPS else _changes(*lines)
    if len(changes) == 1:
        return list(_told(changes))
    stretches: list[Stretch] = []
    for before, after in changes:
        is_same = before == after
        stretches += [Stretch("same", after)] if is_same else _stretches(before, after)
    return stretches


def _changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Both texts in step: what stands on either side, the same where nothing changed."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [("".join(old[a:b]), "".join(new[c:d])) for _kind, a, b, c, d in matcher.get_opcodes()]


def _readable(changes: Sequence[Change]) -> list[Change]:
    """Few words that stayed between two that were replaced are told with them: a sentence that was written anew reads
    as one, not as crumbs of two.
    """
    told: list[Change] = []
    for before, after in changes:
        if len(told) > 1 and before != after and _is_crumb(told[-1], (told[-2], (before, after))):
            kept, earlier = told.pop(), told.pop()
            told.append((earlier[0] + kept[0] + before, earlier[1] + kept[1] + after))
        else:
            told.append((before, after))
    return told


def _is_crumb(kept: Change, around: tuple[Change, Change]) -> bool:
    """Is what stayed short, within one paragraph, and between two stretches that were replaced at more length?"""
    words, (same, other) = kept[0], kept
    if same != other or "\n" in words or not all(before and after for before, after in around):
        return False
    return len(words.split()) <= CRUMB and all(len(words) < len(before) + len(after) for before, after in around)


def _told(changes: Iterable[Change]) -> Iterator[Stretch]:
    for before, after in changes:
        if before == after:
            yield Stretch("same", after)
            continue
        if before:
            yield Stretch("removed", before)
        if after:
            yield Stretch("added", after)


def _steps(old: list[str], new: list[str]) -> int:
    """The most that a comparison can take: each match looks at every pair of units that are alike."""
    theirs = Counter(new)
    pairs = sum(count * theirs[unit] for unit, count in Counter(old).items())
    edges = _alike(old, new) + _alike(old[::-1], new[::-1])
    return pairs * max(1, min(len(old), len(new)) - edges)


def _alike(old: list[str], new: list[str]) -> int:
    """How many units are the same from the beginning on."""
    return sum(1 for _both in takewhile(lambda both: both[0] == both[1], zip(old, new, strict=False)))


def _paragraphs(stretches: Sequence[Stretch]) -> list[Paragraph]:
    """Cut at line ends: an element of a page can't reach over two paragraphs."""
    paragraphs: list[list[Stretch]] = [[]]
    for stretch in stretches:
        for index, line in enumerate(stretch.words.split("\n")):
            if index:
                paragraphs.append([])
            if line.strip():
                paragraphs[-1].append(Stretch(stretch.change, line))
    return [paragraph for paragraph in paragraphs if paragraph]
