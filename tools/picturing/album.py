"""All pictures, in the order in which they are taken, and how they are kept."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from cestvous.web.guides import reading
from tests.machinery.browser import chromium
from tools.picturing.agents import WALKS as OF_AGENTS
from tools.picturing.residents import WALKS as OF_RESIDENTS
from tools.picturing.steps import Picture, Walk
from tools.picturing.walking import SCALE, Astray, Walker, as_webp

# Residents first: what agents do changes the city.
WALKS: tuple[Walk, ...] = (*OF_RESIDENTS, *OF_AGENTS)
PICTURES = tuple(walk for walk in WALKS if isinstance(walk, Picture))
FOLDER = reading.FOLDER.parent / "static" / "guides"


def fill(origin: str, names: Sequence[str]) -> int:
    """Take the pictures of these names, or all of them, from the city at ``origin``; returns how many went astray."""
    found = chromium()
    if found is None:
        print("Chromium is not installed: apt-get install chromium, as root.", file=sys.stderr)
        return 1
    FOLDER.mkdir(exist_ok=True)
    astray = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        walker = Walker(browser, origin)
        for walk in WALKS:
            is_wanted = isinstance(walk, Picture) and (not names or walk.name in names)
            try:
                if isinstance(walk, Picture) and is_wanted:
                    print(walk.name, _keep(walk.name, as_webp(walker.take(walk))), flush=True)
                else:
                    walker.go(walk)
            except (Astray, ValueError) as error:
                astray += 1
                print(f"{title(walk)}: {error}", file=sys.stderr, flush=True)
        walker.close()
        browser.close()
    if not names:
        for left_over in {path.name for path in FOLDER.glob("*.webp")} - {picture.name for picture in PICTURES}:
            (FOLDER / left_over).unlink()
    _tell_sizes()
    return astray


def title(walk: Walk) -> str:
    """How a walk is named when it goes wrong."""
    return walk.name if isinstance(walk, Picture) else " ".join(map(str, (*walk.at, "by", walk.by or "a visitor")))


def shown_size(path: Path) -> tuple[int, int]:
    """How wide and high a picture is shown, in CSS pixels."""
    with Image.open(path) as picture:
        return round(picture.width / SCALE), round(picture.height / SCALE)


def _keep(name: str, content: bytes) -> str:
    """Write a picture unless nothing has changed in it; returns what happened."""
    path = FOLDER / name
    before = path.read_bytes() if path.exists() else None
    if before == content:
        return "as it was"
    path.write_bytes(content)
    return f"{'new' if before is None else 'changed'}, {len(content) / 1000:.0f} kB"


def _tell_sizes() -> None:
    sizes = {path.name: shown_size(path) for path in sorted(FOLDER.glob("*.webp"))}
    lines = (f"  {json.dumps(name)}: {json.dumps(size)}" for name, size in sizes.items())
    reading.SIZES.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
