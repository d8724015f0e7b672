"""Files that are sent while they are written: in constant memory, and cut off rather than ended where writing fails.

Whoever raises while lines are made leaves the answer without its last chunk, which every HTTP/1.1 client notices; and
every format of ours ends with a line that says that it is whole.
"""

from collections.abc import Iterator
from threading import BoundedSemaphore
from typing import Generic, TypeVar
from weakref import finalize

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language, override

from cestvous.kernel.languages import DEFAULT_LANGUAGE
from cestvous.web.patience import busy

CHARACTERS = 65_536
Piece = TypeVar("Piece", bound=str | bytes)
# A file keeps a thread for as long as its reader takes, and a few who read one letter a minute would keep them all. Of
# the four that a process has, two are left to those who read pages.
MOST_AT_ONCE = 2
PLACES = BoundedSemaphore(MOST_AT_ONCE)


class _Sent(Generic[Piece]):
    """Pieces of a file, and the place that is given back when its answer is over, or forgotten by all."""

    def __init__(self, pieces: Iterator[Piece]) -> None:
        self._pieces = pieces
        # What Django calls; more than once, maybe.
        self.close = finalize(self, PLACES.release)
        self.close.atexit = False

    def __iter__(self) -> Iterator[Piece]:
        return self

    def __next__(self) -> Piece:
        return next(self._pieces)


def streamed(request: HttpRequest, lines: Iterator[str], content_type: str, name: str) -> HttpResponseBase:
    """The lines as a file."""
    pieces = in_chunks(lines, get_language() or DEFAULT_LANGUAGE)
    return sent(request, pieces, f"{content_type}; charset=utf-8", name)


def sent(request: HttpRequest, pieces: Iterator[Piece], content_type: str, name: str) -> HttpResponseBase:
    """The pieces as a file. Who asks for the head only makes nobody read what it would hold."""
    is_asked = request.method != "HEAD"
    if is_asked and not PLACES.acquire(blocking=False):
        return busy(request, "takeaway/busy.html")
    response = StreamingHttpResponse(_Sent(pieces) if is_asked else (), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def in_chunks(lines: Iterator[str], language: str) -> Iterator[str]:
    """The same characters in fewer pieces. The language holds while lines are made, and never while one waits."""
    while True:
        chunk, size = [], 0
        with override(language):
            while size < CHARACTERS and (line := next(lines, None)) is not None:
                chunk.append(line)
                size += len(line)
        if not chunk:
            return
        yield "".join(chunk)
