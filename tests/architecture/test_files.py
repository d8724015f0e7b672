"""Files: where they stand, how long they are, what they are called."""

import ast
import subprocess
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture.house import DOMAIN_WINGS, PACKAGE, ROOT

LONGEST = 300
SOURCE = {".py", ".html", ".css", ".js", ".toml", ".md", ".txt"}
# Written by a program, or texts rather than source.
NOT_SOURCE = (
    "src/cestvous/web/static/css/site.css",
    "src/cestvous/commands/demo/city/",
    "src/cestvous/web/guides/fr/",
    "docs/",
    "uv.lock",
)
NOT_WORDS = {"utils", "util", "helpers", "helper", "common", "misc", "base_classes"}
IN_EVERY_APP = {"__init__", "apps", "events", "models", "policy", "actions", "tasks", "admin", "migrations"}
# The engine also holds what kinds of activity register with, what gates ask, and the words for what the rules say.
IN_THE_ENGINE = {"kinds", "gates", "messages"}
# The words that standing pages have until agents write others.
IN_THE_AGENCY = {"shipped"}


def _files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "src", "tests", "tools"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_no_source_file_is_long() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in _files()
        if path.suffix in SOURCE and "migrations" not in path.parts
    }
    assert lengths
    long = {name: lines for name, lines in lengths.items() if lines > LONGEST and not name.startswith(NOT_SOURCE)}
    assert not long


def test_names_say_what_is_inside() -> None:
    assert not [str(path.relative_to(ROOT)) for path in _files() if NOT_WORDS & {*path.parts, path.stem}]


DOMAIN_APPS = [
    config
    for config in apps.get_app_configs()
    if config.name.startswith(tuple(f"cestvous.{wing}." for wing in DOMAIN_WINGS))
]


@pytest.mark.parametrize("app", DOMAIN_APPS, ids=lambda app: app.name)
def test_every_app_holds_the_same_files(app: object) -> None:
    path = Path(app.path)  # type: ignore[attr-defined]
    allowed = set(IN_EVERY_APP)
    if path.parent.name == "activities":
        allowed.add("kind")
    if path.relative_to(PACKAGE) == Path("procedure/consultations"):
        allowed |= IN_THE_ENGINE
    if path.relative_to(PACKAGE) == Path("institutions/agency"):
        allowed |= IN_THE_AGENCY
    present = {child.stem for child in path.iterdir() if child.name != "__pycache__"}
    assert present <= allowed
    assert {"__init__", "apps"} <= present


@pytest.mark.parametrize("app", DOMAIN_APPS, ids=lambda app: app.name)
def test_every_app_says_what_it_is_for_and_what_it_writes_to_the_journal(app: object) -> None:
    docstring = ast.get_docstring(ast.parse((Path(app.path) / "__init__.py").read_text(encoding="utf-8")))  # type: ignore[attr-defined]
    assert docstring
    assert app.name.endswith(".journal") or "journal" in docstring  # type: ignore[attr-defined]


@pytest.mark.parametrize("wing", ["foundation", "procedure", "activities", "institutions"])
def test_every_folder_of_a_domain_wing_is_an_installed_app(wing: str) -> None:
    folders = {path.parent.name for path in (PACKAGE / wing).glob("*/__init__.py")} - {"rules"}
    assert folders == {config.name.rsplit(".", 1)[1] for config in DOMAIN_APPS if f".{wing}." in config.name}
