"""Known faults in what we build on: ``make audit`` asks OSV, and PyPI if OSV can't be reached.

Ends with 0 if every package was looked up and nothing is known, 1 if something is, 3 if it could not audit: silence of
a database is never taken for good news.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tools.supply.lock import ROOT, is_installed, normalised, packages, running

UV = ROOT / ".tools" / "bin" / "uv"
ACCEPTED = Path(__file__).parent / "accepted_faults.toml"
LONGEST = 180
NOTHING_KNOWN, FAULTS_KNOWN, COULD_NOT_AUDIT = 0, 1, 3


@dataclass(frozen=True)
class Accepted:
    """A fault that we live with until a day. ``id``: as OSV or PyPI calls it."""

    id: str
    package: str
    reason: str
    until: date


@dataclass(frozen=True)
class Fault:
    """One known fault. ``names``: every id it goes by; ``fixed``: versions without it."""

    package: str
    version: str
    names: frozenset[str]
    fixed: tuple[str, ...]

    def __str__(self) -> str:
        runs = "" if self.package in running() else " (only tests and checks use it)"
        mended = f"fixed in {', '.join(self.fixed)}" if self.fixed else "not fixed yet"
        return f"{self.package} {self.version}{runs}: {', '.join(sorted(self.names))}, {mended}"


class CouldNotAudit(Exception):
    """The database did not answer for every package."""


def accepted(written: str | None = None) -> list[Accepted]:
    told = tomllib.loads(ACCEPTED.read_text(encoding="utf-8") if written is None else written)
    return [Accepted(**each) for each in told.get("accepted", [])]


def not_acceptable(kept: list[Accepted], today: date) -> Iterator[str]:
    """What is wrong with the list of faults that we live with."""
    for each in kept:
        if len(each.reason.split()) < 4:
            yield f"{each.id}: say why, in a sentence"
        if each.package not in packages():
            yield f"{each.id}: {each.package} is no longer in the lock"
        if each.until < today:
            yield f"{each.id}: its day has passed"
        elif (each.until - today).days > LONGEST:
            yield f"{each.id}: {each.until} is more than {LONGEST} days ahead"


def ask(service: str) -> str:
    """What pip-audit says of every package of the lock, as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "locked.txt"
        export = [UV, "export", "--quiet", "--locked", "--no-emit-project", "--output-file", wanted]
        subprocess.run([str(each) for each in export], cwd=ROOT, check=True, capture_output=True)
        command = [sys.executable, "-m", "pip_audit", "--requirement", str(wanted), "--require-hashes", "--disable-pip"]
        command += ["--vulnerability-service", service, "--format", "json", "--progress-spinner", "off"]
        ran = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if not ran.stdout.strip():
        raise CouldNotAudit(f"{service}: {(ran.stderr.strip().splitlines() or ['no answer'])[-1]}")
    return ran.stdout


def read(answer: str, service: str) -> list[Fault]:
    """Faults of an answer; CouldNotAudit if it does not speak of every package that this machine installs."""
    try:
        told: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError) as fault:
        raise CouldNotAudit(f"{service}: an answer that makes no sense") from fault
    answered = {normalised(each["name"]) for each in told if "skip_reason" not in each}
    if unanswered := {each for each in packages() if is_installed(each)} - answered:
        raise CouldNotAudit(f"{service}: nothing was said of {len(unanswered)} of {len(packages())} packages")
    return [
        Fault(each["name"], each["version"], frozenset({fault["id"], *fault["aliases"]}), tuple(fault["fix_versions"]))
        for each in told
        for fault in each.get("vulns", ())
    ]


def look_up(asking: Callable[[str], str] = ask) -> list[Fault]:
    failed = []
    for service in ("osv", "pypi"):
        try:
            return read(asking(service), service)
        except CouldNotAudit as fault:
            failed.append(str(fault))
    raise CouldNotAudit("; ".join(failed))


def audit(today: date, asking: Callable[[str], str] = ask, kept: list[Accepted] | None = None) -> int:
    kept = accepted() if kept is None else kept
    if wrong := list(not_acceptable(kept, today)):
        print("accepted_faults.toml:", *wrong, sep="\n  ", file=sys.stderr)
        return FAULTS_KNOWN
    try:
        found = look_up(asking)
    except CouldNotAudit as fault:
        print(f"could not audit: {fault}", file=sys.stderr)
        return COULD_NOT_AUDIT
    excused = {(each.package, each.id) for each in kept}
    open_faults = [each for each in found if not {(each.package, name) for name in each.names} & excused]
    named = {(each.package, name) for each in found for name in each.names}
    print(*open_faults, sep="\n", end="\n" if open_faults else "")
    for each in kept:
        state = f"accepted until {each.until}" if (each.package, each.id) in named else "no longer there: take it out"
        print(f"{each.package}: {each.id}, {state}")
    if open_faults:
        return FAULTS_KNOWN
    elsewhere = [each for each in packages() if not is_installed(each)]
    print(f"Nothing else is known against the {len(packages()) - len(elsewhere)} packages that this machine installs.")
    print(f"Not looked up, for other machines only: {', '.join(elsewhere) or 'none'}.")
    return NOTHING_KNOWN


if __name__ == "__main__":
    sys.exit(audit(datetime.now(UTC).date()))
