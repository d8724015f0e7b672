"""Numbers, always with what they count."""

from collections.abc import Sequence
from typing import Literal

from django.template import Library

from cestvous.web.design.shapes import Context, Figure, Stage, segments

register = Library()


@register.inclusion_tag("design/positions.html")
def positions(
    in_favour: int, mixed: int, against: int, mine: Literal["", "for", "mixed", "against"] = "", href: str = ""
) -> Context:
    """How many people are for, mixed and against: drawn side by side, said in words, never added up."""
    bar = segments({"for": in_favour, "mixed": mixed, "against": against})
    return {"in_favour": in_favour, "mixed": mixed, "against": against, "bar": bar, "mine": mine, "href": href}


@register.inclusion_tag("design/figures.html")
def figures(figures: Sequence[Figure], label: str = "") -> Context:
    """A few numbers with their labels."""
    return {"figures": [(figure, isinstance(figure.value, int)) for figure in figures], "label": label}


@register.inclusion_tag("design/counts.html")
def counts(figures: Sequence[Figure], label: str = "", context: str = "") -> Context:
    """Numbers in a line of text, each with what it counts; those with an address lead to it.

    ``context``: read aloud after the words of a link, where a page has several such lines.
    """
    told = [(figure, isinstance(figure.value, int)) for figure in figures]
    return {"figures": told, "label": label, "context": context}


@register.inclusion_tag("design/coverage.html")
def coverage(cited: int, set_aside: int, waiting: int, noun: str = "", href: str = "") -> Context:
    """How much of what was said has been accounted for. ``noun``: what is counted, "contributions" by default."""
    bar = segments({"cited": cited, "set-aside": set_aside, "waiting": waiting})
    return {"cited": cited, "set_aside": set_aside, "waiting": waiting, "bar": bar, "noun": noun, "href": href}


@register.inclusion_tag("design/flow.html")
def flow(stages: Sequence[Stage], label: str = "") -> Context:
    """What everybody's words become, stage by stage, each leading to the list that it counts."""
    return {"stages": stages, "label": label}
