"""Who leads a consultation, and its activities by kind."""

from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Activity, Consultation


def activity(consultation: Consultation, kind: str) -> Activity:
    """The activity of a kind. Raises LookupError if the procedure has none."""
    found = consultation.activity_of_kind(kind)
    if found is None:
        raise LookupError(f"the procedure has no {kind}")
    return found


def agent_of(consultation: Consultation) -> Person:
    """The first of the agents in charge."""
    return consultation.agents_in_charge[0].person


def sponsor_of(consultation: Consultation) -> Person:
    """The elected official who signs. Raises LookupError if there is none."""
    if consultation.sponsor is None:
        raise LookupError("the consultation has no sponsor")
    return consultation.sponsor.person
