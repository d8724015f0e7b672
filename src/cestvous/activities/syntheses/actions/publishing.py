"""Publishing the synthesis, revising its findings in the open, confirming it after the debate."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cestvous.activities.syntheses import events
from cestvous.activities.syntheses import kind as acts
from cestvous.activities.syntheses.actions.accounting import put_citation
from cestvous.activities.syntheses.actions.reckoning import reckon, rest, tally
from cestvous.activities.syntheses.actions.writing import Pen, take_pen
from cestvous.activities.syntheses.models import (
    Finding,
    FindingVersion,
    Synthesis,
    SynthesisVersion,
    coverage_of,
)
from cestvous.activities.syntheses.policy import obstacles_to_publishing
from cestvous.foundation.journal.actions import Facts, record, record_many
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources import actions as sources
from cestvous.foundation.sources.models import Source
from cestvous.kernel import text
from cestvous.kernel.references import Reference
from cestvous.kernel.transactions import action
from cestvous.kernel.verdicts import Refused, Verdict
from cestvous.procedure.consultations.actions import EditedMeanwhile, settle
from cestvous.procedure.consultations.models import Activity

AT_ONCE = 2_000


@action
def publish(*, by: Person, activity: Activity) -> SynthesisVersion:
    """Publish the first version. Refused without a finding, and for each obstacle that the policy names."""
    pen = take_pen(by, acts.PUBLISH, activity)
    synthesis = pen.synthesis
    if synthesis.versions.exists():
        raise Refused(Verdict.no(_("The synthesis is published: its findings change only by a revision.")))
    findings = list(synthesis.findings.with_words().order_by("pk"))
    coverage = coverage_of(activity.consultation)
    for verdict in obstacles_to_publishing(activity, coverage):
        verdict.or_deny()
    version = _new_version(pen, "")
    FindingVersion.objects.filter(current_of__in=findings).update(published_in=version)
    facts: Facts = {
        "version": 1,
        "findings": len(findings),
        "cited": coverage.cited,
        "set_aside": coverage.set_aside,
        "mandate": pen.mandate.pk,
    }
    record(events.PUBLISHED, on=synthesis.reference, at=pen.at, actor=pen.author.identifier, facts=facts)
    told: list[tuple[Reference, Facts]] = [
        (finding.reference, {"version": 1, "synthesis": 1, "digest": finding.words.digest}) for finding in findings
    ]
    record_many(events.FINDING_PUBLISHED, about=told, at=pen.at, actor=pen.author.identifier)
    _tell_what_is_aside(pen)
    tally(synthesis)
    settle(activity.consultation)
    return version


def _tell_what_is_aside(pen: Pen) -> None:
    """What the draft set aside is public from now on: an event for each, some thousands at once."""
    asides, after = pen.synthesis.set_asides.in_force().select_related("source").order_by("pk"), 0
    while few := list(asides.filter(pk__gt=after)[:AT_ONCE]):
        told: list[tuple[Reference, Facts]] = [
            (aside.source.reference, {"reason": aside.reason, "mandate": aside.mandate_id}) for aside in few
        ]
        record_many(events.SET_ASIDE_PUBLISHED, about=told, at=pen.at, actor=pen.author.identifier)
        after = few[-1].pk


def _new_version(pen: Pen, reason: str) -> SynthesisVersion:
    return SynthesisVersion.objects.create(
        synthesis=pen.synthesis,
        number=pen.synthesis.versions.count() + 1,
        published_at=pen.at,
        author=pen.author,
        mandate=pen.mandate,
        reason=reason,
    )


@action
def revise(
    *,
    by: Person,
    finding: Finding,
    title: str,
    body: str,
    reason: str,
    opened_on: int,
    also_cite: Sequence[Source] = (),
) -> FindingVersion:
    """Publish a new version of a finding, and with it of the synthesis. Earlier ones stay readable.

    ``opened_on`` is the number of the version that the form was opened on; raises EditedMeanwhile if there is a newer
    one. Citations are kept; ``also_cite`` adds to them, lifting what was set aside.
    """
    pen = take_pen(by, acts.REVISE, finding.activity)
    version = put_revision(pen, finding, title, body, reason, opened_on, also_cite)
    settle(finding.activity.consultation)
    return version


def put_revision(
    pen: Pen, finding: Finding, title: str, body: str, reason: str, opened_on: int, also_cite: Sequence[Source]
) -> FindingVersion:
    """Write a revision down, once it was asked whether that is open. Raises Refused or EditedMeanwhile."""
    finding = Finding.objects.with_words().select_related("synthesis__activity").get(pk=finding.pk)
    before = finding.words
    if before.published_in_id is None:
        raise Refused(Verdict.no(_("The synthesis is not published yet: write its draft.")))
    if before.number != opened_on:
        raise EditedMeanwhile
    title, body, reason = sources.said(title), sources.said(body), text.clean(reason)
    if not reason:
        raise Refused(Verdict.no(_("Say why the finding is revised: it is published with it.")))
    published_in = _new_version(pen, reason)
    after = FindingVersion.objects.create(
        finding=finding,
        number=before.number + 1,
        title=title,
        body=body,
        reason=reason,
        written_at=pen.at,
        author=pen.author,
        published_in=published_in,
    )
    for citation in before.citations.order_by("pk"):
        citation.pk, citation.finding_version = None, after
        citation.save(force_insert=True)
    for source in also_cite:
        put_citation(after, source)
    for aside in finding.synthesis.set_asides.in_force().filter(source__in=also_cite).select_related("source"):
        aside.lifted_at = pen.at
        aside.save(update_fields=["lifted_at"])
        facts: Facts = {"finding": finding.number, "mandate": pen.mandate.pk}
        subject = aside.source.reference
        record(events.CITED_AFTER_ALL, on=subject, at=pen.at, actor=pen.author.identifier, facts=facts)
    finding.current = after
    finding.save(update_fields=["current"])
    rest(after)
    reckon(source.pk for source in also_cite)
    tally(pen.synthesis)
    facts = {
        "version": after.number,
        "synthesis": published_in.number,
        "digest": after.digest,
        "mandate": pen.mandate.pk,
    }
    record(events.REVISED, on=finding.reference, at=pen.at, actor=pen.author.identifier, facts=facts)
    return after


@action
def confirm(*, by: Person, activity: Activity) -> None:
    """Say, after the debate, that the synthesis stands as it is."""
    pen = take_pen(by, acts.REVISE, activity)
    synthesis = pen.synthesis
    if not synthesis.versions.exists():
        raise Refused(Verdict.no(_("The synthesis is not published yet.")))
    if synthesis.objections.waiting().exists():
        raise Refused(Verdict.no(_("Objections wait for a reply: reply to them before you confirm the synthesis.")))
    Synthesis.objects.filter(pk=synthesis.pk).update(confirmed_at=pen.at)
    facts = {"mandate": pen.mandate.pk}
    record(events.CONFIRMED, on=synthesis.reference, at=pen.at, actor=pen.author.identifier, facts=facts)
    settle(activity.consultation)
