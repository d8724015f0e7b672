"""The two drawings that are the identity: the thread of phases and the weave of the grid."""

from collections.abc import Sequence

from django.template import Library
from django.utils.safestring import SafeString

from cestvous.web.design.drawing import draw, draw_known
from cestvous.web.design.shapes import Context, Step, Tone, Weave

register = Library()
# More phases than this don't fit side by side on a desk: the thread then runs down the page.
_SIDE_BY_SIDE = 7


@register.simple_tag
def here(words: str, tone: Tone = "neutral", detail: str = "") -> SafeString:
    """The line that says where we are: "Débat sur la synthèse · encore 12 jours"."""
    return draw("design/here.html", {"words": words, "tone": tone, "detail": detail})


@register.simple_tag
def thread(steps: Sequence[Step], label: str = "") -> SafeString:
    """The phases on a line: lived solid, current ringed, waiting half open, to come dashed."""
    is_across = len(steps) <= _SIDE_BY_SIDE
    return draw("design/thread.html", {"steps": steps, "label": label, "is_across": is_across})


@register.simple_tag
def strand(steps: Sequence[Step]) -> SafeString:
    """The thread in short, for cards: one knot a phase, named only when read aloud."""
    return draw("design/strand.html", {"steps": steps})


@register.simple_tag
def weave(grid: Weave, caption: str) -> SafeString:
    """The procedure's grid: a table on a desk, a list by phase on a phone."""
    return draw_known("design/weave.html", (grid, caption), lambda: {**_woven(grid), "caption": caption})


def _woven(grid: Weave) -> Context:
    rows = [
        (weft, [(warp, cell) for warp, cell in zip(grid.phases, weft.cells, strict=True)]) for weft in grid.activities
    ]
    by_phase = [
        (warp, [(weft, weft.cells[index]) for weft in grid.activities if weft.cells[index] is not None])
        for index, warp in enumerate(grid.phases)
    ]
    return {"phases": grid.phases, "rows": rows, "by_phase": by_phase}
