"""Translating: who may, what is kept, and what comes back when two write at once."""

import pytest
from django.test import Client
from pytest_django import Settings

from cestvous.foundation.journal.models import Event
from cestvous.foundation.people.models import Person
from cestvous.foundation.translations.actions import Rendering
from cestvous.foundation.translations.models import Translation
from cestvous.kernel.references import Reference
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations import actions
from cestvous.procedure.consultations.models import Consultation, State
from tests.factories import a_consultation, a_contribution, a_finding, a_signed_decision, in_phase
from tests.web.translating import SCREENS, form_of, in_english, overview, page, sent_to, translate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def german_screens(settings: Settings) -> None:
    settings.LANGUAGES = SCREENS


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


def test_a_translation_of_another_consultation_can_not_slip_in(consultation: Consultation, agent: Person) -> None:
    with pytest.raises(ValueError, match="can't be translated"):
        actions.translate(
            by=agent, consultation=consultation, of=Reference("finding", 1, consultation.number + 1), into="en",
            parts={"title": Rendering("Un", "One")}, opened_on=0,
        )  # fmt: skip
