"""What holds when those who lead a consultation, and those who answer them, act in the same instant."""

from functools import partial

import pytest

from cestvous.activities.contributions.models import Contribution
from cestvous.activities.decisions import actions as decisions
from cestvous.activities.decisions.models import Answer, AnswerOutcome, DecisionVersion
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
)
from cestvous.foundation.discussions.models import Side
from cestvous.foundation.people.models import Person
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations.actions import EditedMeanwhile
from cestvous.procedure.consultations.models import Consultation
from tests.activities.counts import wrong_counts, wrong_numbers
from tests.activities.together import anew, at_once, crowd, failures
from tests.factories import (
    a_drafted_decision,
    a_published_synthesis,
    activity,
    an_objection,
    in_phase,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_agents_who_edit_a_finding_one_is_told(contribution: Contribution, agent: Person) -> None:
    consultation = in_phase(contribution.activity.consultation, "synthesis")
    section = syntheses.add_section(by=agent, activity=activity(consultation, "syntheses"), title="Les usages")
    finding = syntheses.add_finding(by=agent, section=section, title="Des bancs", body="Il en manque.")

    def edit(body: str) -> object:
        again = Finding.objects.with_words().select_related("synthesis__activity__consultation").get(pk=finding.pk)
        where = Section.objects.get(pk=section.pk)
        return syntheses.edit_finding(
            by=anew(agent), finding=again, title="Des bancs", body=body, section=where, edition=1
        )

    results = at_once([partial(edit, "Il en manque dix."), partial(edit, "Il en manque cent.")])
    assert [type(failure) for failure in failures(results)] == [EditedMeanwhile]


def test_a_finding_is_cited_into_or_removed_and_whoever_comes_second_is_told(
    contribution: Contribution, agent: Person
) -> None:
    consultation = in_phase(contribution.activity.consultation, "synthesis")
    section = syntheses.add_section(by=agent, activity=activity(consultation, "syntheses"), title="Les usages")
    finding = syntheses.add_finding(by=agent, section=section, title="Des bancs", body="Il en manque.")

    def again() -> Finding:
        return Finding.objects.with_words().select_related("synthesis__activity__consultation").get(pk=finding.pk)

    def cite(known: Finding) -> object:
        return syntheses.cite(by=anew(agent), finding=known, source=contribution.source)

    def remove(known: Finding) -> object:
        return syntheses.remove_finding(by=anew(agent), finding=known)

    # Both look before either acts, as two pages do that are open at once.
    results = at_once([partial(cite, again()), partial(remove, again())])
    assert all(isinstance(failure, Refused) for failure in failures(results)), results
    assert not Finding.objects.exists()
    assert not Citation.objects.exists()
    assert not wrong_counts(consultation)


def test_a_text_set_aside_by_two_agents_at_once_keeps_one_reason(contribution: Contribution, agent: Person) -> None:
    consultation = in_phase(contribution.activity.consultation, "synthesis")

    def set_aside(words: str) -> list[SetAside]:
        here = activity(Consultation.objects.get(pk=consultation.pk), "syntheses")
        return syntheses.set_aside(
            by=anew(agent), activity=here, sources=[contribution.source], reason=SetAsideReason.OTHER, words=words
        )

    results = at_once([partial(set_aside, "Trop loin."), partial(set_aside, "Déjà fait.")])
    assert not failures(results)
    assert sorted(len(put) for put in results if isinstance(put, list)) == [0, 1]
    assert SetAside.objects.count() == 1


def test_an_objection_sent_twice_is_one_objection(contribution: Contribution, resident: Person) -> None:
    consultation = in_phase(contribution.activity.consultation, "debate")

    def object_to() -> object:
        return syntheses.object_to(
            by=anew(resident),
            activity=activity(Consultation.objects.get(pk=consultation.pk), "syntheses"),
            about=contribution.source,
            ground=Ground.LEAVES_OUT,
            body="Vous oubliez l'école.",
        )

    results = at_once([object_to] * 6)
    assert all(isinstance(failure, Refused) for failure in failures(results))
    assert Objection.objects.count() == 1
    assert not wrong_counts(consultation)


def test_an_objection_gets_one_reply(contribution: Contribution, resident: Person, agent: Person) -> None:
    consultation = in_phase(contribution.activity.consultation, "debate")
    objection = an_objection(resident, contribution, "Et l'école ?")

    def reply(body: str) -> object:
        again = Objection.objects.with_words().select_related("synthesis__activity__consultation").get(pk=objection.pk)
        return syntheses.reply(by=anew(agent), objection=again, outcome=Outcome.MAINTAINED, body=body)

    results = at_once([partial(reply, "Elle y est."), partial(reply, "Voyez le constat 1.")])
    assert len(failures(results)) == 1
    assert isinstance(failures(results)[0], Refused)
    assert not wrong_counts(consultation)


def test_the_signature_stands_under_what_the_official_read(
    contribution: Contribution, agent: Person, official: Person
) -> None:
    consultation = in_phase(contribution.activity.consultation, "decision")
    decision = a_drafted_decision(consultation)
    answer = Answer.objects.get()
    read = decisions.draft_digest(DecisionVersion.objects.get())

    def sign() -> object:
        again = activity(Consultation.objects.get(pk=consultation.pk), "decisions")
        return decisions.sign(by=anew(official), activity=again, digest=read)

    def change() -> object:
        again = activity(Consultation.objects.get(pk=consultation.pk), "decisions")
        return decisions.answer(
            by=anew(agent),
            activity=again,
            finding=Finding.objects.with_words().get(),
            outcome=AnswerOutcome.DECLINED,
            reasons="Trop cher.",
            edition=answer.edition,
        )

    results = at_once([sign, change])
    assert len(failures(results)) == 1
    signed = decision.versions.signed().exists()
    assert Answer.objects.get().outcome == (AnswerOutcome.ADOPTED if signed else AnswerOutcome.DECLINED)
    assert isinstance(failures(results)[0], Refused if signed else EditedMeanwhile)


def test_the_discussion_of_a_finding_is_counted_too(contribution: Contribution) -> None:
    consultation = in_phase(contribution.activity.consultation, "debate")
    a_published_synthesis(consultation)
    finding = Finding.objects.get()

    def comment(person: Person) -> object:
        again = Finding.objects.with_words().select_related("synthesis__activity__consultation").get(pk=finding.pk)
        return syntheses.comment(by=anew(person), under=again, body="D'accord.", side=Side.FOR)

    assert not failures(at_once([partial(comment, person) for person in crowd(10)]))
    assert not wrong_counts(consultation)
    assert not wrong_numbers(consultation)
