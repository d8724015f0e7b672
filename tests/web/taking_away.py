"""A consultation in which everything happened that may and may not be taken away."""

from dataclasses import dataclass, field

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution, Stance
from cestvous.activities.decisions import actions as decisions
from cestvous.activities.decisions.models import AnswerOutcome, Commitment
from cestvous.activities.questions import actions as questions
from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import Finding, Outcome, SetAsideReason
from cestvous.foundation.discussions.models import Side
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source, Standing
from cestvous.kernel import clock
from cestvous.procedure.consultations.models import Consultation
from tests.factories import (
    a_comment,
    a_commitment,
    a_contribution,
    a_drafted_decision,
    a_finding,
    a_question,
    activity,
    an_objection,
    in_phase,
)


@dataclass
class Life:
    """``secrets``: words that are not public now. ``stage`` by stage, more of them become so."""

    consultation: Consultation
    resident: Person
    other: Person
    neighbour: Person
    silent: Person
    secrets: list[str] = field(default_factory=list)

    @property
    def agent(self) -> Person:
        return self.consultation.agents_in_charge[0].person

    def say(self) -> None:
        """Questions, contributions in every standing, positions, reasons, comments."""
        now = self.consultation = in_phase(self.consultation, "consultation")
        asked = a_question(self.resident, now)
        reply = questions.reply(by=self.agent, question=asked, body="La ville.")
        assert reply is not None
        withdrawn = a_question(self.other, now, "QUESTION-RETIRÉE")
        questions.withdraw(by=self.other, question=withdrawn)
        first = a_contribution(self.resident, now, "=1+1", "Il manque des bancs **à l'ombre**, dit le texte.")
        contributions.edit(
            by=self.resident, contribution=first, title="=1+2", body="Il manque des bancs **à l'ombre** et de l'eau.",
            theme=None, neighbourhood=None, stays_after_erasure=True, reason="Je précise", opened_on=1,
        )  # fmt: skip
        gone = a_contribution(self.other, now, "TITRE-RETIRÉ", "CONTRIBUTION-RETIRÉE")
        contributions.withdraw(by=self.other, contribution=gone)
        hidden = a_contribution(self.other, now, "TITRE-MASQUÉ", "CONTRIBUTION-MASQUÉE")
        contributions.withdraw(by=self.other, contribution=hidden)
        a_contribution(self.neighbour, now, "Autre chose", "On parle d'autre chose.")
        contributions.take_position(by=self.silent, contribution=first, stance=Stance.FOR, reason="Il fait chaud.")
        contributions.take_position(by=self.other, contribution=first, stance=Stance.MIXED, reason="RAISON-RETIRÉE")
        contributions.withdraw_position(by=self.other, contribution=first)
        said = a_comment(self.neighbour, first, "-moi aussi, dit-elle", side=Side.AGAINST)
        a_comment(self.resident, first, "Pourquoi ?", parent=said)
        contributions.endorse(by=self.silent, under=first, comment=said)
        nameless = a_comment(self.neighbour, first, "Sans nom.")
        Source.objects.filter(pk=nameless.source_id).update(author_is_shown=False)
        taken_back = a_comment(self.resident, first, "COMMENTAIRE-RETIRÉ")
        contributions.withdraw_comment(by=self.resident, under=first, comment=taken_back)
        self._hide(hidden.source)
        self.secrets += [
            "QUESTION-RETIRÉE", "TITRE-RETIRÉ", "CONTRIBUTION-RETIRÉE", "TITRE-MASQUÉ", "CONTRIBUTION-MASQUÉE",
            "RAISON-RETIRÉE", "COMMENTAIRE-RETIRÉ",
        ]  # fmt: skip

    def _hide(self, source: Source) -> None:
        """Withdrawn before, so that what is counted is true: nothing hides anything yet."""
        Source.objects.filter(pk=source.pk).update(standing=Standing.HIDDEN, standing_since=clock.now())

    def draft_synthesis(self) -> None:
        now = self.consultation = in_phase(self.consultation, "synthesis")
        texts = Source.objects.of_consultation(now.number).filter(kind="contribution").order_by("number")
        first, aside = texts.to_account_for()
        finding = a_finding(now, "CONSTAT-ÉBAUCHÉ", "Plusieurs demandent de l'ombre.")
        syntheses.cite(by=self.agent, finding=finding, source=first, quote="à l'ombre")
        syntheses.cite(by=self.agent, finding=finding, source=first)
        syntheses.set_aside(
            by=self.agent, activity=activity(now, "syntheses"), sources=[aside], reason=SetAsideReason.OFF_TOPIC,
            words="ÉCART-ÉBAUCHÉ",
        )  # fmt: skip
        self.secrets += ["CONSTAT-ÉBAUCHÉ", "ÉCART-ÉBAUCHÉ"]

    def debate(self) -> None:
        """The synthesis is published; objections are replied to, one of them by a revision."""
        syntheses.publish(by=self.agent, activity=activity(self.consultation, "syntheses"))
        now = self.consultation = in_phase(self.consultation, "debate")
        self.secrets = [words for words in self.secrets if "ÉBAUCHÉ" not in words]
        finding = Finding.objects.with_words().select_related("synthesis__activity").get()
        syntheses.comment(by=self.resident, under=finding, body="C'est juste.", side=Side.FOR)
        row = Contribution.objects.of(now).select_related("source", "activity__consultation").get(number=1)
        objection = an_objection(self.resident, row, "Je parlais de l'eau aussi.", finding=finding)
        syntheses.reply(
            by=self.agent, objection=objection, outcome=Outcome.REVISED, body="Vous avez raison.", finding=finding,
            title="De l'ombre et de l'eau", revised_body="On demande de l'ombre et de l'eau.", opened_on=1,
        )  # fmt: skip
        taken_back = an_objection(self.resident, row, "OBJECTION-RETIRÉE")
        syntheses.withdraw_objection(by=self.resident, objection=taken_back)
        self.secrets += ["OBJECTION-RETIRÉE"]

    def draft_decision(self) -> None:
        now = self.consultation = in_phase(self.consultation, "decision")
        finding = Finding.objects.with_words().get()
        decisions.answer(
            by=self.agent, activity=activity(now, "decisions"), finding=finding, outcome=AnswerOutcome.ADOPTED,
            reasons="RÉPONSE-ÉBAUCHÉE",
        )  # fmt: skip
        a_commitment(now, "ENGAGEMENT-ÉBAUCHÉ")
        a_drafted_decision(now)
        self.secrets += ["RÉPONSE-ÉBAUCHÉE", "ENGAGEMENT-ÉBAUCHÉ"]

    def follow_up(self) -> None:
        """Signed, reported on; a rectification and another commitment are being drafted."""
        now = self.consultation = in_phase(self.consultation, "follow-up")
        self.secrets = [words for words in self.secrets if "ÉBAUCHÉ" not in words]
        commitment = Commitment.objects.select_related("decision__activity").get()
        step = commitment.milestones.get()
        decisions.report(
            by=self.agent, commitment=commitment, body="C'est fait.", milestone=step, done_on=clock.now().date()
        )
        about = activity(now, "decisions")
        decisions.begin_rectification(by=self.agent, activity=about, reason="RECTIFICATION-ÉBAUCHÉE")
        a_commitment(now, "AUTRE-ENGAGEMENT-ÉBAUCHÉ")
        self.secrets += ["RECTIFICATION-ÉBAUCHÉE", "AUTRE-ENGAGEMENT-ÉBAUCHÉ"]

    STAGES = (say, draft_synthesis, debate, draft_decision, follow_up)

    def whole(self) -> None:
        for stage in self.STAGES:
            stage(self)
