"""What became of words: from a sentence to a milestone, and back."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution, Stance
from cestvous.activities.questions import actions as questions
from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import Outcome, SetAsideReason
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.design.shapes import ChainLink
from tests.factories import (
    a_closed_debate,
    a_comment,
    a_commitment,
    a_contribution,
    a_drafted_decision,
    a_finding,
    a_question,
    a_section,
    a_synthesis,
    activity,
    an_objection,
    fresh,
    in_phase,
)
from tests.web.browsing import page, read, shown, signed_in

pytestmark = pytest.mark.django_db


def links(client: Client, consultation: Consultation, n: int = 1) -> list[ChainLink]:
    response = client.get(page("contribution_chain", consultation.number, n))
    assert response.status_code == 200
    return list(response.context["links"])


@pytest.fixture
def cited(consultation: Consultation, resident: Person, neighbour: Person) -> Consultation:
    """In its synthesis: contribution 1 is cited by passage, 2 is set aside; nothing of it is published."""
    consultation = in_phase(consultation, "consultation")
    said = a_contribution(resident, consultation, "Des bancs", "Il manque des bancs à l'ombre. Merci.")
    other = a_contribution(neighbour, consultation, "Le tram", "Le tram est trop cher.")
    consultation = in_phase(consultation, "synthesis")
    agent = consultation.agents_in_charge[0].person
    finding = a_finding(consultation, "On veut s'asseoir", section=a_section(consultation))
    syntheses.cite(by=agent, finding=finding, source=said.source, quote="Il manque des bancs à l'ombre.")
    syntheses.set_aside(
        by=agent,
        activity=activity(consultation, "syntheses"),
        sources=[other.source],
        reason=SetAsideReason.OFF_TOPIC,
        words="Le tram n'est pas le sujet.",
    )
    return consultation


def test_what_is_not_published_is_not_told(client: Client, consultation: Consultation, cited: Consultation) -> None:
    for n in (1, 2):
        assert [link.when for link in links(client, cited, n)] == ["lived", "to-come"]
    assert "Le tram n'est pas le sujet." not in read(client, page("contribution_chain", cited.number, 2))


def test_the_chain_runs_from_the_first_word_to_the_last_milestone(
    client: Client, resident: Person, cited: Consultation
) -> None:
    number = cited.number
    consultation = in_phase(cited, "debate")
    assert [link.url for link in links(client, consultation)][1] == page("finding", number, 1)
    contribution = Contribution.objects.with_words().select_related("activity__consultation").get(number=1)
    finding = a_synthesis(consultation).findings.with_words().select_related("synthesis__activity").get(number=1)
    objection = an_objection(resident, contribution, finding=finding)
    assert [link.when for link in links(client, consultation)] == ["lived", "lived", "waiting", "to-come"]
    syntheses.reply(
        by=consultation.agents_in_charge[0].person,
        objection=objection,
        outcome=Outcome.MAINTAINED,
        body="Nous avons bien lu.",
    )
    a_closed_debate(fresh(consultation))
    consultation = in_phase(consultation, "decision")
    a_drafted_decision(consultation)
    a_commitment(consultation)
    consultation = in_phase(consultation, "follow-up")
    chain = links(client, consultation)
    assert [link.tone for link in chain] == ["consultation", "synthesis", "debate", "decision", "follow-up"]
    assert [link.url for link in chain] == [
        page("contribution", number, 1),
        page("finding", number, 1),
        page("objection", number, 1),
        f"{page('decision', number)}#constat-1",
        page("commitment", number, 1),
    ]
    words = read(client, page("contribution_chain", number, 1))
    assert "<mark>Il manque des bancs à l'ombre.</mark>" in words.replace("\u2019", "'")
    # And back: each page is one click from the next.
    for here, there in zip(chain[1:], chain, strict=False):
        if here.tone in ("synthesis", "debate"):
            assert there.url in read(client, here.url)
    decision = read(client, page("decision", number))
    assert 'id="constat-1"' in decision
    assert page("finding", number, 1) in decision
    assert page("commitment", number, 1) in decision
    assert page("finding", number, 1) in read(client, page("commitment", number, 1))
    assert f"{page('decision', number)}#constat-1" in read(client, page("commitment", number, 1))


def test_a_question_and_an_objection_are_followed_to_their_reply(
    resident: Person, agent: Person, consultation: Consultation
) -> None:
    question = a_question(resident, consultation, "Qui paiera ?")
    mine = signed_in(resident)

    def knots(index: int) -> list[ChainLink]:
        return list(shown(mine, page("my_words")).said[index].links)

    assert [link.when for link in knots(0)] == ["lived", "waiting"]
    questions.reply(by=agent, question=question, body="La ville, sur son budget.")
    assert [link.text for link in knots(0)] == ["", "La ville, sur son budget."]
    contribution = a_contribution(resident, in_phase(consultation, "consultation"))
    in_phase(consultation, "debate")
    contribution = Contribution.objects.with_words().select_related("activity__consultation").get(pk=contribution.pk)
    objection = an_objection(resident, contribution)
    assert [link.when for link in knots(0)] == ["lived", "waiting"]
    syntheses.reply(by=agent, objection=objection, outcome=Outcome.MAINTAINED, body="Le constat vous cite.")
    assert "Le constat vous cite." in knots(0)[1].text


def test_what_was_set_aside_says_why(client: Client, cited: Consultation) -> None:
    in_phase(cited, "debate")
    assert "Le tram n'est pas le sujet." in read(client, page("contribution_chain", cited.number, 2))


def test_withdrawn_words_are_not_repeated(client: Client, resident: Person, consultation: Consultation) -> None:
    consultation = in_phase(consultation, "consultation")
    said = a_contribution(resident, consultation, "Des bancs", "Mots retirés ensuite.")
    contributions.withdraw(by=resident, contribution=said)
    for reader in (client, signed_in(resident)):
        words = read(reader, page("contribution_chain", consultation.number, 1))
        assert "Mots retirés" not in words
    assert "Mots retirés" not in read(signed_in(resident), page("my_words"))


def test_there_is_no_chain_of_what_was_not_said(client: Client, consultation: Consultation) -> None:
    read(client, page("contribution_chain", consultation.number, 9), 404)


def test_my_words_are_mine(client: Client, resident: Person, neighbour: Person, consultation: Consultation) -> None:
    assert client.get(page("my_words")).status_code == 302
    assert "empty-state" in read(signed_in(resident), page("my_words"))
    a_question(resident, consultation, "Qui paiera ?")
    consultation = in_phase(consultation, "consultation")
    mine = a_contribution(resident, consultation, "Mes bancs")
    theirs = a_contribution(neighbour, consultation, "Leur parking")
    a_comment(resident, theirs, "Pas d'accord.")
    words = read(signed_in(resident), page("my_words")).replace("\u202f", " ").replace("\u2019", "'")
    for said in ("Qui paiera ?", "Mes bancs", "Pas d'accord."):
        assert said in words
    assert "Leur parking" not in words
    # Each leads to its place, a comment too.
    assert page("contribution", consultation.number, mine.number) in words
    assert f"{page('contribution', consultation.number, theirs.number)}?comment=1#c1" in words


def test_the_reason_of_a_position_leads_to_its_place(
    resident: Person, neighbour: Person, consultation: Consultation
) -> None:
    theirs = a_contribution(neighbour, in_phase(consultation, "consultation"))
    contributions.take_position(by=resident, contribution=theirs, stance=Stance.FOR, reason="Pour mes parents.")
    place = page("contribution", consultation.number, theirs.number)
    assert f"{place}#reasons" in read(signed_in(resident), page("my_words"))
    assert 'id="reasons"' in read(signed_in(resident), place)


def test_older_words_are_a_page_away(resident: Person, neighbour: Person, consultation: Consultation) -> None:
    number = in_phase(consultation, "consultation").number
    for index in range(12):
        a_contribution(resident, consultation, f"Idée {index}")
    a_contribution(neighbour, consultation, "Leur idée")
    mine = signed_in(resident)
    last = f"?before=contribution-{number}-3"
    assert f'{page("my_words")}{last}"' in read(mine, page("my_words"))
    titles = [said.title for said in mine.get(page("my_words") + last).context["page"].said]
    assert [title.rpartition(" ")[2] for title in titles] == ["1", "0"]
    # An address is never an error: another's words, or nobody's, narrow nothing.
    for place in (f"contribution-{number}-13", "contribution-9-9", "12", "reply-999999999-999999999", "a-b-c"):
        assert len(mine.get(page("my_words") + f"?before={place}").context["page"].said) == 10


@pytest.mark.parametrize("size", [2, 24])
def test_words_cost_the_same_whatever_came_of_them(
    consultation: Consultation, resident: Person, size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    consultation = in_phase(consultation, "consultation")
    said = [a_contribution(resident, consultation, f"Idée {index}") for index in range(size)]
    for row in said:
        a_comment(resident, row)
    consultation = in_phase(consultation, "synthesis")
    agent, section = consultation.agents_in_charge[0].person, a_section(consultation)
    for index in range(size):
        finding = a_finding(consultation, f"Constat {index}", section=section)
        for row in said:
            syntheses.cite(by=agent, finding=finding, source=row.source)
    consultation = in_phase(consultation, "decision")
    a_drafted_decision(consultation)
    for index in range(size):
        a_commitment(consultation, f"Engagement {index}")
    consultation = in_phase(consultation, "follow-up")
    mine = signed_in(resident)
    for address in (
        page("my_words"),
        page("my_words") + f"?before=contribution-{consultation.number}-{said[-1].number}",
    ):
        read(mine, address)
        with django_assert_max_num_queries(16):
            read(mine, address)
    with django_assert_max_num_queries(12):
        read(Client(), page("contribution_chain", consultation.number, 1))
