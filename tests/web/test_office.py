"""People in office have a page; nobody else has."""

from datetime import timedelta

import pytest
from django.test import Client

from cestvous.activities.questions import actions as questions
from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import Outcome
from cestvous.foundation.mandates.models import Mandate, Role
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock
from cestvous.procedure.consultations.models import Consultation
from tests.factories import (
    a_consultation,
    a_contribution,
    a_person,
    a_question,
    an_objection,
    appointed,
    in_phase,
)
from tests.web.browsing import page, read, shown

pytestmark = pytest.mark.django_db


def number_of(person: Person) -> int:
    return Mandate.objects.filter(person=person).order_by("pk")[0].pk


def test_an_official_and_an_agent_have_a_page_with_what_they_did_in_office(
    client: Client, consultation: Consultation, agent: Person, official: Person, resident: Person
) -> None:
    asked = a_question(resident, consultation)
    questions.reply(by=agent, question=asked, body="La ville.")
    said = a_contribution(resident, in_phase(consultation, "consultation"))
    consultation = in_phase(consultation, "debate")
    syntheses.reply(
        by=agent, objection=an_objection(resident, said), outcome=Outcome.MAINTAINED, body="Le constat vous cite."
    )
    in_phase(consultation, "follow-up")
    a_consultation(agent, official, title="Brouillon", published=False)

    told = shown(client, page("person", "nadia-weber", number_of(agent)))
    assert [mandate.function for mandate in told.mandates] == ["chargée de participation"]
    assert [row.title for row in told.led] == [consultation.title]
    assert (told.questions, told.objections) == (1, 1)
    assert not told.signed

    told = shown(client, page("person", "claire-muller", number_of(official)))
    assert [row.title for row in told.signed] == [consultation.title]
    html = read(client, page("person", "claire-muller", number_of(official)))
    assert "arrêté 2025-001" in html
    assert "depuis le 1" in html


def test_residents_council_members_and_those_to_come_have_no_page_and_nothing_tells_it_apart(
    client: Client, resident: Person, council_member: Person, conciliator: Person
) -> None:
    future = appointed(resident, Role.AGENT, "bientôt agente", starts_on=clock.now().date() + timedelta(days=40))
    answers = [
        client.get(page("person", "personne", number))
        for number in (number_of(council_member), number_of(conciliator), future.pk, 999_999)
    ]
    assert {answer.status_code for answer in answers} == {404}
    named = [("membre du conseil", "Jeanne"), ("conciliat", "Anne Keller"), ("bientôt", "Samira"), ("999", "x-x-x")]
    for answer, (function, name) in zip(answers, named, strict=True):
        assert name not in answer.content.decode(), function


def test_somebody_who_held_several_mandates_has_one_page(client: Client, agent: Person) -> None:
    second = appointed(agent, Role.AGENT, "cheffe de projet")
    answer = client.get(page("person", "un-autre-nom", second.pk))
    assert answer.status_code == 301
    assert answer.headers["Location"] == page("person", "nadia-weber", number_of(agent))
    assert len(shown(client, answer.headers["Location"]).mandates) == 2


def test_one_whose_mandate_ended_keeps_their_page(client: Client) -> None:
    person = a_person("Louis Hartmann")
    ended = appointed(person, Role.OFFICIAL, "adjoint aux parcs", ends_on=clock.now().date() - timedelta(days=1))
    told = shown(client, page("person", "louis-hartmann", ended.pk))
    assert not told.current
    assert [mandate.function for mandate in told.mandates] == ["adjoint aux parcs"]


def test_the_page_of_somebody_in_office_is_reached_from_where_they_are_named(
    client: Client, consultation: Consultation, agent: Person, official: Person, resident: Person
) -> None:
    asked = a_question(resident, consultation)
    questions.reply(by=agent, question=asked, body="La ville.")
    a_contribution(resident, in_phase(consultation, "consultation"))
    consultation = in_phase(consultation, "follow-up")
    of_agent = page("person", "nadia-weber", number_of(agent))
    of_official = page("person", "claire-muller", number_of(official))
    number = consultation.number
    assert of_agent in read(client, page("questions", number))
    assert of_agent in read(client, page("synthesis", number))
    assert of_official in read(client, page("decision", number))
    overview = read(client, page("consultation", number, consultation.slug))
    assert of_agent in overview
    assert of_official in overview
    assert "/personnes/samira" not in read(client, page("contributions", number))
