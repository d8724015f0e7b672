"""What is open in the standard procedure, to whom and when. Everything that is not written down here must be refused.

A new act needs a row: a test fails until it has one.
"""

from dataclasses import dataclass
from enum import StrEnum

from cestvous.procedure.consultations.models import State

# --- Who: the cast, and a newcomer who has an account and has named no neighbourhood --------------------------------

VISITOR, ADMINISTRATOR, NEWCOMER = "visitor", "administrator", "newcomer"
AGENT, OTHER_AGENT = "agent", "other_agent"
SPONSOR, OTHER_OFFICIAL = "official", "other_official"
CONCILIATOR = "conciliator"

RESIDENTS = frozenset({"resident", "other_resident", "neighbour", "council_member"})
LEADERS = frozenset({AGENT, SPONSOR})
ACCOUNTS = RESIDENTS | LEADERS | {NEWCOMER, OTHER_AGENT, OTHER_OFFICIAL, CONCILIATOR}
SIGNED_IN = ACCOUNTS | {ADMINISTRATOR}
ROLES = tuple(sorted(SIGNED_IN | {VISITOR}))

SEE_DRAFTS = frozenset({AGENT, OTHER_AGENT, SPONSOR})
CREATE = frozenset({AGENT, OTHER_AGENT})

# --- When: each phase of the standard procedure; "… over" while the next one waits for its gate ---------------------

BEFORE = "before it starts"
PRESENTATION, CONSULTATION, SYNTHESIS = "presentation", "consultation", "synthesis"
DEBATE, DECISION, FOLLOW_UP = "debate", "decision", "follow-up"
PHASES = (PRESENTATION, CONSULTATION, SYNTHESIS, DEBATE, DECISION, FOLLOW_UP)
SYNTHESIS_OVER, DEBATE_OVER, DECISION_OVER = "synthesis over", "debate over", "decision over"
MOMENTS = (BEFORE, *PHASES, *(f"{phase} over" for phase in PHASES[:-1]))
EVER = frozenset(MOMENTS)

PUBLISHED = frozenset({State.PUBLISHED})
ONCE_PUBLIC = frozenset(State) - {State.DRAFT}


class On(StrEnum):
    """What an act is done to."""

    ACTIVITY = "the activity"
    OWN = "one's own"
    ANOTHERS = "another's"
    OWN_WITHDRAWN = "one's own, withdrawn"
    ANOTHERS_WITHDRAWN = "another's, withdrawn"
    REPRESENTED = "what an organisation said that one represents"
    FORMER = "what one said for an organisation that one no longer represents"
    ANOTHER_ORGANISATION = "what another organisation said"
    DRAFT = "a draft"
    ANSWERED = "one that has its reply"


@dataclass(frozen=True)
class Row:
    """``who`` may do ``act`` to each of ``on`` at each of the moments of ``when``, in these ``states``."""

    act: str
    on: frozenset[On]
    who: frozenset[str]
    when: frozenset[str]
    states: frozenset[State] = PUBLISHED


def row(act: str, on: set[On], who: set[str] | frozenset[str], *when: str) -> Row:
    return Row(act, frozenset(on), frozenset(who), frozenset(when))


def always(act: str, *on: On) -> Row:
    """Taking one's words back never needs an opening."""
    return Row(act, frozenset(on), SIGNED_IN, EVER, ONCE_PUBLIC)


ANY_PUBLISHED = {On.OWN, On.ANOTHERS}
BY_ORGANISATIONS = {On.REPRESENTED, On.FORMER, On.ANOTHER_ORGANISATION}
WHATEVER_BECAME_OF_IT = (On.OWN, On.ANOTHERS, On.OWN_WITHDRAWN, On.ANOTHERS_WITHDRAWN)

OPEN = (
    # act                                 to what          by whom             when
    row("questions.ask",                  {On.ACTIVITY},   ACCOUNTS - LEADERS, PRESENTATION, CONSULTATION),
    row("questions.reply",                ANY_PUBLISHED,   LEADERS,            PRESENTATION, CONSULTATION, SYNTHESIS),
    always("questions.withdraw",          On.OWN),

    row("contributions.submit",           {On.ACTIVITY},   RESIDENTS,          CONSULTATION),
    row("contributions.edit",             {On.OWN, On.REPRESENTED}, RESIDENTS, CONSULTATION),
    row("contributions.take_position",    {On.ANOTHERS, On.ANOTHER_ORGANISATION}, RESIDENTS, CONSULTATION),
    row("contributions.comment",          ANY_PUBLISHED | BY_ORGANISATIONS, ACCOUNTS, CONSULTATION),
    row("contributions.endorse",          {On.ANOTHERS},   ACCOUNTS - LEADERS, CONSULTATION),
    always("contributions.withdraw",      On.OWN, On.REPRESENTED),
    always("contributions.withdraw_position", *WHATEVER_BECAME_OF_IT, *BY_ORGANISATIONS),
    always("contributions.withdraw_comment", On.OWN),
    always("contributions.withdraw_endorsement", *WHATEVER_BECAME_OF_IT),

    row("syntheses.write",                {On.ACTIVITY},   {AGENT},            SYNTHESIS, SYNTHESIS_OVER),
    row("syntheses.publish",              {On.ACTIVITY},   {AGENT},            SYNTHESIS, SYNTHESIS_OVER),
    row("syntheses.object",               {On.OWN, On.REPRESENTED}, ACCOUNTS,  DEBATE),
    row("syntheses.comment",              {On.ANOTHERS},   ACCOUNTS,           DEBATE),
    row("syntheses.endorse",              {On.ANOTHERS},   ACCOUNTS - LEADERS, DEBATE),
    row("syntheses.reply",                ANY_PUBLISHED,   {AGENT},            DEBATE, DEBATE_OVER),
    row("syntheses.revise",               {On.ACTIVITY},   {AGENT},            DEBATE, DEBATE_OVER),
    always("syntheses.withdraw_objection", On.OWN),
    always("syntheses.withdraw_comment",  On.OWN),
    always("syntheses.withdraw_endorsement", *WHATEVER_BECAME_OF_IT),

    row("decisions.draft",                {On.ACTIVITY},   LEADERS,            DECISION, DECISION_OVER),
    row("decisions.sign",                 {On.ACTIVITY},   {SPONSOR},          DECISION, DECISION_OVER, FOLLOW_UP),
    row("decisions.rectify",              {On.ACTIVITY},   LEADERS,            FOLLOW_UP),
    row("decisions.report",               {On.ANOTHERS},   LEADERS,            FOLLOW_UP),
)  # fmt: skip

# Acts on the consultation itself: those of the agents in charge, in these states, whatever the phase.
LEADING: dict[str, frozenset[State]] = {
    "consultations.edit": frozenset({State.DRAFT}),
    "consultations.publish": frozenset({State.DRAFT}),
    "consultations.correct": frozenset({State.PUBLISHED, State.SUSPENDED}),
    "consultations.adapt": frozenset({State.PUBLISHED}),
    "consultations.suspend": frozenset({State.PUBLISHED}),
    "consultations.resume": frozenset({State.SUSPENDED}),
    "consultations.cancel": frozenset({State.PUBLISHED, State.SUSPENDED}),
    "consultations.archive": frozenset({State.PUBLISHED}),
    "consultations.judge-flood": frozenset({State.PUBLISHED}),
    "consultations.translate": frozenset({State.DRAFT, State.PUBLISHED, State.SUSPENDED}),
}


def is_open(who: str, act: str, on: On, when: str, state: State) -> bool:
    """Does the table say so?"""
    return any(
        row.act == act and on in row.on and who in row.who and when in row.when and state in row.states for row in OPEN
    )
