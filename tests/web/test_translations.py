"""Reading translations: where, with what note, and what is still the original."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from cestvous.activities.questions import actions as questions
from cestvous.activities.syntheses.models import Finding
from cestvous.foundation.people.models import Person
from cestvous.foundation.translations.actions import Rendering
from cestvous.procedure.consultations import actions
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.translations.reading import reference_of
from tests.factories import a_contribution, a_finding, a_question, in_phase
from tests.web.translating import SCREENS, in_english, in_french, overview, page, translate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def german_screens(settings: Settings) -> None:
    settings.LANGUAGES = SCREENS


def test_screens_in_its_language_show_the_translation_and_say_so(
    client: Client, consultation: Consultation, agent: Person
) -> None:
    translate(agent, consultation)
    shown = page(client, overview(consultation))
    assert "A square for all" in shown
    assert "Translated from French by the city" in shown
    assert "?original=1" in shown
    french = page(client, in_french("consultation", consultation.number, consultation.slug))
    assert "A square for all" not in french
    assert consultation.title in french


def test_the_original_is_one_click_away_and_marked_with_its_language(
    client: Client, consultation: Consultation, agent: Person
) -> None:
    actions.translate(
        by=agent, consultation=consultation, of=reference_of(consultation), into="en", opened_on=0,
        parts={"question": Rendering(consultation.question, "What should the square be?")},
    )  # fmt: skip
    shown = page(client, overview(consultation) + "?original=1")
    assert "What should the square be?" not in shown
    assert '<h1 lang="fr" dir="ltr">' in shown
    assert "Read the translation" in shown


def test_a_translation_of_words_that_have_changed_says_so(
    client: Client, consultation: Consultation, agent: Person
) -> None:
    actions.translate(
        by=agent, consultation=consultation, of=reference_of(consultation), into="en", opened_on=0,
        parts={"presentation": Rendering(consultation.presentation, "Two lanes, no trees.")},
    )  # fmt: skip
    assert "The original has changed" not in page(client, overview(consultation))
    Consultation.objects.filter(pk=consultation.pk).update(presentation="Tout autre chose.")
    shown = page(client, overview(consultation))
    assert "Two lanes, no trees." in shown
    assert "The original has changed since this translation." in shown


def test_what_is_taken_out_of_the_original_is_not_read_in_a_translation(
    client: Client, consultation: Consultation, agent: Person
) -> None:
    actions.translate(
        by=agent, consultation=consultation, of=reference_of(consultation), into="en", opened_on=0,
        parts={"not_open": Rendering("Le budget.", "The budget.")},
    )  # fmt: skip
    Consultation.objects.filter(pk=consultation.pk).update(not_open="")
    assert "The budget." not in page(client, overview(consultation))


def test_a_finding_is_read_translated_and_earlier_versions_as_they_were(
    client: Client, consultation: Consultation, agent: Person, resident: Person
) -> None:
    now = in_phase(consultation, "consultation")
    a_contribution(resident, now)
    now = in_phase(now, "synthesis")
    a_finding(now)
    now = in_phase(now, "debate")
    finding = Finding.objects.with_words().get()
    actions.translate(
        by=agent, consultation=now, of=finding.reference, into="en", opened_on=0,
        parts={"title": Rendering(finding.title, "Benches in the shade")},
    )  # fmt: skip
    for name in ("finding", "synthesis"):
        args = [now.number, finding.number] if name == "finding" else [now.number]
        assert "Benches in the shade" in page(client, in_english(name, *args))
    assert "Benches in the shade" in page(client, in_english("consultation", now.number, now.slug))
    assert "Benches in the shade" not in page(client, in_english("finding_version", now.number, finding.number, 1))
    assert "Benches in the shade" not in page(client, in_english("synthesis_version", now.number, 1))


def test_a_reply_is_read_translated_and_a_withdrawn_one_is_not(
    client: Client, consultation: Consultation, agent: Person, resident: Person
) -> None:
    now = in_phase(consultation, "presentation")
    question = a_question(resident, now)
    reply = questions.reply(by=agent, question=question, body="La ville paie.")
    actions.translate(
        by=agent, consultation=now, of=reply.reference, into="en", opened_on=0,
        parts={"body": Rendering("La ville paie.", "The city pays.")},
    )  # fmt: skip
    assert "The city pays." in page(client, in_english("questions", now.number))
    assert "La ville paie." in page(client, in_french("questions", now.number))


def test_cards_say_what_was_translated(client: Client, consultation: Consultation, agent: Person) -> None:
    translate(agent, consultation)
    for name in ("home", "consultations"):
        assert "A square for all" in page(client, in_english(name))


@pytest.mark.parametrize("name", ["consultation", "consultations", "questions", "procedure"])
def test_reading_translations_costs_one_query_and_none_in_the_original_s_language(
    name: str, client: Client, consultation: Consultation, agent: Person
) -> None:
    translate(agent, consultation)
    args = {"consultations": (), "consultation": (consultation.number, consultation.slug)}.get(
        name, (consultation.number,)
    )
    costs = []
    for where in (in_french(name, *args), in_english(name, *args)):
        with CaptureQueriesContext(connection) as asked:
            page(client, where)
        costs.append(sum("translations_translation" in query["sql"] for query in asked.captured_queries))
    assert costs == [0, 1]
