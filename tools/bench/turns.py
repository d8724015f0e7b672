"""Measures taken in turns with the bare page, so that both saw the same server in the same minute."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tools.bench.costs import Spent
from tools.bench.load import Load, read
from tools.bench.results import Measure
from tools.bench.server import Server

BARE = "/fr/banc/"
SECONDS_BARE = 1
# So many measures between two of the bare page.
A_GROUP = 3
Take = Callable[[int], Load]


@dataclass(frozen=True)
class Task:
    """One measure to take: what it is called, and how it is taken over so many connections."""

    page: str
    who: str
    how: str
    queries: int | None
    bytes: int
    take: Take


@dataclass(frozen=True)
class Bare:
    """The bare page at one moment: its rate, and what one costs the processors, in milliseconds."""

    rate: float
    ms: float

    def mean(self, other: "Bare") -> "Bare":
        return Bare((self.rate + other.rate) / 2, (self.ms + other.ms) / 2)


class Turns:
    """``database``: the process of PostgreSQL. ``say`` is told of each measure as it is taken."""

    def __init__(self, server: Server, database: int, say: Callable[[str], object]) -> None:
        self.server, self.database, self.say = server, database, say
        self.measures: list[Measure] = []

    def take(self, tasks: Sequence[Task], connections: Sequence[int]) -> None:
        """Take them all over so many connections, then over as many as come next."""
        for over in connections:
            before = self._bare(over)
            for start in range(0, len(tasks), A_GROUP):
                group = [(task, *self._spending(task.take, over)) for task in tasks[start : start + A_GROUP]]
                after = self._bare(over)
                for task, load, spent in group:
                    self._note(task, over, load, spent, before.mean(after))
                before = after

    def _bare(self, over: int) -> Bare:
        load, spent = self._spending(self._read_bare, over)
        return Bare(load.rate, 1_000 * (spent.web + spent.database) / load.requests)

    def _read_bare(self, over: int) -> Load:
        return read(self.server.origin + BARE, connections=over, seconds=SECONDS_BARE)

    def _spending(self, take: Take, over: int) -> tuple[Load, Spent]:
        before = Spent.by(self.server.pid, self.database)
        load = take(over)
        return load, Spent.by(self.server.pid, self.database).since(before)

    def _note(self, task: Task, over: int, load: Load, spent: Spent, bare: Bare) -> None:
        measure = Measure(
            page=task.page,
            who=task.who,
            how=task.how,
            connections=over,
            queries=task.queries,
            bytes=task.bytes,
            requests=load.requests,
            rate=load.rate,
            p50=load.p50,
            p95=load.p95,
            p99=load.p99,
            web_ms=1_000 * spent.web / load.requests,
            database_ms=1_000 * spent.database / load.requests,
            bare_rate=bare.rate,
            bare_ms=bare.ms,
        )
        self.measures.append(measure)
        self.say(f"  {measure}")
