"""What may be done with a synthesis, once the act is open to somebody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.activities.syntheses.models import Coverage, Finding, FindingVersion, Objection, Synthesis
from cestvous.foundation.mandates.policy import Reader
from cestvous.foundation.sources.models import Source
from cestvous.kernel.verdicts import Verdict
from cestvous.procedure.consultations.models import Activity
from cestvous.procedure.consultations.policy import answers_for, is_own

Subject = Activity | Synthesis | Finding | Objection


@dataclass(frozen=True)
class AboutSource:
    """A source that somebody objects for: the words they say are misread or left out."""

    activity: Activity
    source: Source


def check_published_finding(reader: Reader, subject: Subject, at: datetime) -> Verdict:
    """One discusses what is published."""
    if isinstance(subject, Finding) and subject.words.published_in_id is None:
        return Verdict.not_there(_("There is no such finding."))
    return Verdict.yes()


def check_objecting(reader: Reader, subject: Activity | AboutSource, at: datetime) -> Verdict:
    """One objects for one's own words, and those that a synthesis must account for."""
    if isinstance(subject, Activity):
        return Verdict.yes()
    if not answers_for(reader, subject.source):
        return Verdict.no(_("You can object for your own contribution only."))
    if not subject.source.is_published or not subject.source.must_be_accounted_for:
        return Verdict.no(_("This contribution is no longer shown."))
    return Verdict.yes()


def check_unanswered(reader: Reader, subject: Activity | Objection, at: datetime) -> Verdict:
    """A reply to an objection is given once."""
    if isinstance(subject, Objection):
        if subject.reply_id is not None:
            return Verdict.no(_("This objection already has its reply."))
        if not subject.source.is_published:
            return Verdict.no(_("This objection was withdrawn."))
    return Verdict.yes()


def check_own_objection(reader: Reader, subject: Activity | Objection, at: datetime) -> Verdict:
    if isinstance(subject, Objection):
        if not is_own(reader, subject.source):
            return Verdict.no(_("You can only withdraw what you wrote yourself."))
        if not subject.source.is_published:
            return Verdict.no(_("This objection was withdrawn."))
    return Verdict.yes()


def obstacles_to_publishing(activity: Activity, coverage: Coverage) -> Iterator[Verdict]:
    """What keeps a draft from being published, most urgent first. Two queries.

    A finding rests on something that was said; only where nothing was said may it rest on nothing.
    """
    drafts = FindingVersion.objects.filter(current_of__synthesis__activity=activity)
    if not drafts.exists():
        yield Verdict.no(_("A synthesis has at least one finding."))
    if coverage.waiting:
        words = ngettext(
            "%(count)d contribution is neither cited nor set aside.",
            "%(count)d contributions are neither cited nor set aside.",
            coverage.waiting,
        )
        remedy = _("Cite each of them in a finding, or set it aside with a reason.")
        yield Verdict.no(words % {"count": coverage.waiting}, remedy=remedy)
    bare = drafts.filter(citations__isnull=True).order_by("finding__number").values_list("finding__number", flat=True)
    for number in bare if coverage.total else ():
        words = _("Finding %(number)d cites nothing.") % {"number": number}
        yield Verdict.no(words, remedy=_("Cite what it rests on, or remove it."))
