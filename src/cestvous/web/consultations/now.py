"""What matters now in a consultation: what was said last, what is debated or to be answered, what was decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.activities.contributions import kind as contributions
from cestvous.activities.contributions.models import Contribution
from cestvous.activities.decisions import kind as decisions
from cestvous.activities.decisions.models import Answer, AnswerOutcome, Commitment, DecisionVersion
from cestvous.activities.syntheses import kind as syntheses
from cestvous.activities.syntheses.models import Coverage, FindingVersion, coverage_of
from cestvous.procedure.consultations.models import Consultation
from cestvous.procedure.rules.grid import Purpose
from cestvous.web.consultations.concluded import is_concluded
from cestvous.web.consultations.finding import Found
from cestvous.web.decisions.narrowing import answers_url, commitments_url
from cestvous.web.decisions.pages import shape_of
from cestvous.web.design.shapes import Commitment as CommitmentShape
from cestvous.web.design.shapes import Figure
from cestvous.web.sources import Said, said
from cestvous.web.syntheses.words import rests_on
from cestvous.web.translations.reading import worded

LATEST, MOST_DISCUSSED, FIRST_DUE = 3, 3, 3


@dataclass(frozen=True)
class SaidLately:
    """A contribution in short."""

    contribution: Contribution
    said: Said
    url: str
    comments: str


@dataclass(frozen=True)
class InDebate:
    """A finding in short, with what it rests on and what has been said of it."""

    number: int
    title: str
    body: str
    url: str
    facts: Sequence[str]


@dataclass(frozen=True)
class Decided:
    """What was decided, in numbers and in commitments: those due first, ``of`` how many."""

    on: date
    by: str
    answers: Sequence[Figure]
    commitments: Sequence[CommitmentShape]
    of: int
    commitments_url: str


@dataclass(frozen=True)
class Now:
    """What the first page shows of the phase that is lived; parts that have nothing to show are empty."""

    title: str = ""
    said: Sequence[SaidLately] = ()
    findings: Sequence[InDebate] = ()
    coverage: Coverage | None = None
    decided: Decided | None = None
    more: str = ""
    more_url: str = ""


def now_of(found: Found) -> Now:
    """At most three queries, whatever has been said.

    While the next phase waits, what is missing matters most: of the rest only the accounting is shown.
    """
    current = found.consultation.schedule.current
    if found.consultation.waiting_since is not None:
        return _accounting(found) if current and current.purpose == Purpose.SYNTHESIS else Now()
    shown = _BY_PURPOSE.get(current.purpose) if current else None
    return shown(found) if shown else Now()


def _latest_said(found: Found) -> Now:
    consultation = found.consultation
    activities = [row for row in consultation.activities if row.kind == contributions.NAME]
    if not activities:
        return Now()
    rows = Contribution.objects.to(activities).published().with_words().latest_first()[:LATEST]
    return Now(
        title=_("Said most recently"),
        said=[_said(found, row) for row in rows],
        more=_("All contributions"),
        more_url=reverse("contributions", args=[consultation.number]),
    )


def _said(found: Found, row: Contribution) -> SaidLately:
    count = row.thread.comment_count
    return SaidLately(
        contribution=row,
        said=said(row.source, found.reader),
        url=reverse("contribution", args=[found.consultation.number, row.number]),
        comments=ngettext("%(count)d comment", "%(count)d comments", count) % {"count": count} if count else "",
    )


def _accounting(found: Found) -> Now:
    """How far the accounting is; once the synthesis is published, what it says, even before the debate begins."""
    if found.consultation.activity_of_kind(syntheses.NAME) is None:
        return Now()
    if is_concluded(found.consultation):
        return _findings(found, _("What the synthesis says"))
    return Now(
        title=_("What was said is being accounted for"),
        coverage=coverage_of(found.consultation),
        more=_("Read the contributions"),
        more_url=reverse("contributions", args=[found.consultation.number]),
    )


def _debated(found: Found) -> Now:
    return _findings(found, _("Up for debate now"))


def _to_be_answered(found: Found) -> Now:
    """Once it is signed, the decision itself, even before follow-up begins."""
    decided = _decision(found)
    return decided if decided.decided else _findings(found, _("What the decision will answer"))


def _findings(found: Found, title: str) -> Now:
    """The findings that are discussed most, with what everything that was said became."""
    consultation = found.consultation
    if consultation.activity_of_kind(syntheses.NAME) is None:
        return Now()
    rows = (
        FindingVersion.objects.filter(
            current_of__synthesis__activity__consultation=consultation, published_in__isnull=False
        )
        .with_objections()
        .select_related("finding__thread")
        .order_by("-finding__thread__comment_count", "finding__number")[:MOST_DISCUSSED]
    )
    findings = [_finding(consultation, row) for row in rows]
    return Now(
        title=title if findings else _("What was said is being accounted for"),
        findings=findings,
        coverage=coverage_of(consultation),
        more=_("Read the whole synthesis"),
        more_url=reverse("synthesis", args=[consultation.number]),
    )


def _finding(consultation: Consultation, row: FindingVersion) -> InDebate:
    comments = row.finding.thread.comment_count
    objected, unanswered = row.disputed.objected, row.disputed.unanswered
    facts = [rests_on(row)]
    if comments:
        facts.append(ngettext("%(count)d comment", "%(count)d comments", comments) % {"count": comments})
    if objected:
        facts.append(ngettext("%(count)d objection", "%(count)d objections", objected) % {"count": objected})
        facts.append(
            _("%(count)d of them without a reply yet") % {"count": unanswered} if unanswered else _("all replied to")
        )
    number, thing = row.finding.number, row.finding.reference
    return InDebate(
        number=number,
        title=worded(consultation, thing, "title", row.title),
        body=worded(consultation, thing, "body", row.body),
        url=reverse("finding", args=[consultation.number, number]),
        facts=facts,
    )


def _decision(found: Found) -> Now:
    activity = found.consultation.activity_of_kind(decisions.NAME)
    if activity is None:
        return Now()
    standing = DecisionVersion.objects.signed().filter(decision__activity=activity).order_by("-number")
    told = ("outcome", "version__decided_on", "version__authority")
    latest = Answer.objects.filter(version=Subquery(standing.values("pk")[:1])).order_by(*told)
    rows = list(latest.values_list(*told).annotate(count=Count("pk")))
    if not rows:
        return Now()
    counts = {outcome: count for outcome, _day, _who, count in rows}
    commitments = Commitment.objects.signed().filter(decision__activity=activity)
    due_first = list(commitments.prefetch_related("milestones").order_by("due_on", "number"))
    number = found.consultation.number
    return Now(
        title=_("What was decided"),
        decided=Decided(
            on=rows[0][1],
            by=rows[0][2],
            answers=[
                Figure(counts[each], str(each.label), answers_url(number, each))
                for each in AnswerOutcome
                if each in counts
            ],
            commitments=[shape_of(row, found) for row in due_first[:FIRST_DUE]],
            of=len(due_first),
            commitments_url=commitments_url(number),
        ),
        more=_("Read each answer and its reasons"),
        more_url=reverse("decision", args=[number]),
    )


_BY_PURPOSE: dict[Purpose, Callable[[Found], Now]] = {
    Purpose.CONSULTATION: _latest_said,
    Purpose.SYNTHESIS: _accounting,
    Purpose.DEBATE: _debated,
    Purpose.DECISION: _to_be_answered,
    Purpose.FOLLOW_UP: _decision,
}
