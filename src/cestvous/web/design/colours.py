"""Colours: the tokens of both schemes, and the contrast between two colours as WCAG 2.2 defines it."""

import re
from functools import cache
from pathlib import Path

TOKENS = Path(__file__).parent / "styles" / "tokens.css"
SCHEMES = ("light", "dark")
# What text is written in. It must hold on paper and on cards, in both schemes.
INKS = (
    *("ink", "ink-soft", "accent", "success", "warning", "danger"),
    *("presentation", "consultation", "synthesis", "debate", "decision", "follow-up"),
)
SURFACES = ("paper", "card")
ENOUGH = 4.5
_HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def is_colour(text: str) -> bool:
    """Whether the text is a colour as settings take it: "#2b3a8f"."""
    return _HEX.fullmatch(text) is not None


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white). https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@cache
def tokens() -> dict[str, dict[str, str]]:
    """The colours of each scheme, by token: {"light": {"paper": "#fbf8f3", …}, "dark": {…}}."""
    light, _, dark = TOKENS.read_text(encoding="utf-8").partition("prefers-color-scheme: dark")
    found = {}
    for scheme, source in zip(SCHEMES, (light, dark), strict=True):
        found[scheme] = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", source))
    return found


def city_tokens(accent: str, accent_dark: str, paper: str) -> dict[str, dict[str, str]]:
    """The tokens that a city's settings replace, by scheme; what is written on the accent follows from it."""
    ours = tokens()
    light: dict[str, str] = {}
    if accent:
        light = {"accent": accent, "on-accent": _legible_on(accent, ours["light"])}
    if paper:
        light["paper"] = paper
    dark = {"accent": accent_dark, "on-accent": _legible_on(accent_dark, ours["dark"])} if accent_dark else {}
    return {"light": light, "dark": dark}


def _legible_on(colour: str, scheme: dict[str, str]) -> str:
    return max((scheme["card"], scheme["ink"]), key=lambda candidate: contrast(candidate, colour))


def faults(scheme: dict[str, str]) -> list[tuple[str, str, float]]:
    """Each ink that can't be read on a surface, with its contrast; also what is written on the accent."""
    pairs = [(ink, surface) for ink in INKS for surface in SURFACES] + [("on-accent", "accent")]
    measured = [(ink, surface, contrast(scheme[ink], scheme[surface])) for ink, surface in pairs]
    return [pair for pair in measured if pair[2] < ENOUGH]
