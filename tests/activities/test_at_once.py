"""What holds when many people act in the same instant, on several servers."""

from collections.abc import Callable
from functools import partial

import pytest

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution, Position, Stance
from cestvous.activities.decisions import actions as decisions
from cestvous.activities.decisions.models import Answer, AnswerOutcome, DecisionVersion
from cestvous.activities.questions import actions as questions
from cestvous.activities.questions.models import Question
from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import Finding, Ground, Objection, Outcome, Section
from cestvous.foundation.authors.models import Author
from cestvous.foundation.discussions.models import Comment, Endorsement, Side
from cestvous.foundation.journal.models import Event
from cestvous.foundation.people.models import Person
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations.actions import EditedMeanwhile, create
from cestvous.procedure.consultations.models import Activity, Consultation, Participation
from tests.activities.counts import wrong_counts, wrong_numbers
from tests.activities.together import at_once, failures
from tests.factories import (
    a_comment,
    a_contribution,
    a_drafted_decision,
    a_neighbourhood,
    a_person,
    a_preparation,
    a_published_synthesis,
    a_question,
    a_synthesis,
    activity,
    in_phase,
    phase_starts,
)

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20


def anew(person: Person) -> Person:
    """The person as a request would load them."""
    return Person.objects.get(pk=person.pk)


def crowd(count: int = MANY) -> list[Person]:
    drouot = a_neighbourhood("Drouot")
    return [a_person(neighbourhood=drouot) for _number in range(count)]


def contribution_of(pk: int) -> Contribution:
    return Contribution.objects.with_words().select_related("activity__consultation").get(pk=pk)


@pytest.fixture
def open_consultation(transactional_db: None, consultation: Consultation) -> Consultation:
    return in_phase(consultation, "consultation")


@pytest.fixture
def contribution(open_consultation: Consultation, resident: Person) -> Contribution:
    return a_contribution(resident, open_consultation)


def take_position(person: Person, pk: int, stance: Stance) -> object:
    return contributions.take_position(
        by=anew(person), contribution=contribution_of(pk), stance=stance, reason=f"Parce que {stance}."
    )


def test_one_person_holds_one_position_however_often_they_send_it(
    contribution: Contribution, neighbour: Person
) -> None:
    stances = [list(Stance)[number % 3] for number in range(MANY)]
    results = at_once([partial(take_position, neighbour, contribution.pk, stance) for stance in stances])
    assert not failures(results)
    assert Position.objects.filter(author__person=neighbour).count() == 1
    consultation = contribution.activity.consultation
    assert not wrong_counts(consultation)
    assert not wrong_numbers(consultation)
    assert Participation.objects.filter(author__person=neighbour).count() == 1


def test_everybody_s_position_is_counted(contribution: Contribution) -> None:
    people = crowd()
    stances = [list(Stance)[number % 3] for number in range(MANY)]
    results = at_once(
        [
            partial(take_position, person, contribution.pk, stance)
            for person, stance in zip(people, stances, strict=True)
        ]
    )
    assert not failures(results)
    after = contribution_of(contribution.pk)
    assert (after.for_count, after.against_count, after.mixed_count) == (7, 7, 6)
    assert not wrong_counts(contribution.activity.consultation)


def endorse(person: Person, contribution: int, comment: int) -> object:
    return contributions.endorse(
        by=anew(person), contribution=contribution_of(contribution), comment=Comment.objects.get(pk=comment)
    )


def test_one_person_endorses_once_however_often_they_send_it(
    contribution: Contribution, other_resident: Person, neighbour: Person
) -> None:
    comment = a_comment(other_resident, contribution)
    results = at_once([partial(endorse, neighbour, contribution.pk, comment.pk)] * MANY)
    assert not failures(results)
    assert Endorsement.objects.filter(author__person=neighbour).count() == 1
    assert Event.objects.filter(kind="contributions.endorsed").count() == 1
    assert not wrong_counts(contribution.activity.consultation)


def test_everybody_s_endorsement_is_counted(contribution: Contribution, other_resident: Person) -> None:
    comment = a_comment(other_resident, contribution)
    results = at_once([partial(endorse, person, contribution.pk, comment.pk) for person in crowd()])
    assert not failures(results)
    assert Comment.objects.get(pk=comment.pk).endorsement_count == MANY
    assert not wrong_counts(contribution.activity.consultation)


def test_public_numbers_are_unique_and_leave_no_gap(open_consultation: Consultation) -> None:
    row = activity(open_consultation, "contributions").pk

    def submit(person: Person) -> object:
        to = Activity.objects.select_related("consultation").get(pk=row)
        return contributions.submit(by=anew(person), to=to, title="Des arbres", body="Plus d'arbres.")

    results = at_once([partial(submit, person) for person in crowd()])
    assert not failures(results)
    numbers = Contribution.objects.values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, MANY + 1))
    assert not wrong_counts(open_consultation)


def test_consultations_begun_in_the_same_instant_get_different_numbers(transactional_db: None, agent: Person) -> None:
    mandate = agent.mandates.get()

    def begin() -> object:
        return create(by=anew(agent), preparation=a_preparation([mandate]), starts=phase_starts())

    assert not failures(at_once([begin] * 8))
    assert sorted(Consultation.objects.values_list("number", flat=True)) == list(range(1, 9))


def test_a_lively_discussion_ends_with_right_counts(contribution: Contribution) -> None:
    people = crowd(6)
    first = [a_comment(person, contribution) for person in people]

    def reply(person: Person, parent: Comment) -> object:
        again = Comment.objects.get(pk=parent.pk)
        return a_comment(anew(person), contribution_of(contribution.pk), parent=again)

    def withdraw(person: Person, comment: Comment) -> object:
        return contributions.withdraw_comment(
            by=anew(person), contribution=contribution_of(contribution.pk), comment=Comment.objects.get(pk=comment.pk)
        )

    newcomers = crowd(6)
    doings: list[Callable[[], object]] = []
    for index, person in enumerate(people):
        doings.append(partial(reply, newcomers[index], first[(index + 1) % 6]))
        doings.append(partial(endorse, newcomers[(index + 2) % 6], contribution.pk, first[index].pk))
        doings.append(partial(withdraw, person, first[index]) if index % 2 else partial(reply, person, first[index]))
        doings.append(partial(take_position, person, contribution.pk, Stance.FOR))
    results = at_once(doings)
    assert all(isinstance(failure, Refused) for failure in failures(results)), failures(results)
    assert not wrong_counts(contribution.activity.consultation)
    assert not wrong_numbers(contribution.activity.consultation)


def test_somebody_s_first_words_sent_twice_make_one_author(open_consultation: Consultation) -> None:
    person = a_person("Yann Tran", neighbourhood=a_neighbourhood("Drouot"))
    row = activity(open_consultation, "questions").pk

    def ask() -> object:
        to = Activity.objects.select_related("consultation").get(pk=row)
        return questions.ask(by=anew(person), to=to, body="Qui paiera ?")

    assert not failures(at_once([ask] * 8))
    assert Author.objects.filter(person=person).count() == 1
    assert not wrong_counts(open_consultation)


def test_a_withdrawal_sent_twice_is_counted_once(contribution: Contribution, resident: Person) -> None:
    def withdraw() -> object:
        return contributions.withdraw(by=anew(resident), contribution=contribution_of(contribution.pk))

    results = at_once([withdraw] * 6)
    assert len(failures(results)) == 5
    assert all(isinstance(failure, Refused) for failure in failures(results))
    assert not wrong_counts(contribution.activity.consultation)


def test_of_two_edits_opened_on_the_same_version_one_is_kept_and_the_other_told(
    contribution: Contribution, resident: Person
) -> None:
    def edit(body: str) -> object:
        return contributions.edit(
            by=anew(resident),
            contribution=contribution_of(contribution.pk),
            title="Des bancs",
            body=body,
            theme=None,
            neighbourhood=None,
            stays_after_erasure=True,
            reason="",
            opened_on=1,
        )

    results = at_once([partial(edit, "À l'ombre."), partial(edit, "Au soleil.")])
    assert [type(failure) for failure in failures(results)] == [EditedMeanwhile]
    assert contribution.source.versions.count() == 2


def test_of_two_first_replies_to_a_question_one_is_kept_and_the_other_told(
    open_consultation: Consultation, resident: Person, agent: Person, official: Person
) -> None:
    question = a_question(resident, open_consultation)

    def reply(person: Person) -> object:
        again = Question.objects.with_words().select_related("activity__consultation").get(pk=question.pk)
        return questions.reply(by=anew(person), question=again, body="La ville.")

    results = at_once([partial(reply, agent), partial(reply, official)])
    assert [type(failure) for failure in failures(results)] == [EditedMeanwhile]
    assert not wrong_counts(open_consultation)


def test_of_two_agents_who_edit_a_finding_one_is_told(contribution: Contribution, agent: Person) -> None:
    consultation = in_phase(contribution.activity.consultation, "synthesis")
    section = syntheses.add_section(by=agent, synthesis=a_synthesis(consultation), title="Les usages")
    finding = syntheses.add_finding(by=agent, section=section, title="Des bancs", body="Il en manque.")

    def edit(body: str) -> object:
        again = Finding.objects.with_words().select_related("synthesis__activity__consultation").get(pk=finding.pk)
        where = Section.objects.get(pk=section.pk)
        return syntheses.edit_finding(
            by=anew(agent), finding=again, title="Des bancs", body=body, section=where, edition=1
        )

    results = at_once([partial(edit, "Il en manque dix."), partial(edit, "Il en manque cent.")])
    assert [type(failure) for failure in failures(results)] == [EditedMeanwhile]


def test_an_objection_sent_twice_is_one_objection(contribution: Contribution, resident: Person) -> None:
    consultation = in_phase(contribution.activity.consultation, "debate")

    def object_to() -> object:
        return syntheses.object_to(
            by=anew(resident),
            synthesis=a_synthesis(Consultation.objects.get(pk=consultation.pk)),
            about=contribution.source,
            ground=Ground.LEAVES_OUT,
            body="Vous oubliez l'école.",
        )

    results = at_once([object_to] * 6)
    assert len(failures(results)) == 5
    assert Objection.objects.count() == 1
    assert not wrong_counts(consultation)


def test_an_objection_gets_one_reply(contribution: Contribution, resident: Person, agent: Person) -> None:
    consultation = in_phase(contribution.activity.consultation, "debate")
    synthesis = a_synthesis(consultation)
    objection = syntheses.object_to(
        by=resident, synthesis=synthesis, about=contribution.source, ground=Ground.LEAVES_OUT, body="Et l'école ?"
    )

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
        again = decisions.decision_of(activity(Consultation.objects.get(pk=consultation.pk), "decisions"))
        return decisions.sign(by=anew(official), decision=again, digest=read)

    def change() -> object:
        again = decisions.decision_of(activity(Consultation.objects.get(pk=consultation.pk), "decisions"))
        return decisions.answer(
            by=anew(agent),
            decision=again,
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
        return syntheses.comment(by=anew(person), finding=again, body="D'accord.", side=Side.FOR)

    assert not failures(at_once([partial(comment, person) for person in crowd(10)]))
    assert not wrong_counts(consultation)
    assert not wrong_numbers(consultation)
