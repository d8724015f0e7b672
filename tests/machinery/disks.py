"""Disks that fill up and disks that can only be read: real ones, in memory, which a few processes alone can see.

They are mounted in a namespace of their own, which needs no right that a user lacks.
"""

import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount", "--kill-child=KILL", "--fork", "--")
FILLING = "filling"
BLOCK = 4_096


class Disk:
    """A disk of ``megabytes`` at ``place``, for whoever is started ``within`` it. Use as a context."""

    def __init__(self, place: Path, megabytes: int) -> None:
        place.mkdir(parents=True, exist_ok=True)
        self.place = place
        mounted = f"mount -t tmpfs -o size={megabytes}m tmpfs '{place}' && echo ready && exec sleep infinity"
        self._keeper = subprocess.Popen(
            [*NAMESPACE, "sh", "-c", mounted], stdout=subprocess.PIPE, text=True, start_new_session=True
        )

    def __enter__(self) -> "Disk":
        assert self._keeper.stdout is not None
        assert self._keeper.stdout.readline() == "ready\n", "this machine lets nobody mount a disk in memory"
        (self._pid,) = _children(self._keeper.pid)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._keeper.kill()
        self._keeper.communicate()

    @property
    def within(self) -> tuple[str, ...]:
        """What to put before a command that is to see this disk."""
        entering = ("nsenter", "--target", str(self._pid), "--user", "--preserve-credentials", "--mount", "--")
        # Who enters stands at the root of all folders.
        return (*entering, "env", "--chdir", str(Path.cwd()))

    @property
    def seen(self) -> Path:
        """Where we see what is on it."""
        return Path(f"/proc/{self._pid}/root{self.place}")

    def fill(self) -> None:
        """Leave no room on it."""
        with (self.seen / FILLING).open("ab", buffering=0) as filling, suppress(OSError):
            while True:
                filling.write(bytes(BLOCK))

    def free(self) -> None:
        (self.seen / FILLING).unlink()

    def set_read_only(self, is_so: bool) -> bool:
        """Is it now? Not while somebody has a file of it open for writing."""
        command = ["mount", "-o", f"remount,{'ro' if is_so else 'rw'}", str(self.place)]
        return subprocess.run([*self.within, *command], capture_output=True, check=False).returncode == 0


def _children(process: int) -> Sequence[int]:
    found = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True, check=True).stdout
    return [int(line) for line in found.split()]
