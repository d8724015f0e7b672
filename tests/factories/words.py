"""What people say in a consultation, and what becomes of it."""

from datetime import timedelta

from django.utils import timezone

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution
from cestvous.activities.decisions import actions as decisions
from cestvous.activities.decisions.models import AnswerOutcome, Commitment, Decision
from cestvous.activities.questions import actions as questions
from cestvous.activities.questions.models import Question
from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import (
    Finding,
    Ground,
    Objection,
    Outcome,
    Section,
    Synthesis,
    waiting,
)
from cestvous.foundation.discussions.models import Comment, Side
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock
from cestvous.procedure.consultations.models import Consultation
from tests.factories.leading import activity, agent_of, sponsor_of


def a_question(by: Person, consultation: Consultation, body: str = "Qui paiera les travaux ?") -> Question:
    return questions.ask(by=by, to=activity(consultation, "questions"), body=body)


def a_contribution(
    by: Person,
    consultation: Consultation,
    title: str = "Des bancs à l'ombre",
    body: str = "Il manque des bancs **à l'ombre** devant l'école.\n\nLes arbres existent déjà.",
    *,
    stays_after_erasure: bool = True,
) -> Contribution:
    return contributions.submit(
        by=by,
        to=activity(consultation, "contributions"),
        title=title,
        body=body,
        stays_after_erasure=stays_after_erasure,
    )


def a_comment(
    by: Person,
    contribution: Contribution,
    body: str = "Les platanes y sont déjà, il ne manque que les bancs.",
    *,
    side: Side = Side.FOR,
    parent: Comment | None = None,
) -> Comment:
    return contributions.comment(by=by, under=contribution, body=body, side=side, parent=parent)


def a_synthesis(consultation: Consultation) -> Synthesis:
    """The synthesis of a consultation, empty the first time."""
    return syntheses.synthesis_of(activity(consultation, "syntheses"))


def a_section(consultation: Consultation, title: str = "Les usages") -> Section:
    return syntheses.add_section(by=agent_of(consultation), synthesis=a_synthesis(consultation), title=title)


def a_finding(
    consultation: Consultation,
    title: str = "Il manque des bancs à l'ombre",
    body: str = "Plusieurs personnes demandent de s'asseoir à l'ombre.",
    *,
    section: Section | None = None,
) -> Finding:
    """A draft finding that cites nothing yet."""
    section = section or a_section(consultation)
    return syntheses.add_finding(by=agent_of(consultation), section=section, title=title, body=body)


def a_published_synthesis(consultation: Consultation) -> Synthesis:
    """The synthesis, published: what still waits to be accounted for is cited whole by its first finding."""
    agent, synthesis = agent_of(consultation), a_synthesis(consultation)
    if synthesis.versions.exists():
        return synthesis
    finding = synthesis.findings.with_words().in_order().first() or a_finding(consultation)
    for source in waiting(consultation):
        syntheses.cite(by=agent, finding=finding, source=source)
    syntheses.publish(by=agent, synthesis=synthesis)
    return a_synthesis(consultation)


def an_objection(
    by: Person,
    contribution: Contribution,
    body: str = "Je parlais de l'ombre des arbres, pas de pergolas.",
    *,
    finding: Finding | None = None,
) -> Objection:
    """That a finding misreads a contribution; or, without a finding, that the synthesis leaves it out."""
    ground = Ground.MISREADS if finding else Ground.LEAVES_OUT
    synthesis = a_synthesis(contribution.activity.consultation)
    about = contribution.source
    return syntheses.object_to(by=by, synthesis=synthesis, about=about, ground=ground, body=body, finding=finding)


def a_closed_debate(consultation: Consultation) -> None:
    """Every objection maintained with reasons and the synthesis confirmed; where there is no debate, published."""
    agent, synthesis = agent_of(consultation), a_published_synthesis(consultation)
    if not consultation.grid.phases_opening("syntheses.object"):
        return
    for objection in synthesis.objections.waiting().order_by("number"):
        syntheses.reply(
            by=agent, objection=objection, outcome=Outcome.MAINTAINED, body="Le constat cite vos mots entiers."
        )
    if not synthesis.versions.filter(number__gt=1).exists() and synthesis.confirmed_at is None:
        syntheses.confirm(by=agent, synthesis=synthesis)


def a_decision(consultation: Consultation) -> Decision:
    """The decision of a consultation, empty the first time."""
    return decisions.decision_of(activity(consultation, "decisions"))


def a_drafted_decision(consultation: Consultation) -> Decision:
    """The decision with a preamble and an answer to each published finding, ready to be signed."""
    agent, decision = agent_of(consultation), a_decision(consultation)
    for finding in Finding.objects.published().filter(thread__consultation=consultation.number).order_by("number"):
        if not finding.answers.filter(version__signed_at__isnull=True).exists():
            decisions.answer(
                by=agent,
                decision=decision,
                finding=finding,
                outcome=AnswerOutcome.ADOPTED,
                reasons="Les bancs seront posés avant l'été.",
            )
    draft = decision.versions.drafts().first()
    decisions.edit_preamble(
        by=agent,
        decision=decision,
        preamble="Le conseil municipal a délibéré.",
        authority="le conseil municipal",
        deliberation="2026-118",
        decided_on=timezone.localdate(clock.now()),
        edition=draft.edition if draft else 0,
    )
    return decision


def a_commitment(consultation: Consultation, title: str = "Poser douze bancs") -> Commitment:
    """A commitment in the draft of the decision, with one milestone, that follows from every published finding."""
    day = timezone.localdate(clock.now())
    return decisions.add_commitment(
        by=agent_of(consultation),
        decision=a_decision(consultation),
        title=title,
        body="Six devant l'école, six sous les platanes.",
        owner="Espaces verts",
        due_on=day + timedelta(days=120),
        findings=list(Finding.objects.published().filter(thread__consultation=consultation.number).order_by("number")),
        milestones=[("Les emplacements sont choisis", day + timedelta(days=60))],
    )


def a_signed_decision(consultation: Consultation) -> Decision:
    """The decision, every finding answered, signed by the sponsor."""
    decision = a_drafted_decision(consultation)
    draft = decision.versions.drafts().get()
    decisions.sign(by=sponsor_of(consultation), decision=decision, digest=decisions.draft_digest(draft))
    return decision
