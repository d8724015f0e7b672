"""What must be true before a phase may be entered: asked of the consultation itself and of each of its activities."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cestvous.procedure.consultations.kinds import KINDS, Missing
from cestvous.procedure.consultations.models import Consultation
from cestvous.procedure.rules.grid import Purpose
from cestvous.procedure.rules.schedule import PhaseTime


def missing_before(consultation: Consultation, phase: PhaseTime) -> list[Missing]:
    """What keeps this phase's gate shut; empty if it may be entered.

    A gate guards its own purpose and every later one, so that in a procedure without debate what guarded the debate
    guards the decision.
    """
    missing: list[Missing] = []
    if phase.purpose.rank >= Purpose.CONSULTATION.rank:
        missing += _preparation(consultation)
    for activity in consultation.activities:
        for gate in KINDS[activity.kind].gates:
            if gate.before.rank <= phase.purpose.rank:
                missing += gate.missing(activity)
    return missing


def begin_reading(consultation: Consultation) -> None:
    """A page begins to be made: what an earlier one was told of this object counts no more."""
    consultation.__dict__["_missing_when_read"] = {}


def missing_when_read(consultation: Consultation, phase: PhaseTime) -> list[Missing]:
    """The same for a page, which asks several times while it is made: asked of the database once.

    Never for a write: what is missing changes under its hands.
    """
    known: dict[str, list[Missing]] = consultation.__dict__.setdefault("_missing_when_read", {})
    if phase.key not in known:
        known[phase.key] = missing_before(consultation, phase)
    return known[phase.key]


def _preparation(consultation: Consultation) -> Iterator[Missing]:
    agents = _("the agents in charge")
    if not consultation.question:
        yield Missing(_("the question put to residents"), agents)
    if consultation.sponsor_id is None:
        yield Missing(_("the elected official who sponsors it"), agents)
    if not consultation.agents_in_charge:
        yield Missing(_("the agents in charge"), _("the participation agency"))
    if not (consultation.how_decided and consultation.decided_by):
        yield Missing(_("how the decision will be taken, and by whom"), agents)
