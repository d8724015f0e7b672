"""The city: each part a service of this machine, kept running as systemd would."""

import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.machinery.environment import AT_ANY_PACE
from tests.machinery.postgresql import OUTLIVES_KILLS, Cluster
from tests.machinery.services import (
    ROOT,
    NotComing,
    Service,
    answers,
    cestvous,
    free_port,
    listens,
    proxy,
    redis_server,
    until,
)

GATHERED = ROOT / "var" / "static"
HEALTH = "/readyz"


def is_up(cluster: Cluster) -> bool:
    """Does it answer?"""
    try:
        psycopg.connect(cluster.url.replace("/cestvous?", "/postgres?"), connect_timeout=2).close()
    except psycopg.Error:
        return False
    return True


@dataclass
class City:
    folder: Path
    environment: dict[str, str]
    database: Cluster
    copy: Cluster
    primary: Service
    replica: Service
    redis: Service
    webs: list[Service]
    workers: list[Service]
    proxy: Service
    redis_port: int
    ports: list[int]
    port: int
    consultation: int = 0

    @property
    def services(self) -> list[Service]:
        return [self.primary, self.replica, self.redis, *self.webs, *self.workers, self.proxy]

    @contextmanager
    def telling(self) -> Iterator[None]:
        """If it fails, what each part said is told."""
        try:
            yield
        except BaseException as error:
            error.add_note("\n\n".join(service.said(120) for service in self.services))
            raise

    def command(self, *arguments: str) -> str:
        """Run a program of ours in this city to its end; what it printed."""
        ran = subprocess.run(
            [sys.executable, *arguments], env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        if ran.returncode:
            raise NotComing(f"{arguments}: {ran.stdout}{ran.stderr}")
        return ran.stdout

    def answers(self, service: Service) -> bool:
        """Does this part do its work?"""
        if service in self.webs:
            return answers(f"http://127.0.0.1:{self.ports[self.webs.index(service)]}{HEALTH}")
        if service is self.redis:
            return listens(self.redis_port)
        if service in {self.primary, self.replica}:
            return is_up(self.database if service is self.primary else self.copy)
        return service.pid is not None

    def rows(self, query: str, *, of: Cluster | None = None) -> list[tuple[object, ...]]:
        with psycopg.connect((of or self.database).url) as connection:
            return connection.execute(query).fetchall()


def _environment(folder: Path, database: Cluster, copy: Cluster, redis_port: int, port: int) -> dict[str, str]:
    (folder / "static").symlink_to(GATHERED)
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "DJANGO_SETTINGS_MODULE": "cestvous.config.settings",
        "SECRET_KEY": "only-for-tests",
        **AT_ANY_PACE,
        "STATE_FOLDER": str(folder),
        "DATABASE_URL": database.url,
        "REPLICA_DATABASE_URL": copy.url,
        "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
        "BEHIND_PROXY": "true",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "EMAIL_URL": "dummymail://",
        "LOG_LEVEL": "INFO",
        "PYTHONUNBUFFERED": "1",
    }


def _city(folder: Path) -> City:
    for name in ("primary", "replica"):
        (folder / name).mkdir()
    database, copy = (Cluster(folder / name, OUTLIVES_KILLS) for name in ("primary", "replica"))
    redis_port, port, *ports = (free_port() for _ in range(4))
    environment = _environment(folder, database, copy, redis_port, port)

    def ours(name: str, *arguments: str) -> Service:
        return cestvous(name, *arguments, folder=folder, environment=environment)

    serving = ("--workers", "1", "--threads", "8", "--bind")
    return City(
        folder=folder,
        environment=environment,
        database=database,
        copy=copy,
        primary=Service("primary", database.command, folder=folder),
        replica=Service("replica", copy.command, folder=folder),
        redis=redis_server(folder, redis_port),
        webs=[ours(f"web-{number}", "run", *serving, f"127.0.0.1:{at}") for number, at in enumerate(ports, 1)],
        workers=[ours(f"worker-{number}", "worker") for number in (1, 2)],
        proxy=proxy(folder, port=port, webs=ports, health=HEALTH),
        redis_port=redis_port,
        ports=ports,
        port=port,
    )


@contextmanager
def running(people: int) -> Iterator[City]:
    """The city, with a consultation and so many writers and readers."""
    if not (GATHERED / "staticfiles.json").exists():
        raise NotComing("the static files are not gathered: run `make setup`")
    with tempfile.TemporaryDirectory(prefix="cestvous-city-") as place:
        city = _city(Path(place))
        try:
            with city.telling():
                _start(city, people)
            yield city
        finally:
            for service in reversed(city.services):
                service.stop(signal.SIGKILL)


def _start(city: City, people: int) -> None:
    city.database.make()
    city.primary.start()
    until(lambda: is_up(city.database), "the primary answers")
    city.consultation = int(city.command("-m", "tests.failover.seed", str(people)))
    city.copy.make_replica_of(city.database)
    for service in city.services[1:]:
        service.start()
    for service in city.services:
        until(lambda service=service: city.answers(service), f"{service} answers")  # type: ignore[misc]
    until(lambda: answers(f"http://127.0.0.1:{city.port}/fr/"), "the site answers")
