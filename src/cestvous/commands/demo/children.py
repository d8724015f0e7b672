"""The processes that the demo starts, and ends, by their own numbers."""

import shutil
import subprocess
import time
from collections.abc import Sequence

PATIENCE = 15
# Linux ends them too if we are killed, or our terminal closed, before we can. Not every setpriv knows how.
_LEASH = ("setpriv", "--pdeathsig", "TERM", "--")


class Children:
    """Child processes by name. Use as a context: whatever happens, none of them outlives it."""

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._leash = list(_LEASH) if _works(*_LEASH, "true") else []

    def start(self, name: str, command: Sequence[str]) -> None:
        self._running[name] = subprocess.Popen([*self._leash, *command])  # noqa: S603 — our own commands

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


def _works(*command: str) -> bool:
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 — our own command
