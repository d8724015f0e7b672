"""The real server and its worker, as ``cestvous run`` and ``cestvous worker`` start them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.bench.costs import children, megabytes

ROOT = Path(__file__).resolve().parents[2]
CESTVOUS = Path(sys.executable).with_name("cestvous")
# What docs/performance.md recommends for two cores: one process for each, a second thread while one waits.
PROCESSES, THREADS = 2, 2
READY_WITHIN, ENDED_WITHIN = 60, 30


class ServerFailed(RuntimeError):
    """It did not start; says what it wrote last."""


@dataclass(frozen=True)
class Server:
    """A server that answers at ``origin``; ``pid`` is that of the process above its web processes."""

    origin: str
    pid: int

    def memory(self) -> float:
        """The heaviest web process, in megabytes."""
        return max(map(megabytes, children(self.pid)), default=0.0)


@contextmanager
def serving(folder: Path, *, keeps_pages: bool) -> Iterator[Server]:
    """The site of the DATABASE_URL of the environment, with a worker beside it. What they write goes to ``folder``."""
    port = _free_port()
    environment = {**os.environ, "KEEP_PAGES": str(keeps_pages).lower()}
    run = ["run", f"--bind=127.0.0.1:{port}", f"--workers={PROCESSES}", f"--threads={THREADS}"]
    with (
        _started(folder / "web.log", run, environment) as web,
        _started(folder / "worker.log", ["worker"], environment),
    ):
        server = Server(f"http://127.0.0.1:{port}", web.pid)
        _wait(server, web, folder / "web.log")
        yield server


@contextmanager
def _started(log: Path, arguments: list[str], environment: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(CESTVOUS), *arguments], cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(ENDED_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: Server, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + READY_WITHIN
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.origin}/healthz", timeout=5) as answer:
                if answer.status == 200 and len(children(server.pid)) >= PROCESSES:
                    return
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.1)
    raise ServerFailed(log.read_text(errors="replace")[-2_000:] or "the server does not answer")
