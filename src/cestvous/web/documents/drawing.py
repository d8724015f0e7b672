"""Draws one PDF, in a process of its own that ends with it: content on its standard input, the file on its output.

Typst keeps what it has reckoned for the next times, hundreds of megabytes after a long document, and lets nobody stop
it. A process gives its memory back, can be stopped, and knows nothing of our settings, whatever it is given to draw.
"""

import json
import resource
import sys
from pathlib import Path

import typst

HERE = Path(__file__).parent
# Of memory, in bytes, and of a processor's time, in seconds: far more than the longest document takes.
MOST_MEMORY, MOST_TIME = 3 * 1024**3, 120


def bound_itself() -> None:
    """However it goes, the machine keeps its memory, and whoever asked may end: nothing goes on for nobody."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_TIME, MOST_TIME))


def main() -> None:
    """Draw what standard input holds: ``inputs``, texts by name for the template, and ``made_at``, in Unix seconds."""
    told = json.load(sys.stdin.buffer)
    # Our fonts alone: a document looks the same wherever it is made.
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")])
    compiler = typst.Compiler(
        str(HERE / "template.typ"),
        root=str(HERE),
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs=told["inputs"],
    )
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=told["made_at"])
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no file")
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    bound_itself()
    main()
