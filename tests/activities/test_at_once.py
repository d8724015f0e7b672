"""What holds when many people act in the same instant, on several servers."""

from collections.abc import Callable
from functools import partial

import pytest

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution, Position, Stance
from cestvous.activities.questions import actions as questions
from cestvous.activities.questions.models import Question
from cestvous.foundation.authors.models import Author
from cestvous.foundation.discussions.models import Comment, Endorsement
from cestvous.foundation.journal.models import Event
from cestvous.foundation.people.models import Person
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations.actions import EditedMeanwhile, create
from cestvous.procedure.consultations.models import Activity, Consultation, Participation
from tests.activities.counts import wrong_counts, wrong_numbers
from tests.activities.together import MANY, anew, at_once, contribution_of, crowd, failures
from tests.factories import (
    a_comment,
    a_neighbourhood,
    a_person,
    a_preparation,
    a_question,
    activity,
    phase_starts,
)

pytestmark = pytest.mark.django_db(transaction=True)


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
        by=anew(person), under=contribution_of(contribution), comment=Comment.objects.get(pk=comment)
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
            by=anew(person), under=contribution_of(contribution.pk), comment=Comment.objects.get(pk=comment.pk)
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
        return questions.reply(by=anew(person), question=again, body=f"La ville, dit {person.name}.")

    results = at_once([partial(reply, agent), partial(reply, official)])
    assert [type(failure) for failure in failures(results)] == [EditedMeanwhile]
    assert not wrong_counts(open_consultation)
