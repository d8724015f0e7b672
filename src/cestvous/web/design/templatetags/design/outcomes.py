"""What becomes of words: answers, commitments, and the lines of the public register."""

from collections.abc import Sequence

from django.template import Library

from cestvous.web.design.shapes import AnswerState, Commitment, Context, Milestone, RegisterEvent

register = Library()


@register.inclusion_tag("design/answer_state.html")
def answer_state(state: AnswerState) -> Context:
    """Adopted, in part, declined, referred, postponed or still awaited: a shape and a word."""
    return {"state": state}


@register.inclusion_tag("design/commitment.html")
def commitment(commitment: Commitment, level: int = 3) -> Context:
    """What the city undertakes, who answers for it, by when, and its milestones."""
    return {"commitment": commitment, "level": level}


@register.inclusion_tag("design/milestones.html")
def milestones(milestones: Sequence[Milestone]) -> Context:
    """The dated steps of a commitment, down a line."""
    return {"milestones": milestones}


@register.inclusion_tag("design/register.html")
def register_events(events: Sequence[RegisterEvent], label: str = "") -> Context:
    """Lines of the public register, in the order given."""
    return {"events": events, "label": label}
