"""How far one is, on the error stream."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

_BEGAN = time.monotonic()


def tell(words: str) -> None:
    print(f"{time.monotonic() - _BEGAN:7.1f} s  {words}", file=sys.stderr, flush=True)


@contextmanager
def told(words: str) -> Iterator[None]:
    began = time.monotonic()
    tell(f"{words} …")
    yield
    tell(f"{words}: {time.monotonic() - began:.1f} s")
