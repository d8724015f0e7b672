"""What people say: what each action does, what it refuses, and what it leaves in the journal."""

from collections.abc import Callable

import pytest

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution, Position, Stance
from cestvous.activities.questions import actions as questions
from cestvous.foundation.discussions.models import DEEPEST, Comment, Side
from cestvous.foundation.journal.models import Event
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Standing, Version
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations.actions import EditedMeanwhile
from tests.activities.counts import wrong_counts
from tests.activities.together import contribution_of
from tests.factories import (
    EMPTY,
    a_comment,
    a_contribution,
    activity,
    fresh,
    journal,
)

pytestmark = pytest.mark.django_db


# --- Empty words say nothing ----------------------------------------------------------------------------------------

SAYING: dict[str, Callable[[Person, Contribution], object]] = {
    "a title": lambda by, it: contributions.submit(by=by, to=it.activity, title=EMPTY, body="Des bancs."),
    "a contribution": lambda by, it: contributions.submit(by=by, to=it.activity, title="Des bancs", body=EMPTY),
    "a comment": lambda by, it: contributions.comment(by=by, under=it, body=EMPTY),
    "a question": lambda by, it: questions.ask(by=by, to=activity(it.activity.consultation, "questions"), body=EMPTY),
}


@pytest.mark.parametrize("say", SAYING.values(), ids=SAYING.keys())
def test_an_empty_text_is_refused_even_if_it_is_made_of_invisible_characters(
    say: Callable[[Person, Contribution], object], contribution: Contribution, resident: Person
) -> None:
    before = Version.objects.count()
    with pytest.raises(Refused):
        say(resident, contribution)
    assert Version.objects.count() == before


# --- Threads --------------------------------------------------------------------------------------------------------


def test_a_thread_goes_no_deeper_than_it_can_be_read(contribution: Contribution, neighbour: Person) -> None:
    parent, last = None, None
    for depth in range(DEEPEST + 3):
        last = a_comment(neighbour, contribution, f"Et encore {depth}.", parent=parent)
        parent = last
    assert last is not None
    assert last.depth == DEEPEST
    assert list(Comment.objects.in_reading_order().values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_a_reply_takes_the_side_of_what_it_replies_to(contribution: Contribution, neighbour: Person) -> None:
    against = a_comment(neighbour, contribution, side=Side.AGAINST)
    assert a_comment(neighbour, contribution, side=Side.FOR, parent=against).side == Side.AGAINST


def test_nobody_replies_to_a_withdrawn_comment_and_its_replies_stay(
    contribution: Contribution, neighbour: Person, other_resident: Person
) -> None:
    said = a_comment(neighbour, contribution)
    reply = a_comment(other_resident, contribution, parent=said)
    contributions.withdraw_comment(by=neighbour, under=contribution, comment=said)
    with pytest.raises(Refused):
        a_comment(other_resident, contribution, parent=Comment.objects.get(pk=said.pk))
    assert Comment.objects.with_words().get(pk=reply.pk).source.is_published
    assert not wrong_counts(contribution.activity.consultation)


def test_a_reply_stays_in_its_own_discussion(contribution: Contribution, neighbour: Person, resident: Person) -> None:
    elsewhere = a_comment(neighbour, a_contribution(resident, contribution.activity.consultation, "Des arbres"))
    with pytest.raises(Refused):
        a_comment(neighbour, contribution, parent=elsewhere)


# --- Contributions and positions ------------------------------------------------------------------------------------


def test_an_edit_is_a_new_version_and_the_earlier_one_stays(contribution: Contribution, resident: Person) -> None:
    told = {"theme": None, "neighbourhood": None, "stays_after_erasure": True, "reason": "Une précision."}
    contributions.edit(by=resident, contribution=contribution, title="Des bancs", body="Dix.", opened_on=1, **told)  # type: ignore[arg-type]
    bodies = list(contribution.source.versions.order_by("number").values_list("number", "body"))
    assert bodies[1] == (2, "Dix.")
    assert bodies[0][1].startswith("Il manque des bancs")
    with pytest.raises(EditedMeanwhile):
        contributions.edit(by=resident, contribution=contribution, title="A", body="B", opened_on=1, **told)  # type: ignore[arg-type]
    same = contribution_of(contribution.pk).source.words
    contributions.edit(by=resident, contribution=contribution, title=same.title, body=same.body, opened_on=2, **told)  # type: ignore[arg-type]
    assert contribution.source.versions.count() == 2
    assert journal()[-1] == "contributions.edited"


def test_a_position_can_change_and_keeps_the_version_it_judged(contribution: Contribution, neighbour: Person) -> None:
    for stance, reason in ((Stance.FOR, "De l'ombre !"), (Stance.AGAINST, "Trop cher."), (Stance.MIXED, "")):
        contributions.take_position(by=neighbour, contribution=contribution, stance=stance, reason=reason)
        assert not wrong_counts(contribution.activity.consultation)
    position = Position.objects.get()
    assert (position.stance, position.reason, position.version.number) == (Stance.MIXED, None, 1)
    contributions.withdraw_position(by=neighbour, contribution=contribution)
    contributions.withdraw_position(by=neighbour, contribution=contribution)
    assert not Position.objects.exists()
    assert not wrong_counts(contribution.activity.consultation)
    assert journal().count("contributions.position-withdrawn") == 1


def test_a_withdrawal_keeps_the_number_the_words_and_the_discussion(
    contribution: Contribution, resident: Person, neighbour: Person
) -> None:
    a_comment(neighbour, contribution)
    contributions.withdraw(by=resident, contribution=contribution)
    after = contribution_of(contribution.pk)
    assert after.source.standing == Standing.WITHDRAWN
    assert after.source.standing_since is not None
    assert after.source.versions.count() == 1
    assert Comment.objects.with_words().get().source.is_published
    assert a_contribution(resident, fresh(contribution.activity.consultation)).number == 2


def test_individual_positions_and_endorsements_are_not_public(
    contribution: Contribution, neighbour: Person, other_resident: Person
) -> None:
    said = a_comment(other_resident, contribution)
    contributions.take_position(by=neighbour, contribution=contribution, stance=Stance.FOR)
    contributions.endorse(by=neighbour, under=contribution, comment=said)
    hidden = set(Event.objects.filter(public=False).values_list("kind", flat=True))
    assert {"contributions.position-taken", "contributions.endorsed"} <= hidden
