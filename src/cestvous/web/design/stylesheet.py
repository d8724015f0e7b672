"""Joins the sources of the stylesheet into the one file that a first visit asks for.

``python -m cestvous.web.design.stylesheet`` writes it; a test holds it fresh.
"""

import re
from pathlib import Path

SOURCES = Path(__file__).parent / "styles"
TARGET = Path(__file__).parents[1] / "static" / "css" / "site.css"
_LAYERS = "@layer reset, tokens, base, layout, components, utilities;"


def _bare(css: str) -> str:
    """The rules without comments, indentation and line ends."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,]) ?", r"\1", css).replace(";}", "}").replace(": ", ":")
    return re.sub(r"(?<![\w.])0\.", ".", css).strip()


def _read(*sources: Path) -> str:
    return "".join(_bare(source.read_text(encoding="utf-8")) for source in sources)


def build() -> str:
    """The whole stylesheet, in the order of the layers; components by name, none depends on another's place."""
    before = _read(*(SOURCES / f"{name}.css" for name in ("reset", "tokens", "base", "layout")))
    # Components share one pair of braces rather than repeat their layer.
    components = _read(*sorted((SOURCES / "components").glob("*.css"))).replace("}@layer components{", "")
    after = _read(SOURCES / "utilities.css", SOURCES / "print.css")
    return f"{_LAYERS}{before}{components}{after}\n"


if __name__ == "__main__":
    TARGET.write_text(build(), encoding="utf-8")
