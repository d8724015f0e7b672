"""The lock file, read: every package by its normalised name, and which of them run in a city."""

import re
import tomllib
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "uv.lock"
OURS = "cestvous"


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def is_installed(package: str) -> bool:
    """False for what only other machines want: the lock holds for all of them."""
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


@cache
def packages() -> dict[str, dict[str, Any]]:
    """Every package of the lock but ourselves, on whatever machine it is wanted."""
    with LOCK.open("rb") as file:
        told = tomllib.load(file)["package"]
    return {package["name"]: package for package in told if package["name"] != OURS}


@cache
def running() -> frozenset[str]:
    """Those that a city runs, with all that they need in turn; the others only test and check."""
    with LOCK.open("rb") as file:
        (ours,) = (package for package in tomllib.load(file)["package"] if package["name"] == OURS)
    found: set[str] = set()
    waiting = [*ours["dependencies"]]
    while waiting:
        wanted = waiting.pop()
        package = packages()[wanted["name"]]
        optional = package.get("optional-dependencies", {})
        more = [each for extra in wanted.get("extra", []) for each in optional.get(extra, [])]
        if wanted["name"] not in found:
            found.add(wanted["name"])
            more += package.get("dependencies", [])
        # An extra may be asked for by the second who wants a package.
        waiting += [each for each in more if each["name"] not in found or each.get("extra")]
    return frozenset(found)
