"""The tables of a synthesis, and how its coverage is counted."""

from cestvous.activities.syntheses.models.accounting import (
    Coverage,
    SetAside,
    SetAsideReason,
    accounted,
    coverage_of,
    waiting,
)
from cestvous.activities.syntheses.models.document import (
    Citation,
    Finding,
    FindingVersion,
    Section,
    Synthesis,
    SynthesisVersion,
)
from cestvous.activities.syntheses.models.objections import Ground, Objection, Outcome

__all__ = [
    "Citation",
    "Coverage",
    "Finding",
    "FindingVersion",
    "Ground",
    "Objection",
    "Outcome",
    "Section",
    "SetAside",
    "SetAsideReason",
    "Synthesis",
    "SynthesisVersion",
    "accounted",
    "coverage_of",
    "waiting",
]
