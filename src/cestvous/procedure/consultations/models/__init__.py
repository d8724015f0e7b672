"""The tables of a consultation and its procedure."""

from cestvous.procedure.consultations.models.consultation import Consultation, ConsultationQuerySet, State, Theme
from cestvous.procedure.consultations.models.grid import Activity, Adaptation, Opening, Pause, Phase
from cestvous.procedure.consultations.models.presentation import Clarification, Contact, Landmark, Presentation
from cestvous.procedure.consultations.models.register import Participation, Register

__all__ = [
    "Activity",
    "Adaptation",
    "Clarification",
    "Consultation",
    "ConsultationQuerySet",
    "Contact",
    "Landmark",
    "Opening",
    "Participation",
    "Pause",
    "Phase",
    "Presentation",
    "Register",
    "State",
    "Theme",
]
