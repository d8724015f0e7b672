"""``make bench``: fills cities of several sizes, measures each, says what was seen (docs/performance.md)."""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.machinery.environment import prepare
from tests.machinery.postgresql import NoPostgresql
from tools.bench import database, report
from tools.bench.plans import Plan, add_options
from tools.bench.results import City, Run
from tools.bench.server import CESTVOUS, PROCESSES, ROOT, THREADS
from tools.bench.targets import judge
from tools.prepare_tests import to_measure

FOLDER = ROOT / "var" / "bench"


class StepFailed(RuntimeError):
    """A program that prepares or measures a city ended badly; it said why."""


class Bench:
    """All sizes on one server, one after the other."""

    def __init__(self, databases: database.Databases, folder: Path) -> None:
        self.databases, self.folder = databases, folder

    def environment(self, url: str) -> dict[str, str]:
        """That of a city on this machine: whatever this shell knows of a real one was put aside."""
        return {**os.environ, "DATABASE_URL": url, "BENCH_POSTGRESQL": str(self.databases.pid)}

    def gather(self) -> None:
        self._run(self.databases.url("postgres"), str(CESTVOUS), "collectstatic", "--noinput", "--verbosity=0")

    def measured(self, plan: Plan) -> City:
        answer = self.folder / f"{plan.size}.json"
        places = self._filled(plan.size)
        with self.databases.copy(f"bench_{plan.size}") as url:
            _tell(f"Measuring {plan.size}")
            self._run(url, *_python("tools.bench.measuring"), str(places), str(answer), *plan.arguments())
        return City.read(answer)

    def profiled(self, plan: Plan, name: str) -> None:
        places = self._filled(plan.size)
        with self.databases.copy(f"bench_{plan.size}") as url:
            self._run(url, *_python("tools.bench.profiling"), str(places), name)

    def _filled(self, size: str) -> Path:
        """Where things are in the city of this size, which is filled unless an earlier run has kept it."""
        places = self.folder / f"places-{size}.json"
        if places.exists():
            return places
        _tell(f"Filling {size}")
        url = self.databases.make_anew(f"bench_{size}")
        self._run(url, str(CESTVOUS), "migrate", "--noinput", "--verbosity=0")
        self._run(url, str(CESTVOUS), "createcachetable", "--verbosity=0")
        self._run(url, *_python("tools.bench.seed"), "--shape", size, "--out", str(places))
        return places

    def _run(self, url: str, *command: str) -> None:
        ended = subprocess.run(command, cwd=ROOT, env=self.environment(url), check=False).returncode
        if ended:
            raise StepFailed(f"{' '.join(command)} ended with {ended}.")


def facts(databases: database.Databases) -> dict[str, str]:
    """The machine, and what runs on it."""
    revision = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return {
        "on": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "revision": revision.stdout.strip() or "unknown",
        "machine": f"{os.cpu_count()} cores ({_processor()}), {platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "PostgreSQL": f"{databases.version()}, {', '.join(f'{k}={v}' for k, v in database.DURABLE.items())}",
        "server": f"cestvous run --workers {PROCESSES} --threads {THREADS}, with a worker beside it",
        "load before": f"{os.getloadavg()[0]:.1f}",
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _python(module: str) -> list[str]:
    return [sys.executable, "-m", module]


def _tell(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)


def _prepared(folder: Path) -> None:
    """The environment of everything that is started from here."""
    prepare("", folder)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="tools.bench.settings",
        PYTHONPATH=os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
        SECRET_KEY="a-key-for-a-city-that-is-gone-in-a-quarter-of-an-hour",
        EMAIL_URL="dummymail://",
        LOG_LEVEL="WARNING",
        # Each page made anew, unless a server is told otherwise.
        KEEP_PAGES="false",
    )


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    add_options(parser)
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="keep the cities that were filled there, for the next run"
    )
    parser.add_argument("--strict", action="store_true", help="end with 1 if a target is missed")
    parser.add_argument(
        "--profile", metavar="NAME", help="show where the time of one page goes, of the first size, instead"
    )
    return parser


def _measure(bench: Bench, asked: argparse.Namespace) -> Run:
    run = Run(facts(bench.databases))
    for size in asked.sizes:
        run.cities.append(bench.measured(Plan.of(asked, size)))
        run.write(report.LATEST)
    return run


def _shown(run: Run) -> None:
    stamp = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    words = report.table(run)
    run.write(FOLDER / f"{stamp}.json")
    for name in (stamp, report.LATEST.stem):
        (FOLDER / f"{name}.txt").write_text(words, encoding="utf-8")
    print(f"\n{words}\nKept in {(FOLDER / stamp).relative_to(ROOT)}.txt and .json", flush=True)


def main(arguments: list[str]) -> int:
    asked = _options().parse_args(arguments)
    if missing := to_measure():
        print("To measure, this machine lacks:", *missing, sep="\n- ", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="cestvous-bench-") as name:
        folder = asked.keep.absolute() if asked.keep else Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        _prepared(folder)
        try:
            with database.running(folder) as databases:
                bench = Bench(databases, folder)
                bench.gather()
                if asked.profile:
                    bench.profiled(Plan.of(asked, asked.sizes[0]), asked.profile)
                    return 0
                run = _measure(bench, asked)
        except (NoPostgresql, StepFailed) as failed:
            print(failed, file=sys.stderr)
            return 1
    _shown(run)
    return 1 if asked.strict and not all(judgement.reached for judgement in judge(run)) else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
