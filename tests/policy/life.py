"""A consultation in each state that an address may find it in, and from when on a thing is there."""

from typing import Final

from cestvous.procedure.consultations.models import State
from tests.policy.table import (
    AGENT,
    BEFORE,
    CONSULTATION,
    DEBATE,
    DECISION,
    FOLLOW_UP,
    OTHER_AGENT,
    OTHER_OFFICIAL,
    PHASES,
    PRESENTATION,
    SPONSOR,
    SYNTHESIS,
    SYNTHESIS_OVER,
)

DRAFT, UNPUBLISHED, WAITING = "draft", "unpublished", "waiting"
SUSPENDED, CANCELLED, ARCHIVED = "suspended", "cancelled", "archived"
ORPHANED, ELSEWHERE = "orphaned", "elsewhere"
# By name, the moment at which each consultation stands, and its state.
LIFE: Final[dict[str, tuple[str, State]]] = {
    DRAFT: (BEFORE, State.DRAFT),
    # Holds all that a consultation can hold, and is shown to no more people than any other draft.
    UNPUBLISHED: (FOLLOW_UP, State.DRAFT),
    **{phase: (phase, State.PUBLISHED) for phase in PHASES},
    WAITING: (SYNTHESIS_OVER, State.PUBLISHED),
    SUSPENDED: (CONSULTATION, State.SUSPENDED),
    CANCELLED: (CONSULTATION, State.CANCELLED),
    ARCHIVED: (FOLLOW_UP, State.ARCHIVED),
    # Its only agent has left.
    ORPHANED: (CONSULTATION, State.PUBLISHED),
    # Led by the other agent, sponsored by the other official.
    ELSEWHERE: (CONSULTATION, State.PUBLISHED),
}
ANY = frozenset(LIFE)
DRAFTS = frozenset({DRAFT, UNPUBLISHED})
PUBLIC = ANY - DRAFTS
ASKED = ANY - {DRAFT}
SAID = ASKED - {PRESENTATION}
SIGNED = frozenset({UNPUBLISHED, FOLLOW_UP, ARCHIVED})
DECIDING = SIGNED | {DECISION}
SUMMED_UP = DECIDING | {DEBATE}
UNSUMMED = frozenset({SYNTHESIS, WAITING})
WRITING = SUMMED_UP | UNSUMMED

_SWAPPED = {AGENT: OTHER_AGENT, OTHER_AGENT: AGENT, SPONSOR: OTHER_OFFICIAL, OTHER_OFFICIAL: SPONSOR}


def in_place_of(role: str, name: str) -> str:
    """The role that somebody has towards a consultation: who leads one does not lead the next."""
    if name == ORPHANED and role == AGENT:
        return OTHER_AGENT
    return _SWAPPED.get(role, role) if name == ELSEWHERE else role
