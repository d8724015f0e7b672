"""The tables of a consultation and its procedure."""

from cestvous.procedure.consultations.models.consultation import (
    GRID,
    Consultation,
    ConsultationQuerySet,
    State,
    Theme,
)
from cestvous.procedure.consultations.models.grid import Activity, Adaptation, Opening, Phase
from cestvous.procedure.consultations.models.presentation import Clarification, Contact, Landmark, Presentation
from cestvous.procedure.consultations.models.register import (
    Numbered,
    Participation,
    Register,
    counts_of,
    registers_of,
)

__all__ = [
    "GRID",
    "Activity",
    "Adaptation",
    "Clarification",
    "Consultation",
    "ConsultationQuerySet",
    "Contact",
    "Landmark",
    "Numbered",
    "Opening",
    "Participation",
    "Phase",
    "Presentation",
    "Register",
    "State",
    "Theme",
    "counts_of",
    "registers_of",
]
