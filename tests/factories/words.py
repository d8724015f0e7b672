"""What people say in a consultation, and what becomes of it."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution
from cestvous.activities.decisions import actions as decisions
from cestvous.activities.decisions.models import AnswerOutcome, Commitment, Decision, DecisionVersion
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
    SynthesisVersion,
    waiting,
)
from cestvous.foundation.discussions.models import Comment, Side
from cestvous.foundation.files.actions import Joined
from cestvous.foundation.organisations.models import Representative
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source
from cestvous.kernel import clock
from cestvous.procedure.consultations.models import Consultation
from tests.factories.leading import activity, agent_of, sponsor_of

# Nothing that anybody could read, though not nothing.
EMPTY = " \u200b\n"


def a_question(by: Person, consultation: Consultation, body: str = "Qui paiera les travaux ?") -> Question:
    return questions.ask(by=by, to=activity(consultation, "questions"), body=body)


def a_contribution(
    by: Person,
    consultation: Consultation,
    title: str = "Des bancs à l'ombre",
    body: str = "Il manque des bancs **à l'ombre** devant l'école.\n\nLes arbres existent déjà.",
    *,
    stays_after_erasure: bool = True,
    place: str = "",
    through: Representative | None = None,
    joined: Sequence[Joined] = (),
) -> Contribution:
    return contributions.submit(
        by=by,
        to=activity(consultation, "contributions"),
        title=title,
        body=body,
        stays_after_erasure=stays_after_erasure,
        place=place,
        through=through,
        joined=joined,
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
    """The synthesis of a consultation, once it has been begun."""
    synthesis = Synthesis.objects.get(activity=activity(consultation, "syntheses"))
    synthesis.activity = activity(consultation, "syntheses")
    return synthesis


def a_section(consultation: Consultation, title: str = "Les usages") -> Section:
    return syntheses.add_section(by=agent_of(consultation), activity=activity(consultation, "syntheses"), title=title)


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
    agent, about = agent_of(consultation), activity(consultation, "syntheses")
    if SynthesisVersion.objects.filter(synthesis__activity=about).exists():
        return a_synthesis(consultation)
    drafted = Finding.objects.filter(synthesis__activity=about).with_words().in_order().first()
    finding = drafted or a_finding(consultation)
    for source in waiting(consultation):
        syntheses.cite(by=agent, finding=finding, source=source)
    # Where all was accounted for otherwise, a finding that cites nothing takes up what was said first.
    said = Source.objects.of_consultation(consultation.number).to_account_for().order_by("number").first()
    bare = Finding.objects.filter(synthesis__activity=about, current__citations__isnull=True).order_by("number")
    if said is not None:
        for empty in list(bare):
            syntheses.cite(by=agent, finding=empty, source=said)
    syntheses.publish(by=agent, activity=about)
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
    synthesis = activity(contribution.activity.consultation, "syntheses")
    about = contribution.source
    return syntheses.object_to(by=by, activity=synthesis, about=about, ground=ground, body=body, finding=finding)


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
        syntheses.confirm(by=agent, activity=synthesis.activity)


def a_decision(consultation: Consultation) -> Decision:
    """The decision of a consultation, once it has been begun."""
    decision = Decision.objects.get(activity=activity(consultation, "decisions"))
    decision.activity = activity(consultation, "decisions")
    return decision


def a_drafted_decision(consultation: Consultation) -> Decision:
    """The decision with a preamble and an answer to each published finding, ready to be signed."""
    agent, about = agent_of(consultation), activity(consultation, "decisions")
    for finding in Finding.objects.published().filter(thread__consultation=consultation.number).order_by("number"):
        if not finding.answers.filter(version__signed_at__isnull=True).exists():
            decisions.answer(
                by=agent,
                activity=about,
                finding=finding,
                outcome=AnswerOutcome.ADOPTED,
                reasons="Les bancs seront posés avant l'été.",
            )
    draft = DecisionVersion.objects.drafts().filter(decision__activity=about).first()
    decisions.edit_preamble(
        by=agent,
        activity=about,
        preamble="Le conseil municipal a délibéré.",
        authority="le conseil municipal",
        deliberation="2026-118",
        decided_on=timezone.localdate(clock.now()),
        edition=draft.edition if draft else 0,
    )
    return a_decision(consultation)


def a_commitment(consultation: Consultation, title: str = "Poser douze bancs") -> Commitment:
    """A commitment in the draft of the decision, with one milestone, that follows from every published finding."""
    day = timezone.localdate(clock.now())
    return decisions.add_commitment(
        by=agent_of(consultation),
        activity=activity(consultation, "decisions"),
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
    decisions.sign(by=sponsor_of(consultation), activity=decision.activity, digest=decisions.draft_digest(draft))
    return decision
