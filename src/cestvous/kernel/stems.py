"""Words by their stems: what a search compares, so that accents, case and French endings don't count.

Every text is taken for French, as most are: in another language a word is found as it is written, and by such endings
as it has in common with French. Python does it all, so that every database finds the same.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from threading import Lock

import snowballstemmer

from cestvous.kernel.text import folded, to_plain

# A letter or a digit, then more of them and the marks that don't compose with them.
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
# No word that means something is longer: what is may be an address, and takes long to stem.
_LONGEST = 40
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})
# Words that stand in every text, folded.
_EMPTY_WORDS = """
a afin ai ainsi alors apres au aucun aussi autre autres aux avant avec avoir c car ce cela celle celles celui ces
cet cette ceux chaque ci comme comment contre d dans de depuis des deux doit doivent donc dont du elle elles en
encore entre est et etait etant etre eux faire fait faut il ils j je l la le les leur leurs lors lorsque lui m ma
mais me meme memes mes moi moins mon n ne ni nos notre nous on ont ou par parce pas pendant peu peut peuvent plus
pour pourquoi pouvoir qu quand que quel quelle quelles quels qui s sa sans se sera ses si soit son sont sous sur t
ta tant te tel telle tes toi ton tous tout toute toutes tres tu un une vers vos votre vous y der die das und the of
and to in
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
_PLURAL = re.compile(r"(?<=\w\w[^s])s$|(?<=^[a-z]eu)x$|(?<=^[a-z]{2}eu)x$|(?<=eau)x$")
_TWICE_E = re.compile(r"(?<=\w\w)ee$")
# Endings of one word that the algorithm takes for those of two.
_ALIKE = ((re.compile(r"iqu$"), "ic"), (re.compile(r"iv$"), "if"), (re.compile(r"traval$"), "travail"))
_STEMMER = snowballstemmer.stemmer("french")
# It works on letters that it holds: two threads would mix their words.
_ONE_AT_A_TIME = Lock()
EDGE = "/"


def stem(word: str) -> str:
    """The stem of one word, folded; empty for a word that says nothing by itself."""
    return _stem(word[:_LONGEST])


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    bare = folded(word.translate(_LIGATURES)).replace(" ", "")
    if bare in _EMPTY or (len(bare) < 2 and not bare.isdigit()):
        return ""
    bare = _TWICE_E.sub("e", _PLURAL.sub("", bare))
    with _ONE_AT_A_TIME:
        stemmed: str = _STEMMER.stemWord(bare)
    for ending, same in _ALIKE:
        stemmed = ending.sub(same, stemmed)
    return stemmed


def stems(text: str) -> list[str]:
    """The stems of a text's words, each once, in the order in which they first come."""
    return list(dict.fromkeys(filter(None, (stem(word) for word in _WORD.findall(text)))))


def stored(title: str, body: str, place: str = "") -> str:
    """What is kept beside a text to find it by: stems of the title, EDGE, stems of the Markdown body and of the place
    that it is about, spaces around.
    """
    return f" {' '.join([*stems(title), EDGE, *stems(f'{to_plain(body)} {place}')])} "


def within(one: str) -> str:
    """What to look for in what is ``stored``: a stem, whole."""
    return f" {one} "


def found_in(text: str, wanted: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where words with one of the ``wanted`` stems stand in a text: [start, end) in characters."""
    known = frozenset(wanted)
    return (word.span() for word in _WORD.finditer(text) if stem(word.group()) in known)
