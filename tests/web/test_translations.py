"""Translations: who writes them, who reads them, and what is still the original."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from pytest_django import Settings

from cestvous.activities.questions import actions as questions
from cestvous.activities.syntheses.models import Finding
from cestvous.foundation.journal.models import Event
from cestvous.foundation.people.models import Person
from cestvous.foundation.translations.actions import Rendering
from cestvous.foundation.translations.models import Translation
from cestvous.kernel.references import Reference
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations import actions
from cestvous.procedure.consultations.models import Consultation, State
from cestvous.web.translations.reading import reference_of
from tests.factories import a_consultation, a_contribution, a_finding, a_question, a_signed_decision, in_phase

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def german_screens(settings: Settings) -> None:
    settings.LANGUAGES = [("fr", "Français"), ("en", "English"), ("de", "Deutsch")]


def in_english(name: str, *args: object) -> str:
    with override("en"):
        return reverse(name, args=args)


def in_french(name: str, *args: object) -> str:
    with override("fr"):
        return reverse(name, args=args)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def translate(
    person: Person, consultation: Consultation, words: str = "A square for all", into: str = "en", opened_on: int = 0
) -> list[Translation]:
    return actions.translate(
        by=person,
        consultation=consultation,
        of=reference_of(consultation),
        into=into,
        parts={"title": Rendering(consultation.title, words)},
        opened_on=opened_on,
    )


def overview(consultation: Consultation) -> str:
    return in_english("consultation", consultation.number, consultation.slug)


def form_of(client: Client, address: str) -> dict[str, str]:
    form = client.get(address).context["page"].form
    return {field.html_name: "" if field.value() is None else str(field.value()) for field in form}


def sent_to(consultation: Consultation, kind: str = "consultation", n: int = 1, into: str = "en") -> str:
    return in_french("translate", consultation.number, kind, n, into)


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


def test_translations_are_only_ever_added_to(consultation: Consultation, agent: Person) -> None:
    first = translate(agent, consultation)[0]
    translate(agent, consultation, "A square for everyone", opened_on=first.pk)
    assert list(Translation.objects.order_by("pk").values_list("words", flat=True)) == [
        "A square for all",
        "A square for everyone",
    ]
    assert [row.words for row in Translation.objects.standing().order_by("pk")] == ["A square for everyone"]


def test_the_same_translation_sent_twice_is_added_once(consultation: Consultation, agent: Person) -> None:
    translate(agent, consultation)
    assert translate(agent, consultation) == []
    assert Translation.objects.count() == 1
    assert Event.objects.filter(kind="consultations.translated").count() == 1


def test_the_register_knows_that_it_was_done_and_never_the_words(consultation: Consultation, agent: Person) -> None:
    translate(agent, consultation)
    event = Event.objects.get(kind="consultations.translated")
    assert event.facts["language"] == "en"
    assert "square" not in str(event.facts)


def test_a_draft_is_translated_out_of_sight(client: Client, agent: Person, official: Person) -> None:
    draft_consultation = a_consultation(agent, official, published=False)
    translate(agent, draft_consultation)
    assert not Event.objects.get(kind="consultations.translated-before-publication").public
    assert client.get(overview(draft_consultation)).status_code == 404


@pytest.mark.parametrize("role", ["resident", "other_agent", "official", "administrator"])
def test_only_agents_in_charge_translate(
    role: str, request: pytest.FixtureRequest, consultation: Consultation, client: Client
) -> None:
    person = request.getfixturevalue(role)
    with pytest.raises(Refused):
        translate(person, consultation)
    client.force_login(person)
    assert client.get(sent_to(consultation)).status_code == 403
    assert client.post(sent_to(consultation), {"title": "No"}).status_code == 403
    assert not Translation.objects.exists()


def test_nothing_is_translated_once_a_consultation_is_archived(consultation: Consultation, agent: Person) -> None:
    Consultation.objects.filter(pk=consultation.pk).update(state=State.ARCHIVED)
    consultation.refresh_from_db()
    with pytest.raises(Refused):
        translate(agent, consultation)


def test_the_sponsor_translates_the_decision_that_they_signed(
    client: Client, consultation: Consultation, agent: Person, official: Person, resident: Person
) -> None:
    now = in_phase(consultation, "consultation")
    a_contribution(resident, now)
    now = in_phase(now, "synthesis")
    a_finding(now)
    now = in_phase(in_phase(now, "debate"), "decision")
    a_signed_decision(now)
    client.force_login(official)
    assert client.get(sent_to(now, "finding")).status_code == 403
    address = sent_to(now, "answer")
    answer = client.post(address, form_of(client, address) | {"reasons": "Benches will be put in."})
    assert answer.status_code == 302
    shown = page(Client(), in_english("decision", now.number))
    assert "Benches will be put in." in shown


def test_a_form_writes_every_part_and_comes_back_filled(
    client: Client, consultation: Consultation, agent: Person
) -> None:
    client.force_login(agent)
    address = sent_to(consultation)
    answer = client.post(address, form_of(client, address) | {"title": "  A square \x00 ", "question": "Which?"})
    assert answer.status_code == 302
    filled = form_of(client, address)
    assert (filled["title"], filled["question"]) == ("A square", "Which?")


def test_what_somebody_else_saved_meanwhile_is_shown_beside_what_was_typed(
    client: Client, consultation: Consultation, agent: Person
) -> None:
    client.force_login(agent)
    address = sent_to(consultation)
    opened = form_of(client, address)
    translate(agent, consultation, "Theirs")
    answer = client.post(address, opened | {"title": "Mine"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Theirs" in shown
    assert "Mine" in shown
    assert client.post(address, form_of(client, address) | {"title": "Mine"}).status_code == 302
    assert Translation.objects.standing().get(part="title").words == "Mine"


def test_an_original_that_changed_while_one_translated_asks_to_look_again(
    client: Client, consultation: Consultation, agent: Person
) -> None:
    client.force_login(agent)
    address = sent_to(consultation)
    opened = form_of(client, address)
    Consultation.objects.filter(pk=consultation.pk).update(title="Une autre place")
    answer = client.post(address, opened | {"title": "A square"})
    assert answer.status_code == 422
    assert "Une autre place" in answer.content.decode()
    assert not Translation.objects.exists()


@pytest.mark.parametrize("into", ["fr", "gsw", "xx"])
def test_one_translates_into_the_languages_of_the_screens_alone(
    into: str, client: Client, consultation: Consultation, agent: Person
) -> None:
    client.force_login(agent)
    assert client.get(sent_to(consultation, into=into)).status_code == 404


@pytest.mark.parametrize(("kind", "n"), [("contribution", 1), ("finding", 1), ("decision", 1), ("rien", 1)])
def test_what_is_not_the_city_s_or_not_published_is_not_translated(
    kind: str, n: int, client: Client, consultation: Consultation, agent: Person, resident: Person
) -> None:
    now = in_phase(consultation, "consultation")
    a_contribution(resident, now)
    now = in_phase(now, "synthesis")
    a_finding(now)
    client.force_login(agent)
    assert client.get(sent_to(now, kind, n)).status_code == 404


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


def test_a_translation_of_another_consultation_can_not_slip_in(consultation: Consultation, agent: Person) -> None:
    with pytest.raises(ValueError, match="can't be translated"):
        actions.translate(
            by=agent, consultation=consultation, of=Reference("finding", 1, consultation.number + 1), into="en",
            parts={"title": Rendering("Un", "One")}, opened_on=0,
        )  # fmt: skip
