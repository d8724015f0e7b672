"""Programs that are started anew whenever they end, as systemd does with ``Restart=always``."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from urllib.error import URLError

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
# Between an end and the next start: systemd's own RestartSec, for what ends at once again a little more.
RESTARTS_AFTER = 0.1
RESTARTS_LATER = 0.5
LIVED_LONG = 2.0


class NotComing(RuntimeError):
    """What was waited for did not happen."""


def until(happens: Callable[[], object], what: str, *, seconds: float = PATIENCE) -> None:
    """Wait until ``happens`` says so. Raises NotComing."""
    end = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > end:
            raise NotComing(f"after {seconds:.0f} s still not: {what}")
        time.sleep(0.05)


def free_port() -> int:
    """A port of this machine that nobody listens on; given twice to nobody soon."""
    with closing(socket.socket()) as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def listens(port: int) -> bool:
    """Does anybody on this machine take connections at this port?"""
    with closing(socket.socket()) as asked:
        asked.settimeout(1)
        return asked.connect_ex(("127.0.0.1", port)) == 0


def answers(url: str) -> bool:
    """Does this address answer 200?"""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


class Service:
    """A program with all its children, in a session of its own; it ends with our process, however that ends.

    ``command`` is asked anew at each start. What it prints goes to a file, each start after the one before.
    """

    def __init__(
        self,
        name: str,
        command: Callable[[], Sequence[str]],
        *,
        folder: Path,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.log = folder / f"{name}.log"
        self.starts = 0
        self._command = command
        self._environment = {**os.environ, **(environment or {})}
        self._process: subprocess.Popen[bytes] | None = None
        self._asked_to_stop = threading.Event()
        self._watch: threading.Thread | None = None

    def __repr__(self) -> str:
        return self.name

    def start(self) -> "Service":
        """Start it, and keep it running until ``stop``."""
        self._asked_to_stop.clear()
        # A thread that lasts: a child on a leash (PDEATHSIG) is ended with the thread that started it.
        self._watch = threading.Thread(target=self._keep_running, name=self.name, daemon=True)
        self._watch.start()
        return self

    def _keep_running(self) -> None:
        while not self._asked_to_stop.is_set():
            began = time.monotonic()
            with self.log.open("ab") as output:
                self._process = subprocess.Popen(
                    [*_leash(), *self._command()],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    env=self._environment,
                    start_new_session=True,
                )
            self.starts += 1
            self._process.wait()
            # As systemd ends all of a service's processes once its first one has ended.
            self._signal_all(signal.SIGKILL)
            lived_long = time.monotonic() - began > LIVED_LONG
            self._asked_to_stop.wait(RESTARTS_AFTER if lived_long else RESTARTS_LATER)

    @property
    def pid(self) -> int | None:
        """The number of its first process; None if it does not run."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def kill(self) -> None:
        """``kill -9`` of all its processes at once. It is started anew."""
        self._signal_all(signal.SIGKILL)

    def stop(self, number: signal.Signals = signal.SIGTERM, *, seconds: float = 15.0) -> None:
        """End it for good: politely, then not."""
        self._asked_to_stop.set()
        process, watch = self._process, self._watch
        if process is None or watch is None:
            return
        with suppress(ProcessLookupError):
            process.send_signal(number)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._signal_all(signal.SIGKILL)
        watch.join(PATIENCE)

    def _signal_all(self, number: signal.Signals) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def said(self, lines: int = 40) -> str:
        """The end of what it printed."""
        told = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join([f"--- {self.name}, started {self.starts} times:", *told[-lines:]])


def _leash() -> list[str]:
    return ["setpriv", "--pdeathsig", "KILL", "--"] if shutil.which("setpriv") else []


def program(name: str) -> str | None:
    """Where a program of this machine is: on the path, or where Debian keeps those of administrators."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")


def _needed(name: str) -> str:
    found = program(name)
    if found is None:
        raise NotComing(f"{name} is not installed: run `make test`, which installs it")
    return found


def redis_server(folder: Path, port: int) -> Service:
    """A Redis without a disk: what it knows ends with it, as when a machine is lost."""
    options = {"port": port, "bind": "127.0.0.1", "save": "", "appendonly": "no", "dir": folder}
    command = [
        _needed("redis-server"),
        *(part for name, value in options.items() for part in (f"--{name}", str(value))),
    ]
    return Service("redis", lambda: command, folder=folder)


def proxy(folder: Path, *, port: int, webs: Sequence[int], health: str) -> Service:
    """HAProxy as ``deploy`` has it, before two web servers on this machine."""
    deploy = ROOT / "deploy"
    environment = {
        "BIND": f"127.0.0.1:{port}",
        "AWAY": str(deploy / "503.http"),
        "HEALTH": health,
        **{f"WEB_{number}": f"127.0.0.1:{web}" for number, web in enumerate(webs, 1)},
    }
    command = [_needed("haproxy"), "-db", "-f", str(deploy / "haproxy.cfg")]
    return Service("proxy", lambda: command, folder=folder, environment=environment)


def cestvous(name: str, *arguments: str, folder: Path, environment: Mapping[str, str]) -> Service:
    """One of our own commands."""
    command = [str(Path(sys.executable).with_name("cestvous")), *arguments]
    return Service(name, lambda: command, folder=folder, environment=environment)
