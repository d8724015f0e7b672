"""What a phase was for, done before the phase ends: the synthesis published, the decision signed.

A phase keeps its dates even so. Pages then say what is true, not what was awaited.
"""

from functools import cache

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy

from cestvous.activities.decisions.models import DecisionVersion
from cestvous.activities.syntheses.models import SynthesisVersion
from cestvous.procedure.consultations.models import Consultation, ConsultationQuerySet
from cestvous.procedure.rules.grid import Purpose

_KNOWN_AS = {Purpose.SYNTHESIS: "synthesis_is_published", Purpose.DECISION: "decision_is_signed"}
# By what a consultation knows them, once read ``with_conclusions``.
CONCLUSIONS = tuple(_KNOWN_AS.values())
# In one line, after the name of the phase; and as a sentence.
DONE = {
    Purpose.SYNTHESIS: gettext_lazy("the synthesis is published. %(next)s from %(when)s"),
    Purpose.DECISION: gettext_lazy("the decision is signed. %(next)s from %(when)s"),
}
CAN_BE_READ = {
    Purpose.SYNTHESIS: gettext_lazy("The synthesis is published. It can be read, with everything it rests on."),
    Purpose.DECISION: gettext_lazy("The decision is signed. It can be read, with each answer and its reasons."),
}


def with_conclusions(rows: ConsultationQuerySet) -> ConsultationQuerySet:
    """Consultations that know whether theirs are published and signed: no query more."""
    return rows.annotate(**_conclusions())


@cache
def _conclusions() -> dict[str, Exists]:
    """Made once: each query takes a copy, which is sooner done."""
    published = SynthesisVersion.objects.filter(synthesis__activity__consultation=OuterRef("pk"))
    signed = DecisionVersion.objects.signed().filter(decision__activity__consultation=OuterRef("pk"))
    return {"synthesis_is_published": Exists(published), "decision_is_signed": Exists(signed)}


def is_concluded(consultation: Consultation) -> bool:
    """Is what the current phase is for done already? Read ``with_conclusions``."""
    current = consultation.schedule.current
    name = _KNOWN_AS.get(current.purpose) if current else None
    return name is not None and bool(consultation.__dict__[name])


def has_published_synthesis(consultation: Consultation) -> bool:
    """Is the synthesis out? Read ``with_conclusions``."""
    return bool(consultation.__dict__[_KNOWN_AS[Purpose.SYNTHESIS]])


def has_signed_decision(consultation: Consultation) -> bool:
    """Is the decision signed? Read ``with_conclusions``."""
    return bool(consultation.__dict__[_KNOWN_AS[Purpose.DECISION]])
