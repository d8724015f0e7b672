"""Things that tests need, made by the same actions that pages use."""

from tests.factories.consultations import a_consultation, a_preparation, fresh, in_phase, living_now, phase_starts
from tests.factories.journal import a_sealed_journal, journal
from tests.factories.leading import activity, agent_of, sponsor_of
from tests.factories.organisations import a_representative, asking
from tests.factories.people import PASSWORD, a_neighbourhood, a_person, appointed
from tests.factories.words import (
    EMPTY,
    a_closed_debate,
    a_comment,
    a_commitment,
    a_contribution,
    a_decision,
    a_drafted_decision,
    a_finding,
    a_published_synthesis,
    a_question,
    a_section,
    a_signed_decision,
    a_synthesis,
    an_objection,
)

__all__ = [
    "EMPTY",
    "PASSWORD",
    "a_closed_debate",
    "a_comment",
    "a_commitment",
    "a_consultation",
    "a_contribution",
    "a_decision",
    "a_drafted_decision",
    "a_finding",
    "a_neighbourhood",
    "a_person",
    "a_preparation",
    "a_published_synthesis",
    "a_question",
    "a_representative",
    "a_sealed_journal",
    "a_section",
    "a_signed_decision",
    "a_synthesis",
    "activity",
    "agent_of",
    "an_objection",
    "appointed",
    "asking",
    "fresh",
    "in_phase",
    "journal",
    "living_now",
    "phase_starts",
    "sponsor_of",
]
