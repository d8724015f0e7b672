"""What resembles a title while it is being written."""

import json
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cestvous.activities.contributions import actions
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.contributions.resembling import resembling
from tests.commands.republique_numerique import RepubliqueNumerique, imported
from tests.factories import a_contribution, fresh, in_phase

pytestmark = pytest.mark.django_db

# Titles of the consultation of 2015, one in seven in the order of time, each said in other words by hand, with the id
# of its original in the public data set.
REWORDED = json.loads((Path(__file__).parents[1] / "data" / "reworded_titles.json").read_text(encoding="utf-8"))


@pytest.fixture
def said(consultation: Consultation, resident: Person) -> Consultation:
    consultation = in_phase(consultation, "consultation")
    a_contribution(resident, consultation, "Des bancs à l'ombre", "Devant l'école.")
    a_contribution(resident, consultation, "Une école <b>sans</b> voitures", "Et des vélos.")
    a_contribution(resident, consultation, "Planter des arbres", "De l'ombre pour les bancs.")
    a_contribution(resident, consultation, "Rouvrir la piscine", "Avec une école de natation.")
    return consultation


def numbers(consultation: Consultation, title: str) -> list[int]:
    return [int(link.url.rstrip("/").rsplit("/", 1)[1]) for link in resembling(consultation, title)]


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Plus de bancs ombragés", [1]),
        ("L'ombre et le banc", [1, 3]),
        ("Les écoles", [2]),
        ("natation", []),
        ("Un tramway", []),
        ("", []),
        ("à la", []),
        ("\x00%'", []),
    ],
)
def test_titles_that_share_words_resemble_each_other(said: Consultation, title: str, found: list[int]) -> None:
    assert numbers(said, title) == found


def test_what_is_withdrawn_resembles_nothing(said: Consultation, resident: Person) -> None:
    one = a_contribution(resident, said, "Un kiosque à musique")
    assert numbers(said, "Kiosques") == [one.number]
    actions.withdraw(by=resident, contribution=one)
    assert numbers(said, "Kiosques") == []


def test_scripts_are_given_a_piece_of_a_page(client: Client, said: Consultation) -> None:
    address = reverse("resembling_contributions", args=[said.number])
    words = client.get(address, {"title": "Une école"}).content.decode()
    assert reverse("contribution", args=[said.number, 2]) in words
    assert "&lt;b&gt;sans" in words
    assert "<html" not in words
    for nothing in ("?title=", "", "?title=%00", "?title=" + "a" * 3_000):
        assert client.get(address + nothing).content.decode().strip() == ""


def test_without_script_it_shows_when_the_form_comes_back(client: Client, said: Consultation, resident: Person) -> None:
    client.force_login(resident)
    address = reverse("contribute", args=[said.number])
    other = reverse("contribution", args=[said.number, 1])
    opened = client.get(address).content.decode()
    assert 'aria-live="polite"' in opened
    assert other not in opened
    refused = client.post(address, {"title": "D'autres bancs", "body": "", "language": "fr"})
    assert refused.status_code == 422
    assert other in refused.content.decode()


def test_it_costs_two_queries_however_much_was_said(
    said: Consultation, resident: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for index in range(20):
        a_contribution(resident, said, f"Des bancs partout, {index}", f"Corps {index}")
    consultation = fresh(said)
    assert consultation.activities
    with django_assert_num_queries(2):
        assert len(resembling(consultation, "Des bancs à l'ombre")) == 5


def test_ninety_of_a_hundred_reworded_titles_find_their_original_among_the_first_five(
    agent: Person, official: Person, tmp_path: Path
) -> None:
    consultation = imported(agent, official, tmp_path, "2026-03-20T18:00")
    number_of = {row["id"]: number for number, row in enumerate(RepubliqueNumerique().proposals, start=1)}
    assert len(REWORDED) == len({row["id"] for row in REWORDED}) == 100
    missed = [row for row in REWORDED if number_of[row["id"]] not in numbers(consultation, row["title"])]
    assert len(missed) <= 10, missed
