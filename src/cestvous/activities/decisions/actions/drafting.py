"""Drafting a decision: its preamble, an answer to each finding, the commitments that follow from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from cestvous.activities.decisions import events
from cestvous.activities.decisions import kind as acts
from cestvous.activities.decisions.models import (
    Answer,
    AnswerOutcome,
    Commitment,
    Decision,
    DecisionVersion,
    Milestone,
)
from cestvous.activities.syntheses.models import Finding
from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.authors.models import Author
from cestvous.foundation.journal.actions import record
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources import actions as sources
from cestvous.kernel import text
from cestvous.kernel.transactions import action
from cestvous.kernel.verdicts import Refused, Verdict
from cestvous.procedure.consultations.actions import EditedMeanwhile, allot, recount, settle
from cestvous.procedure.consultations.models import Activity
from cestvous.procedure.consultations.policy import may


@dataclass(frozen=True)
class Drafting:
    """The draft, held until the transaction ends, and who writes in it when."""

    version: DecisionVersion
    author: Author
    at: datetime


def hold(activity: Activity) -> Decision:
    """The activity's decision, held until the transaction ends. The first act makes it; one that is refused has made
    nothing, since its transaction is undone."""
    decision, _made = Decision.objects.select_for_update().get_or_create(activity=activity)
    decision.activity = activity
    return decision


def _draft(by: Person, activity: Activity, what: str) -> Drafting:
    """Settle, hold the decision, ask, and find the draft: the first is made; after a signature it is a rectification
    that must have been begun."""
    at = settle(activity.consultation)
    decision = hold(activity)
    signed = decision.versions.signed().exists()
    may(by, acts.RECTIFY if signed else acts.DRAFT, activity, at).or_deny()
    version = decision.versions.drafts().first()
    if version is None and signed:
        raise Refused(Verdict.no(_("The decision is signed: begin a rectification first, and say why it is needed.")))
    author = author_of(by)
    if version is None:
        version = DecisionVersion.objects.create(decision=decision, number=1)
    record(events.DRAFTED, on=decision.reference, at=at, actor=author.identifier, facts={"what": what})
    return Drafting(version, author, at)


@action
def edit_preamble(
    *,
    by: Person,
    activity: Activity,
    preamble: str,
    authority: str,
    deliberation: str,
    decided_on: date | None,
    edition: int,
) -> DecisionVersion:
    """Write what comes before the answers. ``edition`` is the one the form was opened on (0 if there was no draft)."""
    drafting = _draft(by, activity, "preamble")
    version = drafting.version
    if version.edition != max(edition, 1):
        raise EditedMeanwhile
    version.preamble, version.authority = text.clean(preamble), text.clean(authority)
    version.deliberation, version.decided_on = text.clean(deliberation), decided_on
    version.edition += 1
    version.save()
    return version


@action
def answer(
    *,
    by: Person,
    activity: Activity,
    finding: Finding,
    outcome: AnswerOutcome,
    reasons: str,
    referred_to: str = "",
    edition: int = 0,
) -> Answer:
    """Answer a finding in the draft, with reasons. ``edition``: the one the form was opened on, 0 for a new answer."""
    drafting = _draft(by, activity, "answer")
    if finding.thread.consultation != activity.consultation.number or not finding.words.published_in_id:
        raise Refused(Verdict.no(_("There is no such finding.")))
    reasons, referred_to = text.clean(reasons), text.clean(referred_to)
    if not reasons:
        raise Refused(Verdict.no(_("Give reasons: every answer has some.")))
    if outcome == AnswerOutcome.REFERRED and not referred_to:
        raise Refused(Verdict.no(_("Say to whom it is referred.")))
    known = Answer.objects.filter(version=drafting.version, finding=finding).first()
    if (known.edition if known else 0) != edition:
        raise EditedMeanwhile
    answer, _made = Answer.objects.update_or_create(
        version=drafting.version,
        finding=finding,
        defaults={
            "outcome": outcome,
            "reasons": reasons,
            "referred_to": referred_to if outcome == AnswerOutcome.REFERRED else "",
            "author": drafting.author,
            "edition": edition + 1,
        },
    )
    return answer


@action
def add_commitment(
    *,
    by: Person,
    activity: Activity,
    title: str,
    body: str,
    owner: str,
    due_on: date,
    findings: Sequence[Finding],
    milestones: Sequence[tuple[str, date]] = (),
) -> Commitment:
    """Add a commitment to the draft: made public, and binding, by the signature."""
    drafting = _draft(by, activity, "commitment")
    _follows_from(findings, activity)
    commitment = Commitment.objects.create(
        decision=drafting.version.decision,
        number=allot(activity.consultation, "commitments"),
        title=sources.said(title),
        body=text.clean(body),
        owner=sources.said(owner),
        due_on=due_on,
        first_due_on=due_on,
    )
    commitment.findings.set(findings)
    _lay_milestones(commitment, milestones)
    return commitment


def _follows_from(findings: Sequence[Finding], activity: Activity) -> None:
    if not findings or any(finding.thread.consultation != activity.consultation.number for finding in findings):
        raise Refused(Verdict.no(_("A commitment follows from at least one finding of this consultation.")))


def _lay_milestones(commitment: Commitment, milestones: Sequence[tuple[str, date]]) -> None:
    for position, (title, day) in enumerate(milestones):
        Milestone.objects.create(commitment=commitment, position=position, title=sources.said(title), due_on=day)


@action
def edit_commitment(
    *,
    by: Person,
    commitment: Commitment,
    title: str,
    body: str,
    owner: str,
    due_on: date,
    findings: Sequence[Finding],
    milestones: Sequence[tuple[str, date]],
    edition: int,
) -> Commitment:
    """Rewrite a commitment that is not signed yet. ``edition`` is the one the form was opened on."""
    _draft(by, commitment.activity, "commitment-edited")
    _follows_from(findings, commitment.activity)
    if _still_a_draft(commitment).edition != edition:
        raise EditedMeanwhile
    commitment.title, commitment.body, commitment.owner = sources.said(title), text.clean(body), sources.said(owner)
    commitment.due_on = commitment.first_due_on = due_on
    commitment.edition = edition + 1
    commitment.save()
    commitment.findings.set(findings)
    commitment.milestones.all().delete()
    _lay_milestones(commitment, milestones)
    return commitment


def _still_a_draft(commitment: Commitment) -> Commitment:
    """The commitment as it stands, held until the transaction ends. Raises Refused if it is signed, or gone."""
    standing = Commitment.objects.select_for_update().filter(pk=commitment.pk).first()
    if standing is None:
        raise Refused(Verdict.no(_("This commitment is no longer in the draft.")))
    if standing.signed_in_id is not None:
        raise Refused(Verdict.no(_("This commitment is signed: report progress on it instead.")))
    return standing


@action
def add_milestone(*, by: Person, commitment: Commitment, title: str, due_on: date) -> Milestone:
    """Add a dated step to a commitment that is not signed yet."""
    _draft(by, commitment.activity, "milestone")
    _still_a_draft(commitment)
    position = commitment.milestones.count()
    return Milestone.objects.create(commitment=commitment, position=position, title=sources.said(title), due_on=due_on)


@action
def remove_commitment(*, by: Person, commitment: Commitment) -> None:
    """Take a commitment that is not signed yet out of the draft."""
    _draft(by, commitment.activity, "commitment-removed")
    _still_a_draft(commitment)
    recount(commitment.activity.consultation, "commitments", by=-1)
    commitment.milestones.all().delete()
    commitment.findings.clear()
    commitment.delete()


@action
def begin_rectification(*, by: Person, activity: Activity, reason: str) -> DecisionVersion:
    """Open a new draft that starts as a copy of what is signed. The signed version stands until this one is signed."""
    at = settle(activity.consultation)
    decision = hold(activity)
    may(by, acts.RECTIFY, activity, at).or_deny()
    reason = text.clean(reason)
    if not reason:
        raise Refused(Verdict.no(_("Say why the decision is rectified: it is published with it.")))
    signed = decision.versions.signed().order_by("-number").first()
    if signed is None or decision.versions.drafts().exists():
        raise Refused(Verdict.no(_("There is nothing to rectify, or a rectification is already being drafted.")))
    version = DecisionVersion.objects.create(
        decision=decision,
        number=signed.number + 1,
        preamble=signed.preamble,
        authority=signed.authority,
        deliberation=signed.deliberation,
        decided_on=signed.decided_on,
        reason=reason,
    )
    for kept in signed.answers.order_by("pk"):
        kept.pk, kept.version, kept.edition = None, version, 1
        kept.save(force_insert=True)
    facts = {"what": "rectification"}
    record(events.DRAFTED, on=decision.reference, at=at, actor=author_of(by).identifier, facts=facts)
    return version
