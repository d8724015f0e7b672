"""What those who lead do: what each action does, what it refuses, and what it leaves in the journal."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution
from cestvous.activities.decisions import actions as decisions
from cestvous.activities.decisions.models import Answer, AnswerOutcome, Commitment, DecisionVersion
from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import Citation, Finding, Ground, Outcome, SetAside, SetAsideReason, Synthesis
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source, Standing
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations import actions as leading
from cestvous.procedure.consultations.actions import EditedMeanwhile
from cestvous.procedure.consultations.models import Consultation, State
from tests.activities.counts import wrong_counts
from tests.activities.together import contribution_of
from tests.factories import (
    EMPTY,
    a_commitment,
    a_consultation,
    a_contribution,
    a_drafted_decision,
    a_finding,
    a_preparation,
    a_published_synthesis,
    a_question,
    a_signed_decision,
    a_synthesis,
    activity,
    an_objection,
    fresh,
    in_phase,
    journal,
    phase_starts,
)
from tests.machinery.clock import MONDAY, travel

pytestmark = pytest.mark.django_db


# --- The synthesis --------------------------------------------------------------------------------------------------


def test_citing_lifts_a_set_aside_and_a_cited_text_cannot_be_set_aside(
    contribution: Contribution, agent: Person
) -> None:
    consultation = in_phase(contribution.activity.consultation, "synthesis")
    finding = a_finding(consultation)
    told = {"activity": finding.activity, "reason": SetAsideReason.OFF_TOPIC, "words": "Ce n'est pas la question."}
    syntheses.set_aside(by=agent, sources=[contribution.source], **told)  # type: ignore[arg-type]
    syntheses.cite(by=agent, finding=finding, source=contribution.source, quote="bancs à l'ombre")
    aside = SetAside.objects.get()
    assert aside.lifted_at is not None
    assert Citation.objects.get().passage is not None
    with pytest.raises(Refused):
        syntheses.set_aside(by=agent, sources=[contribution.source], **told)  # type: ignore[arg-type]
    lifted = aside.lifted_at
    travel(days=1)
    syntheses.lift(by=agent, aside=aside)
    assert SetAside.objects.get().lifted_at == lifted
    assert journal().count("syntheses.set-aside-lifted") == 1


def test_a_quote_must_stand_in_the_text(contribution: Contribution, agent: Person) -> None:
    finding = a_finding(in_phase(contribution.activity.consultation, "synthesis"))
    with pytest.raises(Refused):
        syntheses.cite(by=agent, finding=finding, source=contribution.source, quote="des fontaines")


def test_the_synthesis_is_not_published_while_something_waits(contribution: Contribution, agent: Person) -> None:
    consultation = in_phase(contribution.activity.consultation, "synthesis")
    a_finding(consultation)
    with pytest.raises(Refused):
        syntheses.publish(by=agent, activity=activity(consultation, "syntheses"))
    a_published_synthesis(consultation)
    assert {"syntheses.published", "syntheses.finding-published"} <= set(journal())


def test_a_finding_that_rests_on_nothing_is_not_published(contribution: Contribution, agent: Person) -> None:
    consultation = in_phase(contribution.activity.consultation, "synthesis")
    synthesis, rests = activity(consultation, "syntheses"), a_finding(consultation)
    syntheses.cite(by=agent, finding=rests, source=contribution.source)
    bare = a_finding(consultation, title="Le ciel est bleu")
    with pytest.raises(Refused, match="2"):
        syntheses.publish(by=agent, activity=synthesis)
    syntheses.cite(by=agent, finding=bare, source=contribution.source, quote="bancs à l'ombre")
    assert syntheses.publish(by=agent, activity=synthesis).number == 1


def test_where_nothing_was_said_a_finding_may_say_so(consultation: Consultation, agent: Person) -> None:
    in_phase(consultation, "synthesis")
    a_finding(consultation, title="Personne n'a contribué")
    assert syntheses.publish(by=agent, activity=activity(consultation, "syntheses")).number == 1


def test_citing_by_a_revision_what_was_set_aside_is_in_the_register(
    contribution: Contribution, agent: Person, resident: Person
) -> None:
    consultation = contribution.activity.consultation
    other = a_contribution(resident, consultation, title="Une fontaine")
    in_phase(consultation, "synthesis")
    synthesis, reason = activity(consultation, "syntheses"), SetAsideReason.OFF_TOPIC
    syntheses.set_aside(by=agent, activity=synthesis, sources=[other.source], reason=reason, words="Hors sujet.")
    finding = a_finding(consultation)
    a_published_synthesis(consultation)
    in_phase(consultation, "debate")
    syntheses.revise(
        by=agent, finding=finding, title="A", body="B", reason="Elle est utile.", opened_on=1, also_cite=[other.source]
    )
    assert journal().count("syntheses.set-aside-revised") == 1
    assert not SetAside.objects.in_force().exists()


def test_a_finding_is_not_moved_into_another_consultation(
    contribution: Contribution, agent: Person, official: Person
) -> None:
    finding = a_finding(in_phase(contribution.activity.consultation, "synthesis"))
    other = a_consultation(agent, official, starts=phase_starts(first=MONDAY + timedelta(days=100)))
    synthesis = Synthesis.objects.create(activity=activity(other, "syntheses"))
    elsewhere = synthesis.sections.create(position=1, title="Ailleurs")
    with pytest.raises(Refused):
        syntheses.edit_finding(by=agent, finding=finding, title="A", body="B", section=elsewhere, edition=1)


def test_an_objection_leads_to_a_new_version_of_the_finding(
    contribution: Contribution, agent: Person, resident: Person
) -> None:
    in_phase(contribution.activity.consultation, "debate")
    finding = Finding.objects.with_words().get()
    objection = an_objection(resident, contribution_of(contribution.pk), finding=finding)
    told = {"by": agent, "objection": objection, "outcome": Outcome.REVISED, "title": "Des bancs", "opened_on": 1}
    with pytest.raises(Refused):
        syntheses.reply(body=EMPTY, revised_body="Sous les arbres.", **told)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        syntheses.reply(body="Vous avez raison.", revised_body=EMPTY, **told)  # type: ignore[arg-type]
    syntheses.reply(body="Vous avez raison.", revised_body="Sous les arbres.", **told)  # type: ignore[arg-type]
    assert finding.versions.count() == 2
    assert Citation.objects.filter(finding_version__number=2).exists()
    with pytest.raises(Refused):
        syntheses.reply(body="Encore.", revised_body="Encore.", **told)  # type: ignore[arg-type]
    assert journal()[-2:] == ["syntheses.revised", "syntheses.replied"]


def test_an_objection_after_the_confirmation_asks_for_another(
    contribution: Contribution, agent: Person, resident: Person
) -> None:
    consultation = in_phase(contribution.activity.consultation, "debate")
    synthesis = activity(consultation, "syntheses")
    syntheses.confirm(by=agent, activity=synthesis)
    objection = an_objection(resident, contribution_of(contribution.pk), finding=Finding.objects.with_words().get())
    with pytest.raises(Refused):
        syntheses.confirm(by=agent, activity=synthesis)
    syntheses.reply(by=agent, objection=objection, outcome=Outcome.MAINTAINED, body="Vos mots y sont.")
    assert a_synthesis(consultation).confirmed_at is None
    syntheses.confirm(by=agent, activity=synthesis)
    assert a_synthesis(consultation).confirmed_at is not None


def test_one_objects_for_one_s_own_words_only(contribution: Contribution, neighbour: Person) -> None:
    consultation = in_phase(contribution.activity.consultation, "debate")
    with pytest.raises(Refused):
        syntheses.object_to(
            by=neighbour,
            activity=activity(consultation, "syntheses"),
            about=contribution.source,
            ground=Ground.LEAVES_OUT,
            body="Et moi ?",
        )


# --- The decision ---------------------------------------------------------------------------------------------------


def test_changing_to_whom_something_is_referred_is_not_signed_unread(
    contribution: Contribution, agent: Person, official: Person
) -> None:
    consultation = in_phase(contribution.activity.consultation, "decision")
    decision, finding = a_drafted_decision(consultation), Finding.objects.with_words().get()
    told = {"by": agent, "activity": decision.activity, "finding": finding, "outcome": AnswerOutcome.REFERRED}
    decisions.answer(reasons="Hors compétence.", referred_to="m2A", edition=Answer.objects.get().edition, **told)  # type: ignore[arg-type]
    read = decisions.draft_digest(DecisionVersion.objects.get())
    decisions.answer(reasons="Hors compétence.", referred_to="la Région", edition=Answer.objects.get().edition, **told)  # type: ignore[arg-type]
    with pytest.raises(EditedMeanwhile):
        decisions.sign(by=official, activity=decision.activity, digest=read)


def test_what_is_signed_is_rectified_by_a_new_version_only(contribution: Contribution, agent: Person) -> None:
    consultation = in_phase(contribution.activity.consultation, "follow-up")
    decision = activity(consultation, "decisions")
    with pytest.raises(Refused):
        decisions.edit_preamble(
            by=agent, activity=decision, preamble="", authority="", deliberation="", decided_on=None, edition=1
        )
    with pytest.raises(Refused):
        decisions.begin_rectification(by=agent, activity=decision, reason=EMPTY)
    draft = decisions.begin_rectification(by=agent, activity=decision, reason="Une coquille.")
    assert draft.number == 2
    assert draft.answers.count() == 1
    a_signed_decision(consultation)
    assert DecisionVersion.objects.signed().count() == 2
    assert "decisions.rectified" in journal()


def test_a_commitment_taken_out_of_the_draft_is_counted_out(contribution: Contribution, agent: Person) -> None:
    consultation = in_phase(contribution.activity.consultation, "decision")
    commitment = a_commitment(consultation)
    decisions.remove_commitment(by=agent, commitment=commitment)
    assert not wrong_counts(consultation)
    assert a_commitment(consultation).number == 2


def test_a_date_that_moves_keeps_the_one_announced_first(contribution: Contribution, agent: Person) -> None:
    consultation = in_phase(contribution.activity.consultation, "decision")
    due = a_commitment(consultation).due_on
    in_phase(consultation, "follow-up")
    commitment = Commitment.objects.select_related("decision__activity__consultation").get()
    with pytest.raises(Refused):
        decisions.report(by=agent, commitment=commitment, body=EMPTY, moved_to=date(2027, 1, 1))
    decisions.report(by=agent, commitment=commitment, body="Le fournisseur a fermé.", moved_to=date(2027, 1, 1))
    decisions.report(by=agent, commitment=commitment, body="Encore.", moved_to=date(2027, 2, 1))
    after = Commitment.objects.get()
    assert (after.first_due_on, after.due_on) == (due, date(2027, 2, 1))
    assert list(after.progress.values_list("moved_from", flat=True)) == [due, date(2027, 1, 1)]


# --- Leading --------------------------------------------------------------------------------------------------------


def test_whoever_begins_a_draft_is_in_charge_and_nobody_can_leave_it_without_agents(
    agent: Person, official: Person
) -> None:
    draft = leading.create(by=agent, preparation=a_preparation(), starts=phase_starts())
    assert [mandate.person for mandate in draft.agents.all()] == [agent]
    told = {"by": agent, "consultation": draft, "starts": phase_starts(), "edition": draft.edition}
    for nobody in ((), (official.mandates.get(),)):
        with pytest.raises(Refused):
            leading.edit(preparation=a_preparation(nobody), **told)  # type: ignore[arg-type]


def test_no_phase_is_lived_before_the_consultation_is_public(agent: Person, official: Person) -> None:
    starts = [MONDAY - timedelta(days=2), *phase_starts()[1:]]
    consultation = a_consultation(agent, official, starts=starts)
    assert consultation.schedule.phases[0].entered_at == consultation.published_at


def test_what_is_to_come_slides_by_as_long_as_a_suspension_lasted(consultation: Consultation, agent: Person) -> None:
    before = [phase.starts_at for phase in consultation.schedule.phases]
    leading.suspend(by=agent, consultation=consultation, reason="Un recours.")
    with pytest.raises(Refused):
        a_question(agent, fresh(consultation))
    travel(days=10)
    leading.resume(by=agent, consultation=fresh(consultation), reason="Rejeté.")
    after = fresh(consultation)
    assert after.state == State.PUBLISHED
    assert [phase.starts_at for phase in after.schedule.phases[1:]] == [at + timedelta(days=10) for at in before[1:]]


@pytest.mark.parametrize("lead", [leading.suspend, leading.cancel])
def test_nothing_is_suspended_or_cancelled_without_a_reason(
    lead: Callable[..., None], consultation: Consultation, agent: Person
) -> None:
    with pytest.raises(Refused):
        lead(by=agent, consultation=consultation, reason=EMPTY)
    assert fresh(consultation).state == State.PUBLISHED


def test_no_words_are_lost_when_a_consultation_is_cancelled(
    contribution: Contribution, agent: Person, resident: Person
) -> None:
    leading.cancel(by=agent, consultation=contribution.activity.consultation, reason="Le projet est abandonné.")
    assert Source.objects.filter(standing=Standing.PUBLISHED, kind="contribution").count() == 1
    contributions.withdraw(by=resident, contribution=contribution_of(contribution.pk))
