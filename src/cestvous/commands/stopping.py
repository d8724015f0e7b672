"""Stopping when asked: a first SIGTERM or SIGINT lets the work in hand be finished."""

import signal
import time
from types import FrameType

A_MOMENT = 0.2


class Stop:
    """Becomes ``asked`` on SIGTERM or SIGINT."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until asked to stop; returns whether it was."""
        until = time.monotonic() + seconds
        while not self.asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(A_MOMENT, left))
        return self.asked
