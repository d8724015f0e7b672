"""The processes that the demo starts, and ends, by their own numbers."""

import subprocess
import time
from collections.abc import Sequence

PATIENCE = 15


class Children:
    """Child processes by name. Use as a context: whatever happens, none of them outlives it."""

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: Sequence[str]) -> None:
        self._running[name] = subprocess.Popen(list(command))  # noqa: S603 — our own commands

    def ended(self) -> str:
        """The name of one that has ended, or nothing while all run."""
        return next((name for name, child in self._running.items() if child.poll() is not None), "")

    def __enter__(self) -> "Children":
        return self

    def __exit__(self, *_error: object) -> None:
        for child in self._running.values():
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + PATIENCE
        for child in self._running.values():
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
