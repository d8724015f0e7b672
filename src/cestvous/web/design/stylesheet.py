"""Joins the sources of the stylesheet into the one file that a first visit asks for.

``python -m cestvous.web.design.stylesheet`` writes it; a test holds it fresh.
"""

import re
from pathlib import Path

SOURCES = Path(__file__).parent / "styles"
TARGET = Path(__file__).parents[1] / "static" / "css" / "site.css"
_ORDER = ("reset", "tokens", "base", "layout")
_LAYERS = "@layer reset, tokens, base, layout, components, utilities;"


def _sources() -> list[Path]:
    """In the order of the layers; components, which must not depend on each other's order, by name."""
    return [
        *(SOURCES / f"{name}.css" for name in _ORDER),
        *sorted((SOURCES / "components").glob("*.css")),
        SOURCES / "utilities.css",
        SOURCES / "print.css",
    ]


def _bare(css: str) -> str:
    """The rules without comments, indentation and line ends."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,]) ?", r"\1", css).replace(";}", "}").strip()


def build() -> str:
    """The whole stylesheet."""
    return "\n".join([_LAYERS, *(_bare(source.read_text(encoding="utf-8")) for source in _sources())]) + "\n"


if __name__ == "__main__":
    TARGET.write_text(build(), encoding="utf-8")
