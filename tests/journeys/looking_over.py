"""What is wrong with a page as a browser shows it: what axe finds, and whether it fits a small phone."""

import json
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

from tests.journeys.browsing import DESK, NARROWEST, PHONE, Somebody

_EVERYTHING: dict[str, Any] = {"resultTypes": ["violations"]}
_COLOURS: dict[str, Any] = {**_EVERYTHING, "runOnly": ["color-contrast", "link-in-text-block"]}


def _faults(reader: Somebody, options: dict[str, Any], where: str) -> list[str]:
    found = reader.page.evaluate(f"axe.run(document, {json.dumps(options)})")
    return [
        f"{where}: {violation['id']} {node['target']} {node['html'][:200]} {node['failureSummary'][:300]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def look_over(reader: Somebody) -> list[str]:
    """What is wrong with the page as it stands, on a desk and on phones, by day and by night."""
    page = reader.page
    page.evaluate(AXE_SCRIPT)
    faults = []
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        faults += _faults(reader, _EVERYTHING, f"{width}, light")
        page.emulate_media(color_scheme="dark")
        faults += _faults(reader, _COLOURS, f"{width}, dark")
        page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": NARROWEST, "height": 700})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > NARROWEST:
        faults.append(f"{NARROWEST}: scrolls sideways, {wide} pixels: {page.evaluate(_TOO_WIDE)}")
    page.set_viewport_size({"width": DESK, "height": 900})
    return faults


# The first elements that reach beyond the right edge, to know where to look.
_TOO_WIDE = """[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1
  && !e.closest(".scroll")).slice(0, 3).map((e) => e.outerHTML.slice(0, 120))"""
