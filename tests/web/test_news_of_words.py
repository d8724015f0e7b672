"""What is new of one's words, since one last said "I have seen it"; and what one stands for, for oneself alone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution, Stance
from cestvous.activities.decisions import actions as decisions
from cestvous.activities.decisions.models import Commitment
from cestvous.activities.questions import actions as questions
from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import Finding, Outcome, SetAsideReason
from cestvous.foundation.discussions.models import Side
from cestvous.foundation.people.actions import mark_words_seen
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.words.news import news_of
from tests.factories import (
    a_comment,
    a_commitment,
    a_contribution,
    a_drafted_decision,
    a_finding,
    a_question,
    a_signed_decision,
    activity,
    an_objection,
    fresh,
    in_phase,
)
from tests.machinery.clock import travel
from tests.web.browsing import page, read, send, shown, signed_in

pytestmark = pytest.mark.django_db


def new(person: Person) -> list[str]:
    """What is new to somebody, in a word each, the earliest first."""
    return [row.what for row in reversed(news_of(Person.objects.get(pk=person.pk), clock.now()))]


def has_seen(person: Person) -> None:
    mark_words_seen(by=person, until=clock.now())
    travel(minutes=20)


def test_each_thing_that_becomes_of_words_is_news_once(
    resident: Person, neighbour: Person, agent: Person, consultation: Consultation
) -> None:
    question = a_question(resident, consultation)
    assert new(resident) == []
    travel(minutes=1)
    questions.reply(by=agent, question=question, body="La ville.")
    assert new(resident) == ["replied"]
    has_seen(resident)
    assert new(resident) == []

    consultation = in_phase(consultation, "consultation")
    mine, aside = a_contribution(resident, consultation), a_contribution(resident, consultation, "Le tram")
    said = a_comment(resident, mine, "Je précise.")
    a_comment(resident, mine, "Moi-même.", parent=said)
    a_comment(neighbour, mine, "Vraiment ?", parent=said)
    assert new(resident) == ["commented"]
    has_seen(resident)

    consultation = in_phase(consultation, "synthesis")
    finding = a_finding(consultation)
    for quote in ("", "Il manque des bancs"):
        syntheses.cite(by=agent, finding=finding, source=mine.source, quote=quote)
    syntheses.set_aside(
        by=agent, activity=activity(consultation, "syntheses"), sources=[aside.source],
        reason=SetAsideReason.OFF_TOPIC, words="Le tram n'est pas le sujet.",
    )  # fmt: skip
    assert new(resident) == [], "what is drafted is told"
    consultation = in_phase(consultation, "debate")
    assert sorted(new(resident)) == ["cited", "set-aside"]
    assert new(neighbour) == []
    has_seen(resident)

    mine = Contribution.objects.with_words().select_related("activity__consultation").get(pk=mine.pk)
    finding = Finding.objects.with_words().select_related("synthesis__activity__consultation").get(pk=finding.pk)
    objection = an_objection(resident, mine, finding=finding)
    syntheses.reply(
        by=agent, objection=objection, outcome=Outcome.REVISED, body="Vous avez raison.", title="Il manque des bancs",
        revised_body="On demande douze bancs.", finding=finding, opened_on=1,
    )  # fmt: skip
    assert sorted(new(resident)) == ["objection-revised", "revised"]
    has_seen(resident)

    consultation = in_phase(fresh(consultation), "decision")
    a_drafted_decision(consultation)
    a_commitment(consultation)
    assert new(resident) == []
    consultation = in_phase(consultation, "follow-up")
    (signed,) = news_of(Person.objects.get(pk=resident.pk), clock.now())
    assert (signed.what, signed.many) == ("signed", 1)
    has_seen(resident)

    row = Commitment.objects.with_milestones().select_related("decision__activity__consultation").get()
    step = row.milestones.all()[0]
    travel(days=(step.due_on - timezone.localdate(clock.now())).days)
    assert new(resident) == []
    travel(days=1)
    assert new(resident) == ["late"]
    has_seen(resident)
    assert new(resident) == [], "late is news once"
    decisions.report(by=agent, commitment=row, body="Fait.", milestone=step, done_on=timezone.localdate(clock.now()))
    assert new(resident) == ["done"]
    has_seen(resident)

    decisions.begin_rectification(by=agent, activity=activity(consultation, "decisions"), reason="Une erreur.")
    a_signed_decision(consultation)
    assert new(resident) == ["rectified"]
    assert new(neighbour) == []

    # Each is written in words, and leads to a page that is there.
    Person.objects.filter(pk=resident.pk).update(words_seen_at=None)
    mine_too = signed_in(resident)
    told = shown(mine_too, page("my_words")).news
    assert len(told) == len(new(resident)) == 8
    for row_told in told:
        assert row_told.title
        assert mine_too.get(row_told.url).status_code == 200, row_told.url


def test_a_contribution_rewritten_after_a_position_is_news_to_who_took_it(
    resident: Person, neighbour: Person, open_consultation: Consultation
) -> None:
    theirs = a_contribution(resident, open_consultation)
    contributions.take_position(by=neighbour, contribution=theirs, stance=Stance.FOR)
    travel(minutes=20)
    contributions.edit(
        by=resident, contribution=theirs, title="Vingt bancs", body="Il en manque vingt.", theme=None,
        neighbourhood=None, stays_after_erasure=True, reason="Je précise", opened_on=1,
    )  # fmt: skip
    assert new(neighbour) == ["rewritten"]
    assert new(resident) == []
    (stood,) = shown(signed_in(neighbour), page("my_positions")).stood
    assert stood.rewritten


def test_looking_marks_nothing_as_seen_and_the_button_does(
    resident: Person, agent: Person, consultation: Consultation
) -> None:
    question = a_question(resident, consultation)
    travel(minutes=1)
    questions.reply(by=agent, question=question, body="La ville.")
    mine = signed_in(resident)
    for _again in range(2):
        assert len(shown(mine, page("my_words")).news) == 1
    assert mine.get(page("words_seen")).status_code == 405
    until = shown(mine, page("my_words")).until
    # What came after the page was made stays new.
    travel(minutes=20)
    question = a_question(resident, consultation, "Et quand ?")
    travel(minutes=1)
    questions.reply(by=agent, question=question, body="En mai.")
    send(mine, page("words_seen"), {"until": until})
    assert new(resident) == ["replied"]
    send(mine, page("words_seen"), {"until": clock.now().isoformat()})
    assert new(resident) == []


@pytest.mark.parametrize("until", ["", "demain", "2026-13-45T00:00:00Z", "2026-01-01", "2999-01-01T00:00:00+00:00"])
def test_what_cannot_be_an_instant_means_now_and_nothing_is_seen_ahead_of_time(resident: Person, until: str) -> None:
    send(signed_in(resident), page("words_seen"), {"until": until})
    assert Person.objects.get(pk=resident.pk).words_seen_at == clock.now()


@pytest.mark.parametrize(
    "until", ["0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59-12:00"]
)
def test_nothing_was_seen_before_one_joined_nor_is_an_instant_kept_that_no_page_can_read(
    resident: Person, until: str
) -> None:
    send(signed_in(resident), page("words_seen"), {"until": until})
    seen = Person.objects.get(pk=resident.pk).words_seen_at
    assert seen is not None
    assert resident.joined_at <= seen <= clock.now()


def test_what_was_seen_is_never_unseen(resident: Person) -> None:
    seen = clock.now()
    mark_words_seen(by=resident, until=seen)
    mark_words_seen(by=resident, until=seen - timedelta(days=3))
    assert Person.objects.get(pk=resident.pk).words_seen_at == seen


def test_positions_and_endorsements_are_for_their_own_eyes(
    resident: Person, neighbour: Person, open_consultation: Consultation
) -> None:
    theirs = a_contribution(resident, open_consultation, "Des bancs")
    said = a_comment(resident, theirs, "À l'ombre.", side=Side.FOR)
    contributions.take_position(by=neighbour, contribution=theirs, stance=Stance.MIXED)
    contributions.endorse(by=neighbour, under=theirs, comment=said)
    words = read(signed_in(neighbour), page("my_positions")).replace("\u2019", "'")
    for told in ("Des bancs", "À l'ombre.", page("contribution_chain", open_consultation.number, theirs.number)):
        assert told in words
    told_to_another = shown(signed_in(resident), page("my_positions"))
    assert (told_to_another.stood, told_to_another.agreed) == ([], [])
    assert Client().get(page("my_positions")).status_code == 302
    contributions.withdraw(by=resident, contribution=theirs)
    assert "Des bancs" not in read(signed_in(neighbour), page("my_positions"))


@pytest.mark.parametrize("size", [2, 15])
def test_positions_and_endorsements_cost_the_same_however_many(
    resident: Person,
    neighbour: Person,
    open_consultation: Consultation,
    size: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for index in range(size):
        theirs = a_contribution(resident, open_consultation, f"Idée {index}")
        contributions.take_position(by=neighbour, contribution=theirs, stance=Stance.FOR)
        said = a_comment(resident, theirs, f"Argument {index}.", side=Side.FOR)
        contributions.endorse(by=neighbour, under=theirs, comment=said)
    mine = signed_in(neighbour)
    read(mine, page("my_positions"))
    with django_assert_num_queries(6):
        read(mine, page("my_positions"))


def test_older_positions_are_a_page_away(resident: Person, neighbour: Person, open_consultation: Consultation) -> None:
    for index in range(23):
        theirs = a_contribution(resident, open_consultation, f"Idée {index}")
        contributions.take_position(by=neighbour, contribution=theirs, stance=Stance.FOR)
    mine = signed_in(neighbour)
    first = shown(mine, page("my_positions"))
    older = shown(mine, first.older_stood.split("#")[0])
    assert (len(first.stood), len(older.stood)) == (20, 3)
    assert not {row.url for row in first.stood} & {row.url for row in older.stood}
    # An address is never an error.
    for place in ("1-999", "999999999-999999999", "a-b", "12"):
        assert len(shown(mine, page("my_positions") + f"?positions={place}&appuis={place}").stood) == 20
