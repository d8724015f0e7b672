"""What somebody may try to do in a consultation, and to what of it."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution, Stance
from cestvous.activities.decisions import actions as decisions
from cestvous.activities.decisions.models import AnswerOutcome, Commitment, DecisionVersion
from cestvous.activities.questions import actions as questions
from cestvous.activities.questions.models import Question
from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import (
    Citation,
    Finding,
    Ground,
    Objection,
    Outcome,
    Section,
    SetAside,
    SetAsideReason,
    waiting,
)
from cestvous.foundation.discussions.models import Comment, Side
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source
from cestvous.kernel import clock
from cestvous.procedure.consultations.models import Consultation
from tests.factories import activity

Row = TypeVar("Row", bound=Model)
_NEVER_SAID = count()


class NothingToDo(Exception):
    """There is nothing yet that this could be done to."""


@dataclass(frozen=True)
class Try:
    """Somebody tries something; ``which`` chooses among the things that it could be done to."""

    consultation: Consultation
    who: Person
    which: int

    @property
    def tag(self) -> str:
        """Words that nobody has said yet: the same ones again, sent twice, would be one text."""
        return f"{self.which}-{next(_NEVER_SAID)}"

    def one(self, rows: QuerySet[Row]) -> Row:
        if not rows:
            raise NothingToDo
        return rows[self.which % len(rows)]

    def contribution(self) -> Contribution:
        rows = Contribution.objects.of(self.consultation).with_words().select_related("activity__consultation")
        return self.one(rows.order_by("number"))

    def remark(self) -> tuple[Contribution, Comment]:
        comments = Comment.objects.filter(thread__kind="contribution", consultation=self.consultation.number)
        comment = self.one(comments.order_by("number"))
        rows = Contribution.objects.with_words().select_related("activity__consultation")
        return rows.get(thread=comment.thread_id), comment

    def question(self) -> Question:
        rows = Question.objects.of(self.consultation).with_words().select_related("activity__consultation")
        return self.one(rows.order_by("number"))

    def finding(self) -> Finding:
        rows = Finding.objects.with_words().select_related("synthesis__activity__consultation")
        return self.one(rows.filter(thread__consultation=self.consultation.number).order_by("number"))

    def objection(self) -> Objection:
        rows = Objection.objects.with_words().select_related("synthesis__activity__consultation")
        return self.one(rows.filter(synthesis__activity__consultation=self.consultation).order_by("number"))


def submit(it: Try) -> object:
    row = activity(it.consultation, "contributions")
    return contributions.submit(by=it.who, to=row, title=f"Idée {it.tag}", body=f"Un paragraphe.\n\nEt {it.tag}.")


def edit(it: Try) -> object:
    contribution = it.contribution()
    return contributions.edit(
        by=it.who,
        contribution=contribution,
        title=contribution.title,
        body=f"{contribution.source.words.body} Et encore {it.tag}.",
        theme=None,
        neighbourhood=None,
        stays_after_erasure=True,
        reason="J'ai oublié quelque chose.",
        opened_on=contribution.source.words.number,
    )


def take_position(it: Try) -> object:
    stance, reason = list(Stance)[it.which % 3], f"Raison {it.tag}." if it.which % 2 else ""
    return contributions.take_position(by=it.who, contribution=it.contribution(), stance=stance, reason=reason)


def reply_in_thread(it: Try) -> object:
    contribution, parent = it.remark()
    return contributions.comment(by=it.who, under=contribution, body=f"Réponse {it.tag}.", parent=parent)


def endorse(it: Try) -> object:
    contribution, comment = it.remark()
    return contributions.endorse(by=it.who, under=contribution, comment=comment)


def withdraw_endorsement(it: Try) -> object:
    contribution, comment = it.remark()
    return contributions.withdraw_endorsement(by=it.who, under=contribution, comment=comment)


def withdraw_comment(it: Try) -> object:
    contribution, comment = it.remark()
    return contributions.withdraw_comment(by=it.who, under=contribution, comment=comment)


def reply_to_question(it: Try) -> object:
    question = it.question()
    opened_on = question.reply.words.number if question.reply else 0
    return questions.reply(by=it.who, question=question, body=f"Nous répondons {it.tag}.", opened_on=opened_on)


def add_finding(it: Try) -> object:
    about = activity(it.consultation, "syntheses")
    known = Section.objects.filter(synthesis__activity=about).select_related("synthesis").first()
    section = known or syntheses.add_section(by=it.who, activity=about, title="Les usages")
    section.synthesis.activity = about
    return syntheses.add_finding(by=it.who, section=section, title=f"Constat {it.tag}", body="On dit que…")


def cite(it: Try) -> object:
    source = it.one(Source.objects.of_consultation(it.consultation.number).order_by("kind", "number"))
    return syntheses.cite(by=it.who, finding=it.finding(), source=source)


def uncite(it: Try) -> object:
    rows = Citation.objects.select_related("finding_version__finding__synthesis__activity__consultation")
    return syntheses.uncite(by=it.who, citation=it.one(rows.order_by("pk")))


def set_aside(it: Try) -> object:
    sources = list(waiting(it.consultation))[: 1 + it.which % 3]
    if not sources:
        raise NothingToDo
    return syntheses.set_aside(
        by=it.who,
        activity=activity(it.consultation, "syntheses"),
        sources=sources,
        reason=SetAsideReason.OFF_TOPIC,
        words="Ce n'est pas la question posée.",
    )


def lift(it: Try) -> object:
    rows = SetAside.objects.select_related("source", "synthesis__activity__consultation").order_by("pk")
    return syntheses.lift(by=it.who, aside=it.one(rows.filter(lifted_at__isnull=True)))


def revise(it: Try) -> object:
    finding = it.finding()
    return syntheses.revise(
        by=it.who,
        finding=finding,
        title=finding.title,
        body=f"{finding.words.body} Revu {it.tag}.",
        reason="Après le débat.",
        opened_on=finding.words.number,
    )


def object_to(it: Try) -> object:
    published = Finding.objects.published().filter(thread__consultation=it.consultation.number).with_words()
    finding = published.order_by("number").first() if it.which % 2 else None
    return syntheses.object_to(
        by=it.who,
        activity=activity(it.consultation, "syntheses"),
        about=it.contribution().source,
        ground=Ground.MISREADS if finding else Ground.LEAVES_OUT,
        body=f"Ce n'est pas ce que je dis {it.tag}.",
        finding=finding,
    )


def reply_to_objection(it: Try) -> object:
    objection = it.objection()
    finding = it.finding()
    if it.which % 2:
        body = f"Nous maintenons {it.tag}."
        return syntheses.reply(by=it.who, objection=objection, outcome=Outcome.MAINTAINED, body=body)
    revised = objection.finding or finding
    revised = Finding.objects.with_words().get(pk=revised.pk)
    return syntheses.reply(
        by=it.who,
        objection=objection,
        outcome=Outcome.REVISED,
        body="Vous avez raison.",
        finding=finding,
        title=revised.title,
        revised_body=f"Revu {it.tag}.",
        opened_on=revised.words.number,
    )


def comment_finding(it: Try) -> object:
    return syntheses.comment(by=it.who, under=it.finding(), body=f"Je lis {it.tag}.", side=Side.AGAINST)


def _draft(it: Try) -> DecisionVersion | None:
    return DecisionVersion.objects.drafts().filter(decision__activity__consultation=it.consultation).first()


def answer(it: Try) -> object:
    draft, finding = _draft(it), it.finding()
    known = finding.answers.filter(version=draft).first() if draft else None
    return decisions.answer(
        by=it.who,
        activity=activity(it.consultation, "decisions"),
        finding=finding,
        outcome=AnswerOutcome.ADOPTED_IN_PART,
        reasons=f"Parce que {it.tag}.",
        edition=known.edition if known else 0,
    )


def preamble(it: Try) -> object:
    draft = _draft(it)
    return decisions.edit_preamble(
        by=it.who,
        activity=activity(it.consultation, "decisions"),
        preamble=f"Vu la synthèse {it.tag}.",
        authority="le conseil municipal",
        deliberation="2026-118",
        decided_on=timezone.localdate(clock.now()),
        edition=draft.edition if draft else 0,
    )


def commit(it: Try) -> object:
    return decisions.add_commitment(
        by=it.who,
        activity=activity(it.consultation, "decisions"),
        title=f"Engagement {it.tag}",
        body="",
        owner="Espaces verts",
        due_on=timezone.localdate(clock.now()) + timedelta(days=90),
        findings=[it.finding()],
    )


def commitment(it: Try) -> Commitment:
    rows = Commitment.objects.select_related("decision__activity__consultation").order_by("number")
    return it.one(rows.filter(decision__activity__consultation=it.consultation))


def sign(it: Try) -> object:
    draft, about = _draft(it), activity(it.consultation, "decisions")
    return decisions.sign(by=it.who, activity=about, digest=decisions.draft_digest(draft) if draft else "")
