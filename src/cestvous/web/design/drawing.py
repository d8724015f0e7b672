"""Parts of pages drawn once: the same template makes the same HTML of the same values, in the same language.

A process keeps what it drew last, by the values themselves: nothing has to be forgotten when something changes, since
what changed is another value. What it keeps is bounded, and is never anybody's session.
"""

import pickle
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from threading import Lock
from typing import Generic, TypeVar

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

Shown = TypeVar("Shown")
# All that a process keeps: about ten megabytes at most, since a narrow space makes two bytes of every character.
MOST_CHARACTERS, MOST_AROUND = 3_000_000, 1_000_000


class Drawings:
    """What was drawn last, by what it was drawn of."""

    def __init__(self, most_characters: int) -> None:
        self.most_characters, self.characters = most_characters, 0
        self._known: OrderedDict[bytes, SafeString] = OrderedDict()
        self._lock = Lock()

    def find(self, key: bytes) -> SafeString | None:
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
            return self._known.get(key)

    def keep(self, key: bytes, html: SafeString) -> None:
        with self._lock:
            # Another thread may have drawn the same meanwhile.
            self.characters += len(html) - len(self._known.pop(key, ""))
            self._known[key] = html
            while self.characters > self.most_characters:
                _key, oldest = self._known.popitem(last=False)
                self.characters -= len(oldest)

    def forget(self) -> None:
        with self._lock:
            self._known.clear()
            self.characters = 0


DRAWINGS = Drawings(MOST_CHARACTERS)
# What stands around pages differs by their address: addresses that are made up push out each other, and no card.
AROUND = Drawings(MOST_AROUND)


def draw(template: str, values: Mapping[str, object]) -> SafeString:
    """The template drawn with these values and nothing else: neither the request nor the site.

    They are plain values, or frozen dataclasses of them, instants included; two are the same when they are pickled
    alike, hence in type too: HTML and the words that look like it are not.
    """
    return draw_known(template, values, lambda: values)


@dataclass(frozen=True)
class Part(Generic[Shown]):
    """A part of a page that is not even put together if it was drawn before.

    ``known_by``: plain values from which all that it shows follows, but the language. ``make`` puts together what the
    template knows by ``name``.
    """

    template: str
    name: str
    known_by: object
    make: Callable[[], Shown]

    @cached_property
    def drawn(self) -> SafeString:
        return draw_known(self.template, self.known_by, lambda: {self.name: self.make()})


def draw_known(
    template: str, known_by: object, make: Callable[[], Mapping[str, object]], kept: Drawings = DRAWINGS
) -> SafeString:
    """As ``draw``, where the values follow from others, by which they are known, and cost something to make."""
    told = pickle.dumps((template, get_language(), known_by), pickle.HIGHEST_PROTOCOL)
    key = blake2b(told, digest_size=20).digest()
    html = kept.find(key)
    if html is None:
        html = render_to_string(template, dict(make()))
        kept.keep(key, html)
    return html
