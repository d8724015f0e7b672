"""Searching in the contributions of a consultation."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from cestvous.activities.contributions import actions
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source, Standing, Version
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.contributions.listing import Listing
from cestvous.web.contributions.marking import excerpt_around, marked
from tests.factories import a_contribution, in_phase

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(consultation: Consultation, resident: Person) -> Consultation:
    consultation = in_phase(consultation, "consultation")
    a_contribution(resident, consultation, "Des bancs à l'ombre", "Devant l'**École** des Œillets.")
    a_contribution(resident, consultation, "Une école sans voitures", "Les vélos d'abord, puis les BANCS publics.")
    a_contribution(
        resident, consultation, "Végétaliser la place", "Des arbres, de l'ombre <b>fraîche</b> & rien d'autre."
    )
    return consultation


def search(client: Client, consultation: Consultation, q: str, **asked: str) -> Listing:
    answer = client.get(reverse("contributions", args=[consultation.number]), {"q": q, **asked})
    assert answer.status_code == 200
    shown: Listing = answer.context["page"]
    return shown


def found(client: Client, consultation: Consultation, q: str, **asked: str) -> list[int]:
    return [part.make().number for part in search(client, consultation, q, **asked).cards]


@pytest.mark.parametrize(
    ("q", "numbers"),
    [
        ("ecole", [2, 1]),
        ("ÉCOLES", [2, 1]),
        ("banc", [2, 1]),
        ("l'ombre", [3, 1]),
        ("velo", [2]),
        ("publique", [2]),
        ("végétalisation", [3]),
        ("oeillet", [1]),
        ("bancs école", [2, 1]),
        ("bancs arbres", []),
        ("banq", []),
        ("le la les", []),
        ("%", []),
        ("b", []),
        ("strong", []),
    ],
)
def test_accents_case_and_endings_do_not_matter(client: Client, said: Consultation, q: str, numbers: list[int]) -> None:
    assert found(client, said, q) == numbers


def test_nothing_typed_is_no_search(client: Client, said: Consultation) -> None:
    for nothing in ("", "   ", "\x00"):
        assert found(client, said, nothing) == [3, 2, 1]


def test_what_is_found_is_marked(client: Client, said: Consultation) -> None:
    cards = {part.make().number: part.make() for part in search(client, said, "ecole banc").cards}
    assert cards[1].title == "Des <mark>bancs</mark> à l&#x27;ombre"
    assert cards[1].excerpt == "Devant l&#x27;<mark>École</mark> des Œillets."
    assert "<mark>BANCS</mark> publics" in cards[2].excerpt
    html = client.get(reverse("contributions", args=[said.number]), {"q": "fraiche ombre"}).content.decode()
    assert "<mark>ombre</mark> &lt;b&gt;<mark>fraîche</mark>&lt;/b&gt; &amp; rien" in html
    assert 'value="fraiche ombre"' in html


def test_marks_never_change_what_is_read() -> None:
    words = "Peut-on « rouvrir » l'Ill ; <script> & l'ill ?"
    shown = marked(words, ["ill", "script"])
    assert shown.count("<mark>") == 3
    assert re.sub("</?mark>", "", shown) == marked(words, [])


def test_an_excerpt_begins_near_the_first_word_found() -> None:
    words = "Un mot. " * 60 + "Enfin les bancs arrivent. " + "Un mot. " * 60
    shown = excerpt_around(words, ["banc"])
    assert shown.startswith("… ")
    assert shown.endswith("…")
    assert "les bancs arrivent" in shown
    assert len(shown) < 230
    assert excerpt_around("Peu de mots", ["banc"]) == "Peu de mots"


def test_only_words_that_are_shown_are_found(client: Client, said: Consultation, resident: Person) -> None:
    one = a_contribution(resident, said, "Un kiosque", "Avec une fontaine.")
    actions.edit(
        by=resident, contribution=one, title="Un kiosque", body="Avec un glacier.", theme=None, neighbourhood=None,
        stays_after_erasure=True, reason="", opened_on=1,
    )  # fmt: skip
    assert found(client, said, "glacier") == [one.number]
    assert found(client, said, "fontaine") == []
    actions.withdraw(by=resident, contribution=one)
    assert found(client, said, "kiosque") == []
    Source.objects.filter(pk=one.source_id).update(standing=Standing.HIDDEN)
    assert found(client, said, "kiosque") == []


def test_a_search_narrows_and_sorts_like_any_choice(client: Client, said: Consultation) -> None:
    listing = search(client, said, "ombre", sort="fewest")
    assert [part.make().number for part in listing.cards] == [1, 3]
    assert listing.above.is_narrowed
    assert listing.above.asked.form()["q"].value() == "ombre"
    assert "2" in listing.above.narrowed_line


def test_another_consultation_is_not_searched(client: Client, said: Consultation, resident: Person) -> None:
    assert found(client, said, "place") == [3]
    Source.objects.filter(number=3).update(standing=Standing.WITHDRAWN)
    assert found(client, said, "place") == []


def test_what_was_said_before_there_was_a_search_is_found(client: Client, said: Consultation) -> None:
    Version.objects.update(stems="")
    assert found(client, said, "bancs") == []
    import_module("cestvous.foundation.sources.migrations.0002_stems").fill(apps, None)
    assert found(client, said, "bancs") == [2, 1]
