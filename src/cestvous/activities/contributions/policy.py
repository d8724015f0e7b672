"""What may be done with a contribution, once the act is open to somebody."""

from datetime import datetime

from django.utils.translation import gettext as _

from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.mandates.policy import Reader
from cestvous.kernel.verdicts import Verdict
from cestvous.procedure.consultations.models import Activity
from cestvous.procedure.consultations.policy import answers_for, is_own, leading_mandate

Subject = Activity | Contribution


def check_taking_part(reader: Reader, subject: Subject, at: datetime) -> Verdict:
    """Those who lead a consultation don't contribute to it."""
    activity = subject if isinstance(subject, Activity) else subject.activity
    if leading_mandate(reader, activity.consultation, at):
        return Verdict.no(_("You lead this consultation: you can comment and reply, not contribute to it."))
    return Verdict.yes()


def check_published(reader: Reader, subject: Subject, at: datetime) -> Verdict:
    """One discusses what is shown."""
    if isinstance(subject, Contribution) and not subject.source.is_published:
        return Verdict.no(_("This contribution is no longer shown."))
    return Verdict.yes()


def check_own(reader: Reader, subject: Subject, at: datetime) -> Verdict:
    """Editing and withdrawing are for the author; for whoever represents it now, if that is an organisation."""
    if isinstance(subject, Activity):
        return Verdict.yes()
    if not answers_for(reader, subject.source):
        if is_own(reader, subject.source):
            return Verdict.no(_("Only those who represent the organisation now can change what it said."))
        return Verdict.no(_("Only its author can change a contribution."))
    return check_published(reader, subject, at)


def check_position(reader: Reader, subject: Subject, at: datetime) -> Verdict:
    """One takes position on the words of others, and doesn't lead the consultation."""
    if isinstance(subject, Contribution) and is_own(reader, subject.source):
        return Verdict.no(_("This is your own contribution: others take position on it."))
    taking_part = check_taking_part(reader, subject, at)
    return check_published(reader, subject, at) if taking_part else taking_part
