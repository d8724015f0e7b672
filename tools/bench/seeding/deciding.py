"""The debate on a synthesis, the decision and what follows, by the real actions."""

from datetime import timedelta

from django.utils import timezone

from cestvous.activities.contributions.models import Contribution
from cestvous.activities.decisions import actions as decisions
from cestvous.activities.decisions.models import AnswerOutcome, Commitment, DecisionVersion
from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import Finding, Ground, Objection, Outcome
from cestvous.foundation.discussions.models import Side
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock
from cestvous.procedure.consultations.models import Activity, Consultation
from tools.bench.seeding.building import Building, lived

_OBJECTIONS, _COMMITMENTS = 12, 12


def decide(consultation: Consultation, building: Building) -> None:
    """From the debate to the follow-up: objections with their replies, an answer to each finding, commitments."""
    debated = lived(consultation, building.when(-84) + timedelta(minutes=2))
    _debate(_row(debated, "syntheses"), building)
    deciding = lived(consultation, building.when(-70) + timedelta(minutes=1))
    _sign(_row(deciding, "decisions"), building)
    followed = lived(consultation, building.when(-42) + timedelta(minutes=1))
    _follow_up(_row(followed, "decisions"), building)


def _row(consultation: Consultation, kind: str) -> Activity:
    return next(row for row in consultation.activities if row.kind == kind)


def _findings(activity: Activity) -> list[Finding]:
    rows = Finding.objects.published().filter(thread__consultation=activity.consultation.number)
    findings = list(rows.select_related("thread", "current", "synthesis").order_by("number"))
    for finding in findings:
        finding.synthesis.activity = activity
    return findings


def _debate(activity: Activity, building: Building) -> None:
    rng, findings, objections = building.rng, _findings(activity), []
    with clock.at(building.when(-80)):
        for finding in findings:
            by = Person.objects.get(pk=rng.choice(building.crowd.people).person)
            side = rng.choice(list(Side))
            syntheses.comment(by=by, under=finding, body=building.writer.remark().body, side=side)
        said = Contribution.objects.of(activity.consultation).published().filter(source__author__kind="account")
        for number, row in enumerate(said.select_related("source__author__person").order_by("number")[:_OBJECTIONS]):
            author, finding = row.source.author.person, findings[number % len(findings)]
            if author is not None:
                objections.append(_object(author, activity, row, finding, building.writer.remark().body))
    with clock.at(building.when(-75)):
        for objection in objections:
            by, told = building.by_agent(), "Le constat cite vos mots entiers, avec ceux de vos voisins."
            syntheses.reply(by=by, objection=objection, outcome=Outcome.MAINTAINED, body=told)
        syntheses.confirm(by=building.by_agent(), activity=activity)


def _object(by: Person, activity: Activity, row: Contribution, finding: Finding, body: str) -> Objection:
    return syntheses.object_to(
        by=by, activity=activity, about=row.source, ground=Ground.MISREADS, body=body, finding=finding
    )


def _sign(activity: Activity, building: Building) -> None:
    findings, day = _findings(activity), timezone.localdate(building.when(-45))
    by, outcomes = building.by_agent(), AnswerOutcome.values
    with clock.at(building.when(-60)):
        for number, finding in enumerate(findings):
            outcome = AnswerOutcome(outcomes[number % len(outcomes)])
            reasons, to = building.writer.written(3).body, "la région" if outcome == AnswerOutcome.REFERRED else ""
            decisions.answer(
                by=by, activity=activity, finding=finding, outcome=outcome, reasons=reasons, referred_to=to
            )
        for number in range(_COMMITMENTS):
            title = building.writer.proposal().title
            decisions.add_commitment(
                by=by, activity=activity, title=title, body=building.writer.written(2).body, owner="Espaces publics",
                due_on=day + timedelta(days=120 + number), findings=findings[number % len(findings) :][:3],
                milestones=[(f"Étape {step}", day + timedelta(days=30 * step)) for step in (1, 2, 3)],
            )  # fmt: skip
        draft = DecisionVersion.objects.drafts().get(decision__activity=activity)
        decisions.edit_preamble(
            by=by, activity=activity, preamble="Le conseil municipal a délibéré.", authority="le conseil municipal",
            deliberation="2026-118", decided_on=day, edition=draft.edition,
        )  # fmt: skip
    with clock.at(building.when(-45)):
        draft = DecisionVersion.objects.drafts().get(decision__activity=activity)
        decisions.sign(by=building.by_official(), activity=activity, digest=decisions.draft_digest(draft))


def _follow_up(activity: Activity, building: Building) -> None:
    with clock.at(building.when(-10)):
        for commitment in Commitment.objects.filter(decision__activity=activity).order_by("number")[:4]:
            commitment.decision.activity = activity
            decisions.report(
                by=building.by_agent(), commitment=commitment, body="Le chantier a commencé.",
                milestone=commitment.milestones.order_by("due_on").first(),
                done_on=timezone.localdate(building.when(-11)),
            )  # fmt: skip
