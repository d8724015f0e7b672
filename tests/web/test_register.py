"""The public register: official acts in words, narrowed, page by page; and the download, which anybody verifies."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cestvous.foundation.journal.actions import seal
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import a_consultation, a_contribution, a_question, in_phase
from tests.web.browsing import page, read

# What a transaction that is still open has written is not sealed: a test that holds one would see nothing.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lived(consultation: Consultation, resident: Person) -> Consultation:
    """A consultation with a few acts behind it."""
    a_question(resident, consultation)
    consultation = in_phase(consultation, "consultation")
    a_contribution(resident, consultation)
    return consultation


def kinds(client: Client, query: str = "") -> list[str]:
    """The addresses of the things named on the first page of the register."""
    response = client.get(page("journal") + query)
    assert response.status_code == 200
    return [event.url for event in response.context["page"].events]


def test_an_empty_register_says_so(client: Client) -> None:
    words = read(client, page("journal"))
    assert "empty-state" in words
    assert '<option value="" selected>Toutes</option>' in words
    assert '<option value="" selected>Tous</option>' in words


def test_acts_are_linked_to_what_they_are_about_newest_first(client: Client, lived: Consultation) -> None:
    addresses = kinds(client)
    contribution, question = page("contribution", lived.number, 1), page("question", lived.number, 1)
    assert addresses.index(contribution) < addresses.index(question)
    words = read(client, page("journal"))
    assert contribution in words
    # Codes are for machines.
    assert "contributions.submitted" not in words.replace('value="contributions.submitted"', "")
    read(client, contribution)
    read(client, question)


def test_restricted_acts_and_names_of_residents_are_not_shown(
    client: Client, agent: Person, lived: Consultation, resident: Person
) -> None:
    words = read(client, page("journal"))
    assert resident.name not in words
    # That a draft was begun is nobody's business; that the agent was appointed is everybody's.
    assert agent.name in words
    response = client.get(page("journal"))
    numbers = [event.number for event in response.context["page"].events]
    assert len(numbers) < response.context["page"].sealed


def test_it_narrows_by_consultation_and_kind(
    client: Client, agent: Person, official: Person, lived: Consultation
) -> None:
    other = a_consultation(agent, official, title="Une autre place")
    read(client, page("journal"))
    every = kinds(client)
    assert page("consultation_short", other.number) in every
    chosen = kinds(client, f"?consultation={lived.number}")
    assert page("consultation_short", other.number) not in chosen
    assert page("contribution", lived.number, 1) in chosen
    assert page("consultation_short", lived.number) in chosen
    asked = f"?consultation={lived.number}&kind=questions.asked"
    assert kinds(client, asked) == [page("question", lived.number, 1)]
    # An address is never an error.
    assert kinds(client, "?consultation=x&kind=y&before=z") == every
    assert "empty-state" in read(client, page("journal") + f"?consultation={other.number}&kind=questions.asked")


def test_what_a_draft_is_called_is_not_in_the_register(client: Client, agent: Person, official: Person) -> None:
    a_consultation(agent, official, title="Un projet secret", published=False)
    assert "Un projet secret" not in read(client, page("journal"))


def test_the_rest_is_a_page_away(client: Client, consultation: Consultation, resident: Person) -> None:
    for index in range(60):
        a_question(resident, consultation, f"Question {index} ?")
    read(client, page("journal"))
    first = client.get(page("journal") + "?kind=questions.asked").context["page"]
    assert len(first.events) == 50
    assert not first.newest
    second = client.get(first.older).context["page"]
    assert len(second.events) == 10
    assert not second.older
    assert second.events[0].number < first.events[-1].number
    assert client.get(second.newest).context["page"].events == first.events


def test_the_download_verifies(client: Client, lived: Consultation, tmp_path: Path) -> None:
    response = client.get(page("journal_download"))
    assert response.status_code == 200
    assert response.streaming
    assert response["Content-Disposition"] == 'attachment; filename="registre-2026-03-16.jsonl"'
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    file = tmp_path / "registre.jsonl"
    file.write_bytes(content)
    call_command("verify", str(file))
    entries = [json.loads(line) for line in content.splitlines()]
    assert len(entries) == client.get(page("journal")).context["page"].sealed + 2
    # Words and names are nowhere in it.
    for word in (b"Samira", b"bancs", b"travaux"):
        assert word not in content


def test_a_later_download_takes_up_where_the_earlier_one_ended(client: Client, lived: Consultation) -> None:
    read(client, page("journal"))
    response = client.get(page("journal_download") + "?after=3")
    lines = [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]  # type: ignore[attr-defined]
    assert lines[1]["number"] == 4


@pytest.mark.parametrize("size", [1, 70])
def test_the_register_costs_the_same_whatever_was_done(
    client: Client,
    consultation: Consultation,
    resident: Person,
    size: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for index in range(size):
        a_question(resident, consultation, f"Question {index} ?")
    while seal():
        pass
    for query in ("", "?before=40", f"?consultation={consultation.number}&kind=questions.asked"):
        with django_assert_max_num_queries(12):
            read(client, page("journal") + query)
