"""Documents are drawn one after the other: a long one takes a core for seconds, and hundreds of megabytes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from django.core.cache import caches

# Whoever waits for longer is told so: a page that says when to come back is worth more than one that turns.
WAITS_SECONDS = 3.0
# Who waits keeps a thread from everybody who reads pages; of the four that a process has, two are left.
MOST_WAITING = 1


class Busy(Exception):
    """Other documents are being drawn; this one may be asked for again in a moment."""


class Turns:
    """In each process, one at a time. Raises Busy where ``waiting`` wait already, and after ``seconds``."""

    def __init__(self, waiting: int, seconds: float) -> None:
        self.seconds = seconds
        self._places, self._turn = BoundedSemaphore(1 + waiting), Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            if not self._turn.acquire(timeout=self.seconds):
                raise Busy
            try:
                yield
            finally:
                self._turn.release()
        finally:
            self._places.release()


TURNS = Turns(MOST_WAITING, WAITS_SECONDS)


def drawn(digest: str, draw: Callable[[], bytes]) -> bytes:
    """The file known by its digest, drawn if nobody asked for it lately. Raises Busy.

    Whoever waited looks again: what they wait for may be what was being drawn.
    """
    kept = caches["documents"]
    content: bytes | None = kept.get(digest)
    if content is None:
        with TURNS.taken():
            content = kept.get(digest)
            if content is None:
                content = draw()
                kept.set(digest, content)
    return content
