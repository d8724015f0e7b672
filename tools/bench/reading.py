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
TIMES_UNCHANGED = 5


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
        headers = {"Cookie": cookies} if cookies else {}
        looks = at_once(self.server, path, headers)
        return Task(name, who, FRESH, queries, looks[-1].bytes, partial(self._read, path, headers))

    def kept(self, name: str, path: str) -> Iterator[Task]:
        """A page as it is kept for visitors, and when it has not changed; nothing if it is not kept at all."""
        looks = at_once(self.server, path, {})
        if looks[-1].tag:
            brief = Reading(self.server, min(self.seconds, SECONDS_KEPT))
            yield Task(name, VISITOR, KEPT, None, looks[-1].bytes, partial(brief._read, path, {}))
            yield Task(name, VISITOR, UNCHANGED, None, 0, partial(brief._read_unchanged, path))

    def _read(self, path: str, headers: Mapping[str, str], connections: int) -> Load:
        return read(self.server.origin + path, connections=connections, seconds=self.seconds, headers=headers)

    def _read_unchanged(self, path: str, connections: int) -> Load:
        """Read what one has already. A page that changed meanwhile, as some do with the hour, is read again."""
        for _time in range(TIMES_UNCHANGED):
            headers = {"If-None-Match": ask(self.server, path, {}).tag}
            load = self._read(path, headers, connections)
            if ask(self.server, path, headers).status == http.HTTPStatus.NOT_MODIFIED:
                return load
        raise LoadFailed(f"{path} says each time that it has changed")
