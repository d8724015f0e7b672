"""The tables of a consultation and its procedure."""

from cestvous.procedure.consultations.models.consultation import Consultation, ConsultationQuerySet, State, Theme
from cestvous.procedure.consultations.models.grid import Activity, Adaptation, Opening, Phase
from cestvous.procedure.consultations.models.register import Participation, Register

__all__ = [
    "Activity",
    "Adaptation",
    "Consultation",
    "ConsultationQuerySet",
    "Opening",
    "Participation",
    "Phase",
    "Register",
    "State",
    "Theme",
]
