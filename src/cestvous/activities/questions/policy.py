"""What may be done with a question, once the act is open to somebody."""

from datetime import datetime

from django.utils.translation import gettext as _

from cestvous.activities.questions.models import Question
from cestvous.foundation.mandates.policy import Reader
from cestvous.kernel.verdicts import Verdict
from cestvous.procedure.consultations.models import Activity
from cestvous.procedure.consultations.policy import is_own, leading_mandate

Subject = Activity | Question


def check_asking(reader: Reader, subject: Subject, at: datetime) -> Verdict:
    """Those who reply don't ask."""
    activity = subject if isinstance(subject, Activity) else subject.activity
    if leading_mandate(reader, activity.consultation, at):
        return Verdict.no(_("You lead this consultation: residents ask, you reply."))
    return Verdict.yes()


def check_published(reader: Reader, subject: Subject, at: datetime) -> Verdict:
    if isinstance(subject, Question) and not subject.source.is_published:
        return Verdict.no(_("This question is no longer shown."))
    return Verdict.yes()


def check_own(reader: Reader, subject: Subject, at: datetime) -> Verdict:
    if isinstance(subject, Question) and not is_own(reader, subject.source):
        return Verdict.no(_("You can only withdraw what you wrote yourself."))
    return check_published(reader, subject, at)
