"""What the tests check of accessibility, counted for the declaration that the site publishes.

Writes the file that the page reads; its date changes only when a count does. A test holds it fresh.
"""

import ast
import json
import os
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

import django
from axe_playwright_python.base import AXE_SCRIPT
from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
if not apps.ready:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cestvous.config.settings")
    django.setup()

from tests.city.visits import VISITS  # noqa: E402 — needs the tables
from tests.journeys.browsing import DESK, NARROWEST, PHONE  # noqa: E402 — likewise

FILE = ROOT / "src" / "cestvous" / "web" / "standing" / "accessibility.json"
# As rules stand in the script: "{id:"area-alt",selector:…". What follows the name differs from rule to rule.
_RULE = re.compile(
    r'\{id:"([a-z\d-]+)",(?:impact:"[a-z]+",)?(?:selector|matches|tags|excludeHidden|any|all|none|enabled|reviewOnFail|pageLevel)\b'
)


def counted() -> dict[str, Any]:
    """Everything but the date."""
    version = re.search(r"axe v([\d.]+)", AXE_SCRIPT)
    if version is None:
        raise ValueError("this script of axe does not say its version")
    return {
        "pages": len({visit.name for visit in VISITS}),
        "states": len(VISITS),
        "forms": sum(1 for visit in VISITS if visit.sends),
        "rules": len(set(_RULE.findall(AXE_SCRIPT))),
        "axe": version.group(1),
        "desk": DESK,
        "phone": PHONE,
        "narrowest": NARROWEST,
        "journeys": _journeys(),
    }


def _journeys() -> list[str]:
    """The names of the tests that go through the site by keyboard alone."""
    source = (ROOT / "tests" / "journeys" / "test_keyboard.py").read_text(encoding="utf-8")
    functions = (node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    return [name.removeprefix("test_") for name in functions if name.startswith("test_")]


def written() -> dict[str, Any]:
    """What the file says; nothing if there is none yet."""
    return dict(json.loads(FILE.read_text(encoding="utf-8"))) if FILE.exists() else {}


def main() -> None:
    facts, known = counted(), written()
    on = known.pop("on", "")
    if facts == known:
        print(f"{FILE.relative_to(ROOT)} is fresh.")
        return
    FILE.write_text(
        json.dumps({**facts, "on": date.today().isoformat()}, indent=2, ensure_ascii=False) + "\n",  # noqa: DTZ011 — a day in the life of who runs it
        encoding="utf-8",
    )
    print(f"{FILE.relative_to(ROOT)} is written anew; it was of {on or 'no day'}.")


if __name__ == "__main__":
    main()
