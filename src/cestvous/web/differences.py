"""What changed between two versions of a text, word by word, in plain words."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Literal

from cestvous.kernel.text import to_plain

Change = Literal["same", "added", "removed"]
# Beyond so many words on one side, or so many steps, comparing words would keep a reader waiting: whole paragraphs are
# compared; and where even they repeat each other too much, the text as one piece.
MOST_WORDS = 3_000
MOST_STEPS = 20_000_000
# A word or a mark, with the space before it: a comma added leaves its word as it was.
_WORD = re.compile(r"\n|[^\S\n]*(?:\w+|[^\w\s])")


@dataclass(frozen=True)
class Stretch:
    """Words in a row that share a fate."""

    change: Change
    words: str


Paragraph = Sequence[Stretch]


def differences(before: str, after: str) -> list[Paragraph]:
    """The text of ``after`` with what was added since ``before`` and what was removed, as paragraphs.

    Both are Markdown; the marks of Markdown don't count.
    """
    old, new = _units(to_plain(before), to_plain(after))
    stretches: list[Stretch] = []
    for kind, start, end, start_new, end_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            stretches.append(Stretch("same", "".join(new[start_new:end_new])))
            continue
        if end > start:
            stretches.append(Stretch("removed", "".join(old[start:end])))
        if end_new > start_new:
            stretches.append(Stretch("added", "".join(new[start_new:end_new])))
    return _paragraphs(stretches)


def are_alike(paragraphs: Sequence[Paragraph]) -> bool:
    """Is there nothing added and nothing removed?"""
    return all(stretch.change == "same" for paragraph in paragraphs for stretch in paragraph)


def _units(old: str, new: str) -> tuple[list[str], list[str]]:
    words = _WORD.findall(old), _WORD.findall(new)
    if max(map(len, words)) <= MOST_WORDS and _steps(*words) <= MOST_STEPS:
        return words
    lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    return lines if _steps(*lines) <= MOST_STEPS else ([old], [new])


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
