"""Which characters the fonts of our documents draw, as ranges: ``python tools/fonts.py`` writes them beside the fonts.

A test holds the list fresh. Whoever draws a document reads the list, and has no need of what reads fonts.
"""

from itertools import groupby
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[1] / "src" / "cestvous" / "web" / "documents" / "fonts"
TARGET = FONTS / "drawn.txt"
# What ours lacks, this one draws; it draws all of what ours draws, so that a letter and its accents find one font.
FALLBACK = FONTS / "dejavu-sans.ttf"


def drawn_by(font: Path) -> set[int]:
    with TTFont(font) as opened:
        return set(opened.getBestCmap())


def build() -> str:
    numbered = enumerate(sorted(drawn_by(FALLBACK)))
    runs = ([code for _, code in run] for _, run in groupby(numbered, key=lambda each: each[1] - each[0]))
    return "\n".join(f"{run[0]:x}-{run[-1]:x}" for run in runs) + "\n"


if __name__ == "__main__":
    TARGET.write_text(build(), encoding="ascii")
