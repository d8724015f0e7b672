"""The browser in which journeys are made."""

import os
import shutil
import subprocess

from playwright._impl._driver import compute_driver_executable

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """The path of the Chromium of this machine, or of the one that CHROMIUM names; None if there is none."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next((found for name in NAMES if (found := shutil.which(name))), None)


def driver_starts() -> bool:
    """Does the program through which Playwright speaks with Chromium start? It brings a Node that needs libatomic."""
    node, _script = compute_driver_executable()
    return subprocess.run([node, "--version"], capture_output=True, check=False).returncode == 0
