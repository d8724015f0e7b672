"""What processes cost: time on a processor, and memory that nobody else would use without them."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> Iterator[int]:
    """A process and all that it started, and they in turn."""
    yield pid
    for child in children(pid):
        yield from family(child)


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def cpu_seconds(pid: int) -> float:
    """The time on a processor of a process and of all that it started, those that have ended included."""
    return sum(_ticks(each) for each in family(pid)) / _TICKS


def _ticks(pid: int) -> int:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    # The name of the program, in brackets, may hold anything; utime, stime, cutime and cstime come 12 fields after it.
    return sum(map(int, stat.rpartition(")")[2].split()[11:15]))


def megabytes(pid: int) -> float:
    """The memory of one process, with its share of what it shares (PSS)."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


@dataclass(frozen=True)
class Spent:
    """Seconds of processor that the web server and the database have had."""

    web: float
    database: float

    @classmethod
    def by(cls, web: int, database: int) -> "Spent":
        return cls(cpu_seconds(web), cpu_seconds(database))

    def since(self, before: "Spent") -> "Spent":
        return Spent(self.web - before.web, self.database - before.database)
