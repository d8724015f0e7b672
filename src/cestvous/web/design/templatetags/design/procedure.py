"""The two drawings that are the identity: the thread of phases and the weave of the grid."""

from collections.abc import Sequence

from django.template import Library

from cestvous.web.design.shapes import Context, Step, Tone, Weave

register = Library()
# More phases than this don't fit side by side on a desk: the thread then runs down the page.
_SIDE_BY_SIDE = 7


@register.inclusion_tag("design/here.html")
def here(words: str, tone: Tone = "neutral", detail: str = "") -> Context:
    """The line that says where we are: "Débat sur la synthèse · encore 12 jours"."""
    return {"words": words, "tone": tone, "detail": detail}


@register.inclusion_tag("design/thread.html")
def thread(steps: Sequence[Step], label: str = "") -> Context:
    """The phases on a line: lived solid, current ringed, waiting half open, to come dashed."""
    return {"steps": steps, "label": label, "is_across": len(steps) <= _SIDE_BY_SIDE}


@register.inclusion_tag("design/strand.html")
def strand(steps: Sequence[Step]) -> Context:
    """The thread in short, for cards: one knot a phase, named only when read aloud."""
    return {"steps": steps}


@register.inclusion_tag("design/weave.html")
def weave(grid: Weave, caption: str) -> Context:
    """The procedure's grid: a table on a desk, a list by phase on a phone."""
    rows = [
        (weft, [(warp, cell) for warp, cell in zip(grid.phases, weft.cells, strict=True)]) for weft in grid.activities
    ]
    by_phase = [
        (warp, [(weft, weft.cells[index]) for weft in grid.activities if weft.cells[index] is not None])
        for index, warp in enumerate(grid.phases)
    ]
    return {"phases": grid.phases, "rows": rows, "by_phase": by_phase, "caption": caption}
