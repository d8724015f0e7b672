"""The tasks of reading: each page is looked at first, then looked at many times."""

import http.client
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from tools.bench.costs import children
from tools.bench.load import HEADERS, Load, LoadFailed, read
from tools.bench.plans import SECONDS_KEPT
from tools.bench.results import FRESH, KEPT, UNCHANGED, VISITOR
from tools.bench.server import Server
from tools.bench.turns import BARE, Task

# Each web process has read each page a few times before it counts: connections go to either.
TIMES_BEFORE, AT_ONCE = 12, 4
PATIENCE = 60


@dataclass(frozen=True)
class Answer:
    status: int
    tag: str
    process: str
    bytes: int


def ask(server: Server, path: str, headers: Mapping[str, str]) -> Answer:
    """One look at a page. Raises LoadFailed if it is not there, or leads elsewhere."""
    door = http.client.HTTPConnection(urlsplit(server.origin).netloc, timeout=120)
    try:
        door.request("GET", path, headers={**HEADERS, **headers})
        answer = door.getresponse()
        found = Answer(
            answer.status, answer.headers.get("ETag", ""), answer.headers.get("X-Process", ""), len(answer.read())
        )
    finally:
        door.close()
    if found.status not in {http.HTTPStatus.OK, http.HTTPStatus.NOT_MODIFIED}:
        raise LoadFailed(f"{path} answers {found.status}")
    return found


def at_once(server: Server, path: str, headers: Mapping[str, str]) -> list[Answer]:
    """Several looks at the same time, so that no process keeps the others from it."""
    with ThreadPoolExecutor(AT_ONCE) as readers:
        return list(readers.map(lambda _time: ask(server, path, headers), range(TIMES_BEFORE)))


def awake(server: Server) -> None:
    """Wait until every web process has answered: the first page of each loads the site."""
    end = time.monotonic() + PATIENCE
    missing = set(map(str, children(server.pid)))
    while missing:
        missing -= {answer.process for answer in at_once(server, BARE, {})}
        if time.monotonic() > end:
            raise LoadFailed(f"{len(missing)} web processes did not answer within {PATIENCE} s")


@dataclass(frozen=True)
class Reading:
    """Reading pages of one server for so many seconds each."""

    server: Server
    seconds: int

    def fresh(self, name: str, path: str, who: str, queries: int, cookies: str = "") -> Task:
        return self._task(name, path, who, FRESH, queries, {"Cookie": cookies} if cookies else {})

    def kept(self, name: str, path: str) -> Iterator[Task]:
        """A page as it is kept for visitors, and when it has not changed; nothing if it is not kept at all."""
        found = ask(self.server, path, {})
        if found.tag:
            brief = Reading(self.server, min(self.seconds, SECONDS_KEPT))
            yield brief._task(name, path, VISITOR, KEPT, None, {})
            yield brief._task(name, path, VISITOR, UNCHANGED, None, {"If-None-Match": found.tag})

    def _task(self, name: str, path: str, who: str, how: str, queries: int | None, headers: Mapping[str, str]) -> Task:
        looks = at_once(self.server, path, headers)
        if how == UNCHANGED and {look.status for look in looks} != {int(http.HTTPStatus.NOT_MODIFIED)}:
            raise LoadFailed(f"{path} says that it has changed, and it has not")
        return Task(name, who, how, queries, looks[-1].bytes, partial(self._read, path, headers))

    def _read(self, path: str, headers: Mapping[str, str], connections: int) -> Load:
        return read(self.server.origin + path, connections=connections, seconds=self.seconds, headers=headers)
