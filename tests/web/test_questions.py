"""Questions to the agents, and their replies."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cestvous.activities.questions import actions
from cestvous.activities.questions.models import Question
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import a_question, fresh, in_phase
from tests.machinery.clock import travel
from tests.web.browsing import page

pytestmark = pytest.mark.django_db


def test_an_empty_list_invites_to_ask(client: Client, consultation: Consultation, resident: Person) -> None:
    address = page("questions", consultation.number)
    assert "empty-state" in client.get(address).content.decode()
    client.force_login(resident)
    assert page("ask", consultation.number) in client.get(address).content.decode()


def test_a_resident_asks_and_the_question_says_that_it_waits(
    client: Client, consultation: Consultation, resident: Person
) -> None:
    client.force_login(resident)
    response = client.post(page("ask", consultation.number), {"body": "Qui paiera ?"})
    assert response["Location"] == page("question", consultation.number, 1)
    travel(days=3)
    (shown,) = client.get(page("questions", consultation.number)).context["page"].questions
    assert (shown.said.body, shown.reply) == ("Qui paiera ?", None)
    assert "3" in shown.waits


def test_a_refused_question_keeps_what_was_typed(client: Client, consultation: Consultation, resident: Person) -> None:
    client.force_login(resident)
    address = page("ask", consultation.number)
    assert client.post(address, {"body": ""}).status_code == 422
    in_phase(consultation, "synthesis")
    response = client.post(address, {"body": "À garder"})
    assert response.status_code == 422
    assert "À garder" in response.content.decode()
    closed = client.get(address)
    assert closed.status_code == 403
    assert "<textarea" not in closed.content.decode()


def test_a_visitor_learns_that_an_account_is_needed(client: Client, consultation: Consultation) -> None:
    response = client.get(page("ask", consultation.number))
    assert response.status_code == 403
    assert reverse("account_login") in response.content.decode()


def test_agents_and_the_sponsor_reply_with_their_function_and_nobody_else_does(
    client: Client, consultation: Consultation, resident: Person, agent: Person, official: Person, other_agent: Person
) -> None:
    a_question(resident, consultation)
    a_question(resident, consultation, "Et les arbres ?")
    for number, person in ((1, agent), (2, official)):
        client.force_login(person)
        address = page("reply_to_question", consultation.number, number)
        assert address in client.get(page("questions", consultation.number)).content.decode()
        assert client.post(address, {"body": "La Ville.", "opened_on": "0"}).status_code == 302
    shown = client.get(page("questions", consultation.number)).context["page"].questions
    assert [(one.reply.kind, one.reply.function) for one in shown] == [
        ("official", "adjointe à l'urbanisme"),
        ("agent", "chargée de participation"),
    ]
    for person in (resident, other_agent):
        client.force_login(person)
        address = page("reply_to_question", consultation.number, 1)
        assert address not in client.get(page("questions", consultation.number)).content.decode()
        refused = client.get(address)
        assert refused.status_code == 403
        assert "<textarea" not in refused.content.decode()
        assert client.post(address, {"body": "Moi.", "opened_on": "1"}).status_code == 422


def test_an_edited_reply_is_a_new_version_and_the_earlier_one_stays_readable(
    client: Client, consultation: Consultation, resident: Person, agent: Person
) -> None:
    question = a_question(resident, consultation)
    actions.reply(by=agent, question=question, body="La Région.")
    client.force_login(agent)
    address = page("reply_to_question", consultation.number, 1)
    assert "La Région." in client.get(address).content.decode()
    client.post(address, {"body": "La Ville et la Région.", "opened_on": "1"})
    words = client.get(page("question", consultation.number, 1)).content.decode()
    assert "La Ville et la Région." in words
    assert "La Région.</p>" in words


def test_two_agents_who_reply_at_once_see_each_others_words(
    client: Client, consultation: Consultation, resident: Person, agent: Person, official: Person
) -> None:
    question = a_question(resident, consultation)
    actions.reply(by=official, question=question, body="Réponse de l'élue")
    client.force_login(agent)
    address = page("reply_to_question", consultation.number, 1)
    response = client.post(address, {"body": "Réponse de l'agente", "opened_on": "0"})
    assert response.status_code == 422
    words = response.content.decode()
    assert "Réponse de l’élue" in words or "Réponse de l'élue" in words or "Réponse de l&#x27;élue" in words
    assert "agente" in words
    assert 'name="opened_on" value="1"' in words


def test_a_withdrawn_question_leaves_the_list_and_keeps_its_page(
    client: Client, consultation: Consultation, resident: Person, neighbour: Person, agent: Person
) -> None:
    question = a_question(resident, consultation, "Mots secrets")
    actions.reply(by=agent, question=question, body="Une réponse qui reste.")
    address = page("withdraw_question", consultation.number, 1)
    client.force_login(neighbour)
    assert client.get(address).status_code == 403
    client.force_login(resident)
    assert "Mots secrets" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    words = client.get(page("question", consultation.number, 1)).content.decode()
    assert "Mots secrets" not in words
    assert "Une réponse qui reste." in words
    assert not client.get(page("questions", consultation.number)).context["page"].questions


def test_the_list_narrows_to_what_waits(
    client: Client, consultation: Consultation, resident: Person, agent: Person
) -> None:
    for index in range(3):
        a_question(resident, consultation, f"Question {index}")
    actions.reply(by=agent, question=Question.objects.get(number=2), body="Voici.")
    shown = client.get(page("questions", consultation.number), {"waiting": "1"}).context["page"]
    assert [one.number for one in shown.questions] == [3, 1]
    assert [facet.count for facet in shown.facets] == [2]


def test_those_who_lead_are_not_invited_to_ask(client: Client, consultation: Consultation, agent: Person) -> None:
    client.force_login(agent)
    assert page("ask", consultation.number) not in client.get(page("questions", consultation.number)).content.decode()
    assert reverse("account_login") not in client.get(page("ask", consultation.number)).content.decode()


def test_a_question_that_is_not_there_is_not_found(client: Client, consultation: Consultation) -> None:
    assert client.get(page("question", consultation.number, 7)).status_code == 404


@pytest.mark.parametrize("size", [5, 60])
def test_pages_cost_the_same_whatever_the_number(
    client: Client,
    consultation: Consultation,
    resident: Person,
    agent: Person,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    size: int,
) -> None:
    for index in range(size):
        question = a_question(resident, consultation, f"Question {index}")
        if index % 2:
            actions.reply(by=agent, question=question, body="Une réponse.")
            question = Question.objects.with_words().get(pk=question.pk)
            question.activity.consultation = fresh(consultation)
            actions.reply(by=agent, question=question, body="Une autre.", opened_on=1)
    addresses = [
        page("questions", consultation.number),
        page("questions", consultation.number) + "?waiting=1&before=40",
        page("question", consultation.number, 2),
        page("ask", consultation.number),
    ]
    for address in addresses:
        with django_assert_max_num_queries(12):
            client.get(address)
    for person in (resident, agent):
        client.force_login(person)
        for address in (*addresses, page("reply_to_question", consultation.number, 2)):
            with django_assert_max_num_queries(16):
                client.get(address)
