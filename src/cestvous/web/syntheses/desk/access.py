"""Who may sit at the desk, and what they find there: the synthesis, drafted or published."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cestvous.activities.syntheses import kind as acts
from cestvous.kernel.verdicts import Refused, Verdict
from cestvous.procedure.consultations.models import Activity, Consultation
from cestvous.procedure.consultations.policy import agent_mandate
from cestvous.web.consultations.concluded import has_published_synthesis
from cestvous.web.consultations.finding import Found, find
from cestvous.web.requests import PersonRequest


@dataclass(frozen=True)
class AtDesk:
    """An agent in charge at the desk of an activity, whose synthesis may not have been begun yet.

    ``may_write`` refuses once the synthesis is published, or out of its phase.
    """

    found: Found
    activity: Activity
    is_published: bool
    may_write: Verdict

    @property
    def consultation(self) -> Consultation:
        return self.found.consultation

    @property
    def number(self) -> int:
        return self.found.consultation.number


def at_desk(request: PersonRequest, number: int) -> AtDesk:
    """The desk of a consultation's synthesis. No query after ``find``. Raises Refused for anybody but the agents in
    charge."""
    found = find(request, number)
    activity = found.activity(acts.NAME)
    if agent_mandate(found.reader, found.consultation, found.at) is None:
        raise Refused(Verdict.no(_("Only the agents in charge of this consultation can do this.")))
    is_published = has_published_synthesis(found.consultation)
    may_write = found.may(acts.WRITE, activity)
    if is_published:
        may_write = Verdict.no(_("The synthesis is published: its findings change only by a revision."))
    return AtDesk(found, activity, is_published, may_write)
