"""A small city of real processes, kept running as systemd would, and people who write in it without pause."""

import http.client
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.machinery.elsewhere import ROOT, Elsewhere, all_at_once
from tests.machinery.postgresql import OUTLIVES_KILLS, Cluster
from tests.machinery.services import Service, until
from tests.machinery.serving import Visitor, ready, web

DOINGS = "tests.faults.doings"
# What a machine keeps on its disk is there after a power cut, too.
OUTLIVES_ALL = {**OUTLIVES_KILLS, "fsync": "on", "synchronous_commit": "on"}
UNAVAILABLE, SEE_OTHER = 503, 302
# Nobody's form goes unanswered for longer: what was killed is back by then, on however busy a machine.
AT_LONGEST = 120.0


@dataclass
class City:
    machine: dict[str, str]
    database: Service | None
    within: Sequence[str] = ()
    webs: list[Service] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    workers: list[Service] = field(default_factory=list)

    @property
    def services(self) -> list[Service]:
        return [*([self.database] if self.database else []), *self.webs, *self.workers]

    def do(self, name: str, **told: Any) -> Any:
        """Have one of ``tests.faults.doings`` done by a process that has this city's database."""
        return all_at_once([Elsewhere(f"{DOINGS}:{name}", self.machine, within=self.within, **told)])[0]

    def command(self, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = [str(Path(sys.executable).parent / "cestvous"), *arguments]
        return subprocess.run(
            [*self.within, *command], input=given, env=self._environment(), cwd=ROOT, capture_output=True, check=False
        )

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "DJANGO_SETTINGS_MODULE": "cestvous.config.settings", **self.machine}

    def prepare(self) -> None:
        """Make its tables."""
        until(lambda: self.command("migrate", "--verbosity=0").returncode == 0, "the database is there")
        assert self.command("createcachetable").returncode == 0

    def begin(self, folder: Path, *, webs: int, workers: int) -> None:
        """Start the servers and the workers."""
        for number in range(webs):
            service, site = web(
                folder / f"web-{number}", workers=2, threads=2, machine=self.machine, within=self.within
            )
            self.webs.append(service)
            self.sites.append(site)
        worker = [*self.within, str(Path(sys.executable).parent / "cestvous"), "worker"]
        for number in range(workers):
            service = Service(f"worker-{number}", lambda: worker, folder=folder, environment=self._environment())
            self.workers.append(service.start())
        for service, site in zip(self.webs, self.sites, strict=True):
            ready(service, site)


@contextmanager
def city(kind: str, mail_port: int) -> Iterator[tuple[City, Path]]:
    """A city of which nothing runs but its database; everything is ended and removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="cestvous-city-") as name:
        folder = Path(name)
        machine = {
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "STATE_FOLDER": name,
            "FILES_FOLDER": str(folder / "files"),
            "LOG_LEVEL": "WARNING",
            "SITE_URL": "http://127.0.0.1:8000",
        }
        database = None
        if kind == "postgresql":
            cluster = Cluster(folder / "pg", OUTLIVES_ALL)
            cluster.folder.mkdir()
            cluster.make()
            database = Service("database", cluster.command, folder=folder).start()
            machine["DATABASE_URL"] = f"postgres://postgres@/postgres?host={quote(str(cluster.folder))}"
        else:
            machine["DATABASE_URL"] = f"sqlite:///{folder / 'city.sqlite3'}"
        built = City(machine, database)
        try:
            yield built, folder
        finally:
            for service in reversed(built.services):
                service.stop(seconds=3)
                # Shown with a test that fails.
                sys.stderr.write(service.said() + "\n")


@dataclass
class Writers:
    """People who write one form after the other, each until it was acknowledged, and remember what was."""

    city: City
    number: int
    contribution: int
    sessions: Sequence[str]
    seed: int
    acknowledged: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    positions: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    asked: int = 0
    unanswered: int = 0

    def __enter__(self) -> "Writers":
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(session,)) for session in self.sessions]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(2 * AT_LONGEST)

    def _write(self, session: str) -> None:
        visitor, chance = Visitor(session), random.Random(f"{self.seed} {session}")
        base, at = f"/fr/consultations/{self.number}", f"contributions/{self.contribution}"
        for count in range(1_000_000):
            if self._stop.is_set():
                return
            kind = chance.choice(["contribution", "question", "comment", "position"])
            words = f"{session[:6]} {count} {kind}"
            said = {"body": words, "language": "fr", "stays_after_erasure": "stay"}
            stance = chance.choice(["for", "against", "mixed"])
            path, form = {
                "contribution": ("contributions/ecrire/", {**said, "title": words}),
                "question": ("questions/poser/", said),
                "comment": (f"{at}/commenter/", {**said, "side": "for"}),
                "position": (f"{at}/position/", {"stance": stance, "reason": ""}),
            }[kind]
            if not self._until_acknowledged(visitor, chance, f"{base}/{path}", form):
                return
            if kind == "position":
                self.positions[session] = stance
            else:
                self.acknowledged[kind].append(words)

    def _until_acknowledged(self, visitor: Visitor, chance: random.Random, path: str, form: dict[str, str]) -> bool:
        """Send it, to one server or another, until one says that it is done. False if something else was said."""
        end = time.monotonic() + AT_LONGEST
        while time.monotonic() < end:
            with suppress(OSError, http.client.HTTPException):
                self.asked += 1
                answer = visitor.ask(chance.choice(self.city.sites), path, form)
                if answer.status == SEE_OTHER and "/compte/" not in answer.headers["location"]:
                    return True
                if answer.status != UNAVAILABLE or "retry-after" not in answer.headers:
                    self.wrong.append(f"{path}: {answer.status} {answer.headers.get('location', '')}")
                    return False
            self.unanswered += 1
            time.sleep(0.1)
        self.wrong.append(f"{path}: nobody answered for {AT_LONGEST:.0f} s")
        return False


def children(process: int) -> list[int]:
    """The processes that a process has started and that still run."""
    found = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True, check=False).stdout
    return [int(line) for line in found.split()]


def kill_something(city: City, chance: random.Random) -> str:
    """``kill -9`` of a part of the city, or of one process of it; says which."""
    service = chance.choice(city.services)
    first = service.pid
    if first is None:
        return f"{service} (already dead)"
    others = sorted(children(first))
    if others and chance.random() < 0.5:
        with suppress(ProcessLookupError):
            os.kill(chance.choice(others), signal.SIGKILL)
        return f"a process of {service}"
    service.kill()
    return str(service)
