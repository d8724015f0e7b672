"""What a reader of a decision asks to see: the answers of one kind, those that commitments follow from, commitments
in one state. Each choice is an address that can be shared."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cestvous.activities.decisions.models import AnswerOutcome, CommitmentState
from cestvous.web.design.shapes import Facet

# Where the answers, and the commitments, begin on the page.
ANSWERS, COMMITMENTS = "#answers", "#commitments"
FOLLOWED = "engagement"


@dataclass(frozen=True)
class Narrowing:
    """Empty: everything. ``is_followed``: only answers from which a commitment follows."""

    outcome: str = ""
    state: str = ""
    is_followed: bool = False

    @property
    def of_answers(self) -> bool:
        return bool(self.outcome) or self.is_followed

    def takes(self, outcome: str, *, is_followed: bool) -> bool:
        """Is an answer of this ``outcome`` ("" before there is one) among those asked for?"""
        return self.outcome in ("", outcome) and (is_followed or not self.is_followed)


EVERYTHING = Narrowing()


def asked_for(request: HttpRequest) -> Narrowing:
    """What the address asks for; whatever it can't mean is left out."""
    outcome, state = request.GET.get("reponse", ""), request.GET.get("engagements", "")
    return Narrowing(
        outcome=outcome if outcome in AnswerOutcome.values else "",
        state=state if state in CommitmentState.values else "",
        is_followed=request.GET.get("suite") == FOLLOWED,
    )


def answers_url(number: int, outcome: str) -> str:
    return f"{reverse('decision', args=[number])}?reponse={outcome}{ANSWERS}"


def followed_url(number: int) -> str:
    return f"{reverse('decision', args=[number])}?suite={FOLLOWED}{ANSWERS}"


def commitments_url(number: int, state: str = "") -> str:
    page = reverse("decision", args=[number])
    return f"{page}?engagements={state}{COMMITMENTS}" if state else f"{page}{COMMITMENTS}"


def by_answer(number: int, outcomes: Sequence[str], followed: int, current: Narrowing) -> list[Facet]:
    """The kinds of answers that there are, with how many of each, and how many a commitment follows from."""
    everything = reverse("decision", args=[number]) + ANSWERS
    facets = [
        Facet(
            title=capfirst(str(outcome.label)),
            url=everything if outcome == current.outcome else answers_url(number, outcome),
            count=count,
            is_current=outcome == current.outcome,
        )
        for outcome in AnswerOutcome
        if (count := outcomes.count(outcome))
    ]
    if followed or current.is_followed:
        url = everything if current.is_followed else followed_url(number)
        facets.append(Facet(_("Followed by a commitment"), url, followed, is_current=current.is_followed))
    return facets


def by_state(number: int, states: Sequence[str], current: Narrowing) -> list[Facet]:
    """Nothing to choose from where all are in one state, unless that is what was asked for."""
    facets = []
    for state in CommitmentState:
        chosen = state == current.state
        if chosen or 0 < states.count(state) < len(states):
            url = commitments_url(number, "" if chosen else state)
            facets.append(Facet(capfirst(str(state.label)), url, states.count(state), is_current=chosen))
    return facets
