"""The environment in which settings are read: nothing that the machine's own environment says may change a test."""

import os
import re
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = ROOT / "src" / "cestvous" / "config" / "settings"
# Tests type faster than people, and one of them says what a whole city does. Those of spam say otherwise.
AT_ANY_PACE = {"FORM_SECONDS": "0", "FLOOD_TEXTS": "0", "SPEAK_LIMITS": ""}


def prepare(database_url: str, state: Path) -> None:
    """Set what settings read. Must come before Django loads them; worker processes inherit it."""
    for file in SETTINGS.glob("*.py"):
        for name in re.findall(r'env(?:\.\w+)?\(\s*"([A-Z0-9_]+)"', file.read_text(encoding="utf-8")):
            os.environ.pop(name, None)
    (state / "static").mkdir(parents=True, exist_ok=True)
    # Tests sign people in without asking for anything; those about second factors and grave acts say so.
    os.environ["SECOND_FACTOR_REQUIRED"], os.environ["FRESH_SIGN_IN_MINUTES"] = "0", "0"
    os.environ["SECRET_KEY"] = "only-for-tests"
    os.environ |= AT_ANY_PACE
    os.environ["STATE_FOLDER"] = str(state)
    os.environ["DATABASE_URL"] = database_url
    os.environ["DJANGO_SETTINGS_MODULE"] = "cestvous.config.settings"


class Scratch:
    """A folder of this run, removed with all that is in it."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="cestvous-tests-"))

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
