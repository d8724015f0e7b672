"""The memory in which one process keeps pages: bounded in bytes, what was asked for longest ago leaves first."""

import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from cestvous.foundation.journal.models import JournalState

# Where a page is asked for: database, scheme, host, path, query.
Address = tuple[str, str, str, str, str]

LARGEST_PAGE = 1_000_000
# For so long a page is given again without asking whether something has happened.
UNASKED_SECONDS = 1.0
# What an entry costs beside its content: its headers and its place.
_BESIDES = 4_000


@dataclass(slots=True)
class Page:
    """A page as visitors get it. ``sealed``: the last seal when it was drawn, if it shows seals; else None.

    It holds from ``drawn_at`` until ``until``, and for as long as nothing else is recorded. The journal was last asked
    at ``asked_at``, when this process's steady clock stood at ``asked``.
    """

    recorded: int
    sealed: int | None
    drawn_at: datetime
    until: datetime
    etag: str
    headers: tuple[tuple[str, str], ...]
    content: bytes
    asked: float
    asked_at: datetime
    view: str = ""

    def holds(self, state: JournalState, asked: float) -> bool:
        """Would it be drawn as it is? Not after the clock stepped back either: it may show what is yet to come."""
        holds = (
            self.recorded == state.recorded
            and self.sealed in (None, state.sealed)
            and self.drawn_at <= state.at < self.until
        )
        if holds:
            self.asked, self.asked_at = asked, state.at
        return holds

    def holds_unasked(self) -> bool:
        """Was the journal asked a moment ago, and does nothing begin meanwhile?"""
        gone = time.monotonic() - self.asked
        return gone < UNASKED_SECONDS and self.asked_at + timedelta(seconds=gone) < self.until


@dataclass
class _Room:
    """Some of the pages, ``most`` bytes of them."""

    most: int
    pages: OrderedDict[Address, tuple[Page, int]] = field(default_factory=OrderedDict)
    weight: int = 0

    def drop(self, address: Address) -> None:
        _page, weight = self.pages.pop(address)
        self.weight -= weight


class Memory:
    """One page for each address: the latest.

    Pages with a query have a room of their own: addresses with a query can be made up without end, and must not push
    out the pages that everybody reads.
    """

    def __init__(self, plain: int = 16_000_000, asked: int = 8_000_000) -> None:
        self._lock = Lock()
        self._plain, self._asked = _Room(plain), _Room(asked)

    def _room(self, address: Address) -> _Room:
        return self._asked if address[-1] else self._plain

    def get(self, address: Address) -> Page | None:
        room = self._room(address)
        with self._lock:
            if address not in room.pages:
                return None
            room.pages.move_to_end(address)
            return room.pages[address][0]

    def put(self, address: Address, page: Page) -> None:
        room, weight = self._room(address), len(page.content) + sum(map(len, address)) + _BESIDES
        with self._lock:
            if address in room.pages:
                room.drop(address)
            if len(page.content) > LARGEST_PAGE or weight > room.most:
                return
            room.pages[address] = page, weight
            room.weight += weight
            while room.weight > room.most:
                room.drop(next(iter(room.pages)))

    def clear(self) -> None:
        with self._lock:
            for room in (self._plain, self._asked):
                room.pages.clear()
                room.weight = 0

    @property
    def weight(self) -> int:
        return self._plain.weight + self._asked.weight

    def addresses(self) -> Iterable[Address]:
        with self._lock:
            return [*self._plain.pages, *self._asked.pages]


KEPT = Memory()
