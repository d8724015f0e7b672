"""Consultations of the same city at one instant, each in another state."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution, Stance
from cestvous.activities.decisions import actions as decisions
from cestvous.activities.decisions.models import AnswerOutcome, Commitment
from cestvous.activities.questions import actions as questions
from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import Finding, Outcome, SetAsideReason, waiting
from cestvous.foundation.discussions.models import Side
from cestvous.foundation.files.actions import Joined
from cestvous.foundation.organisations import actions as organisations
from cestvous.foundation.organisations.models import Representative, RepresentativeState
from cestvous.kernel import clock
from cestvous.procedure.consultations import actions as leading
from cestvous.procedure.consultations import kinds
from cestvous.procedure.consultations.models import Consultation
from cestvous.procedure.rules.templates import load
from tests.city.pages import rewrite_contact
from tests.city.people import Cast
from tests.factories import (
    a_comment,
    a_consultation,
    a_contribution,
    a_decision,
    a_drafted_decision,
    a_question,
    a_section,
    a_signed_decision,
    a_synthesis,
    activity,
    an_objection,
    asking,
    in_phase,
    phase_starts,
)
from tests.factories.files import a_presentation, a_received_file
from tests.machinery.clock import CLOCK, MONDAY

PHASES = ("presentation", "consultation", "synthesis", "debate", "decision", "follow-up")
LONG = "Un-mot-très-long-que-rien-ne-coupe-et-qui-ne-doit-pas-élargir-la-page-d'un-téléphone"


@dataclass
class Scene:
    """``many``: how many of each thing. ``numbers``: of consultations by the name of their state."""

    cast: Cast
    many: int
    numbers: dict[str, int] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)

    def slug(self, state: str) -> str:
        return Consultation.objects.get(number=self.numbers[state]).slug

    # --- Consultations --------------------------------------------------------------------------------------------
    def begun(self, state: str, phase: str, *, days: int = 1, **told: Any) -> Consultation:
        """A consultation whose ``phase`` began ``days`` before now, still standing at its own first instant."""
        durations = load("standard", kinds.acts_of_all()).durations[: PHASES.index(phase)]
        first = MONDAY - sum(durations, timedelta()) - timedelta(days=days)
        CLOCK.freeze(first)
        made = a_consultation(
            self.cast.agent,
            self.cast.official,
            title=f"Une place pour {state}",
            starts=phase_starts(first=first),
            neighbourhoods=[self.cast.drouot],
            themes=[self.cast.theme],
            **told,
        )
        self.numbers[state] = made.number
        return made

    def contribute(self, consultation: Consultation, times: int = 0) -> Consultation:
        """Lead it to its consultation phase and have the resident contribute, ``many`` times unless told otherwise."""
        consultation = in_phase(consultation, "consultation")
        for n in range(1, (times or self.many) + 1):
            a_contribution(self.cast.resident, consultation, f"Des bancs, n° {n}", f"Il manque **{n} bancs**. {LONG}")
        return consultation

    def write(self, consultation: Consultation) -> Consultation:
        """One section and one finding for each contribution, cited whole, the first one by a passage too."""
        consultation = in_phase(consultation, "synthesis")
        sources = list(waiting(consultation).with_words().order_by("number"))
        for source in sources:
            section = a_section(consultation, f"Usage n° {source.number}")
            finding = syntheses.add_finding(
                by=self.cast.agent, section=section, title=f"Constat sur {LONG}", body="On demande **de l'ombre**."
            )
            syntheses.cite(by=self.cast.agent, finding=finding, source=source)
            syntheses.cite(by=self.cast.agent, finding=finding, source=sources[0], quote="Il manque")
        return consultation

    # --- Each state -----------------------------------------------------------------------------------------------
    def presentation(self) -> None:
        consultation = in_phase(self.begun("presentation", "presentation"), "presentation")
        asked = [a_question(self.cast.resident, consultation, f"Qui paiera ? ({n})") for n in range(self.many)]
        for question in asked[1:]:
            questions.reply(by=self.cast.agent, question=question, body="La ville, sur son budget.")
        withdrawn = a_question(self.cast.resident, consultation, "Oubli")
        questions.withdraw(by=self.cast.resident, question=withdrawn)
        self.keys["withdrawn_question"] = withdrawn.number

    def voices(self) -> None:
        """Contributions: 1 discussed and edited, the last one withdrawn."""
        consultation = self.contribute(self.begun("voices", "consultation"))
        a_presentation(consultation, self.cast.agent, self.many)
        cast = self.cast
        discussed = a_contribution(cast.resident, consultation, "Des arbres", f"Des tilleuls. {LONG}")
        self.keys["discussed"] = discussed.number
        for person in cast.crowd:
            contributions.take_position(by=person, contribution=discussed, stance=Stance.FOR, reason="Il fait chaud.")
            said = a_comment(person, discussed, f"Et moi aussi. {LONG}", side=Side.AGAINST)
            a_comment(cast.neighbour, discussed, "Pourquoi ?", parent=said)
            contributions.endorse(by=cast.neighbour, under=discussed, comment=said)
        own = a_comment(cast.resident, discussed, "Je précise.")
        self.keys["remark"] = own.number
        gone = a_comment(cast.resident, discussed, "Pardon.")
        contributions.withdraw_comment(by=cast.resident, under=discussed, comment=gone)
        for version in range(1, min(self.many, 4)):
            contributions.edit(
                by=cast.resident, contribution=discussed, title="Des arbres et des bancs", body=f"Orme {version}",
                theme=cast.theme, neighbourhood=cast.drouot, stays_after_erasure=True, reason="Je précise",
                opened_on=version,
            )  # fmt: skip
        contributions.take_position(by=cast.neighbour, contribution=discussed, stance=Stance.MIXED, reason="Ça dépend.")
        withdrawn = a_contribution(cast.resident, consultation, "Une erreur")
        contributions.withdraw(by=cast.resident, contribution=withdrawn)
        self.keys["withdrawn"] = withdrawn.number

        for n in range(self.many):
            spoken = a_contribution(
                cast.resident, consultation, f"Des haies, n° {n}", "Nous plantons.", place=f"rue des Haies, {LONG}",
                through=self.represented(), joined=[Joined(a_received_file(cast.resident), f"Le plan {n}")],
            )  # fmt: skip
            self.keys["spoken"] = spoken.number

    def represented(self) -> Representative:
        """That the resident represents an organisation, as the crowd does, while others wait to be confirmed."""
        cast = self.cast
        for person in (*cast.crowd, cast.resident):
            representative = asking(person, "Les Jardins de Drouot")
            if representative.state == RepresentativeState.ASKED:
                organisations.confirm(by=cast.agent, representative=representative)
        self.keys["representative"] = representative.pk
        self.keys["organisation"] = representative.organisation_id
        for n, person in enumerate(cast.crowd[: self.many]):
            self.keys["asked"] = asking(person, f"Club des {n} heures").pk
        return representative

    def empty(self) -> None:
        in_phase(self.begun("empty", "consultation"), "consultation")

    def writing(self) -> None:
        """A synthesis half written: something set aside, something that waits."""
        consultation = self.contribute(self.begun("writing", "synthesis"))
        aside = a_contribution(self.cast.neighbour, consultation, "Autre chose")
        a_contribution(self.cast.neighbour, consultation, "Encore autre chose")
        consultation = self.write(consultation)
        for finding in a_synthesis(consultation).findings.order_by("-number")[:2]:
            self.keys["section"] = finding.section_id
            syntheses.remove_finding(by=self.cast.agent, finding=finding)
        syntheses.set_aside(
            by=self.cast.agent, activity=activity(consultation, "syntheses"), sources=[aside.source],
            reason=SetAsideReason.OFF_TOPIC, words="Cela ne parle pas de la place.",
        )  # fmt: skip

    def waits(self) -> None:
        """Its debate should have begun; the synthesis is an empty page. Its calendar was adapted once."""
        consultation = self.contribute(self.begun("waits", "debate", days=2 + 7))
        leading.prolong(by=self.cast.agent, consultation=consultation, days=7, reason="Les vacances tombent mal.")

    def debate(self) -> None:
        consultation = self.write(self.contribute(self.begun("debate", "debate")))
        consultation = in_phase(consultation, "debate")
        findings = list(Finding.objects.published().filter(thread__consultation=consultation.number).order_by("number"))
        cast, first = self.cast, findings[0]
        for person in cast.crowd:
            said = syntheses.comment(by=person, under=first, body=f"C'est juste. {LONG}", side=Side.FOR)
            syntheses.comment(by=cast.neighbour, under=first, body="Non.", parent=said)
        own = syntheses.comment(by=cast.resident, under=first, body="Je précise.")
        self.keys["finding_remark"] = own.number
        from_all = [
            an_objection(cast.resident, contribution, f"Je parlais des arbres. {LONG}", finding=finding)
            for contribution, finding in zip(self.contributions_of(consultation), findings, strict=False)
        ]
        self.keys["waiting_objection"] = from_all[0].number
        syntheses.reply(
            by=cast.agent, objection=from_all[1], outcome=Outcome.REVISED, body="Vous avez raison.",
            title="Il manque des arbres", revised_body="On demande des arbres.", finding=findings[1], opened_on=1,
        )  # fmt: skip
        syntheses.reply(by=cast.agent, objection=from_all[2], outcome=Outcome.MAINTAINED, body="Le constat vous cite.")

    def contributions_of(self, consultation: Consultation) -> list[Contribution]:
        rows = Contribution.objects.filter(activity__consultation=consultation)
        return list(rows.select_related("source", "activity__consultation").order_by("number"))

    def deciding(self) -> None:
        """A draft: one answer in each outcome, commitments, one finding without an answer."""
        consultation = in_phase(self.write(self.contribute(self.begun("deciding", "decision"))), "decision")
        findings = list(Finding.objects.published().filter(thread__consultation=consultation.number).order_by("number"))
        decision = activity(consultation, "decisions")
        for finding, outcome in zip(findings[1:], AnswerOutcome.values * self.many, strict=False):
            decisions.answer(
                by=self.cast.agent, activity=decision, finding=finding, outcome=AnswerOutcome(outcome),
                reasons="Les bancs seront posés.", referred_to="la région" if outcome == "referred" else "",
            )  # fmt: skip
        self.undertake(consultation)

    def undertake(self, consultation: Consultation) -> list[Commitment]:
        day, decision = timezone.localdate(clock.now()), activity(consultation, "decisions")
        published = Finding.objects.published().filter(thread__consultation=consultation.number).order_by("number")
        return [
            decisions.add_commitment(
                by=self.cast.agent, activity=decision, title=f"{n} bancs, {LONG}", body="**Ici.**",
                owner="Espaces verts", due_on=day + timedelta(days=n), findings=list(published[:3]),
                milestones=[(f"Étape {step}", day + timedelta(days=step)) for step in range(1, milestones + 1)],
            )
            for n, milestones in enumerate([self.many] + [2] * (min(self.many, 15) - 1), start=1)
        ]  # fmt: skip

    def signable(self) -> None:
        consultation = in_phase(self.write(self.contribute(self.begun("signable", "decision"))), "decision")
        self.undertake(consultation)
        a_drafted_decision(consultation)

    def following(self) -> None:
        """Signed, rectified once, under way."""
        consultation = self.contribute(self.begun("following", "follow-up", days=3))
        a_contribution(self.cast.neighbour, consultation, "Autre chose")
        consultation = in_phase(self.write(consultation), "decision")
        self.undertake(consultation)
        consultation = in_phase(consultation, "follow-up")
        first, second = Commitment.objects.filter(decision=a_decision(consultation)).order_by("number")[:2]
        for step in first.milestones.order_by("due_on")[: self.many - 1]:
            decisions.report(
                by=self.cast.agent, commitment=first, body="C'est fait.", milestone=step, done_on=clock.now().date()
            )
        decisions.report(
            by=self.cast.agent, commitment=second, body="Le chantier glisse.", moved_to=MONDAY.date() + timedelta(90)
        )
        decision = activity(consultation, "decisions")
        decisions.begin_rectification(by=self.cast.agent, activity=decision, reason="Une faute de frappe.")
        a_signed_decision(consultation)

    def over(self) -> None:
        """Suspended, cancelled, archived."""
        reason = "Un recours est en cours devant le tribunal."
        told: dict[str, Any] = {"by": self.cast.agent, "reason": reason}
        for state, act in (("suspended", leading.suspend), ("cancelled", leading.cancel)):
            consultation = self.contribute(self.begun(state, "consultation"), 2)
            act(consultation=consultation, **told)
        archived = in_phase(self.write(self.contribute(self.begun("archived", "follow-up"), 2)), "follow-up")
        leading.archive(consultation=archived, **told)

    def orphaned(self) -> None:
        """Its only agent has left."""
        consultation = self.begun("orphaned", "consultation")
        consultation.agents.set(self.cast.departed.mandates.all())

    def drafts(self) -> None:
        CLOCK.freeze(MONDAY - timedelta(days=1))
        told: dict[str, Any] = {"published": False, "starts": phase_starts(first=MONDAY + timedelta(days=7))}
        ready = a_consultation(self.cast.agent, self.cast.official, title="Bientôt publiée", **told)
        bare = a_consultation(self.cast.agent, None, title="À peine commencée", question="", **told)
        self.numbers |= {"ready": ready.number, "draft": bare.number}

    def pages(self) -> None:
        rewrite_contact(self.cast.agent, self.many)


@transaction.atomic
def build(cast: Cast, many: int) -> Scene:
    """The whole city, in one transaction because that is quicker; leaves the clock at MONDAY."""
    scene = Scene(cast, many)
    for role in ("agent", "official"):
        scene.keys[role] = cast.named(role).mandates.order_by("pk")[0].pk
    for act in (
        scene.presentation, scene.voices, scene.empty, scene.writing, scene.waits, scene.debate, scene.deciding,
        scene.signable, scene.following, scene.over, scene.orphaned, scene.drafts,
        scene.pages,
    ):  # fmt: skip
        act()
    CLOCK.freeze(MONDAY)
    leading.settle_for_reading(list(Consultation.objects.with_procedure().order_by("number")), MONDAY)
    return scene


__all__ = ["Scene", "build"]
