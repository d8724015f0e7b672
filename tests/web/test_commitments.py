"""What the city undertook, by date: pages and calendars."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from cestvous.activities.decisions import actions
from cestvous.activities.decisions.models import Commitment
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import clock
from cestvous.procedure.consultations.models import Consultation
from tests.factories import a_commitment, a_consultation, a_drafted_decision, in_phase
from tests.machinery.clock import travel
from tests.web.browsing import page, read, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def undertaken(consultation: Consultation) -> Consultation:
    """In its follow-up, with one commitment: a milestone 60 days after it was drafted, the whole after 120."""
    consultation = in_phase(consultation, "decision")
    a_drafted_decision(consultation)
    a_commitment(consultation)
    return in_phase(consultation, "follow-up")


def the_commitment() -> Commitment:
    return Commitment.objects.with_milestones().select_related("decision__activity__consultation").get()


def reported(agent: Person, **told: Any) -> None:
    row = the_commitment()
    milestone = row.milestones.all()[0]
    actions.report(by=agent, commitment=row, body="Voilà.", milestone=milestone, **told)


def told(client: Client, address: str) -> dict[str, list[str]]:
    """The titles of the steps on a page: late, then by month."""
    agenda = shown(client, address)
    months = {month.key: [row.title for row in month.steps] for month in agenda.months}
    return {"late": [row.title for row in agenda.late], **months}


def events(client: Client, address: str) -> list[Any]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_steps_to_come_stand_in_their_months(client: Client, undertaken: Consultation) -> None:
    row = the_commitment()
    milestone = row.milestones.all()[0]
    for address in (page("city_commitments"), page("commitments", undertaken.number)):
        months = told(client, address)
        assert months["late"] == []
        assert months[f"{milestone.due_on:%Y-%m}"] == ["Les emplacements sont choisis"]
        assert page("commitment", undertaken.number, 1) in read(client, address)


def test_what_is_late_is_said_first_with_since_when(client: Client, undertaken: Consultation) -> None:
    due = the_commitment().milestones.all()[0].due_on
    travel(days=(due - timezone.localdate(clock.now())).days)
    assert told(client, page("city_commitments"))["late"] == [], "late on the very day on which it is due"
    travel(days=3)
    assert told(client, page("city_commitments"))["late"] == ["Les emplacements sont choisis"]
    (late,) = shown(client, page("city_commitments")).late
    assert late.when.startswith("En retard de 3")
    assert told(client, page("city_commitments") + "?etat=coming")["late"] == []
    assert list(told(client, page("city_commitments") + "?etat=late")) == ["late"]


def test_what_is_done_says_whether_it_was_in_time(client: Client, agent: Person, undertaken: Consultation) -> None:
    today = timezone.localdate(clock.now())
    reported(agent, done_on=today)
    agenda = shown(client, page("city_commitments") + "?etat=done")
    rows = [row for month in agenda.months for row in month.steps]
    assert [row.step.state for row in rows] == ["done", "done"], "the commitment is kept with its last milestone"
    assert all("avant" in row.when for row in rows)
    assert {row.step.on for row in rows} == {today}


def test_a_year_without_steps_shows_the_nearest_one(client: Client, undertaken: Consultation) -> None:
    due = the_commitment().due_on
    for year in ("1", "1999", "9999", "demain", "99999999999"):
        assert shown(client, page("city_commitments") + f"?annee={year}").year in (due.year, due.year - 1)
    assert f"{due:%Y-%m}" in told(client, page("city_commitments") + f"?annee={due.year}")


def test_a_neighbourhood_has_its_steps_and_those_of_the_whole_city(
    client: Client, agent: Person, official: Person, drouot: Neighbourhood, centre: Neighbourhood
) -> None:
    for title, places in (("À Drouot", [drouot]), ("Partout", [])):
        consultation = in_phase(a_consultation(agent, official, title=title, neighbourhoods=places), "decision")
        a_drafted_decision(consultation)
        a_commitment(consultation, title)
        in_phase(consultation, "follow-up")

    def commitments(place: str) -> set[str]:
        agenda = shown(client, page("city_commitments") + f"?quartier={place}")
        rows = [*agenda.late, *(row for month in agenda.months for row in month.steps)]
        return {row.step.commitment for row in rows}

    assert commitments("drouot") == {"À Drouot", "Partout"}
    assert commitments("centre") == {"Partout"}
    assert commitments("") == {"À Drouot", "Partout"}
    chosen = {str(event["URL"]) for event in events(client, page("city_commitments_calendar") + "?quartier=centre")}
    assert len(chosen) == 1
    assert f"{page('city_commitments')}?quartier=drouot" in read(client, page("neighbourhood", "drouot"))


def test_nothing_is_undertaken_before_the_signature(client: Client, consultation: Consultation) -> None:
    consultation = in_phase(consultation, "decision")
    a_commitment(consultation)
    for address in (page("city_commitments"), page("commitments", consultation.number)):
        assert "empty-state" in read(client, address)
    for address in (page("city_commitments_calendar"), page("commitments_calendar", consultation.number)):
        assert events(client, address) == []


def test_the_commitments_of_a_draft_consultation_are_nowhere(client: Client, consultation: Consultation) -> None:
    Consultation.objects.filter(pk=consultation.pk).update(state="draft", published_at=None)
    for name in ("commitments", "commitments_calendar"):
        assert client.get(page(name, consultation.number)).status_code == 404


def test_a_calendar_moves_the_same_event_when_a_date_moves(
    client: Client, agent: Person, undertaken: Consultation
) -> None:
    address = page("commitments_calendar", undertaken.number)
    before = {str(event["UID"]): event for event in events(client, address)}
    moved = the_commitment().milestones.all()[0].due_on + timedelta(days=10)
    reported(agent, moved_to=moved)
    after = {str(event["UID"]): event for event in events(client, address)}
    assert before.keys() == after.keys()
    assert all(after[uid]["SEQUENCE"] > event["SEQUENCE"] for uid, event in before.items())
    assert moved in {event["DTSTART"].dt for event in after.values()}
    reported(agent, done_on=timezone.localdate(clock.now()))
    done = events(client, address)
    assert {str(event["UID"]) for event in done} == before.keys()
    assert all(str(event["SUMMARY"]).startswith("Fait") for event in done)


@pytest.mark.parametrize("size", [1, 20])
def test_an_agenda_costs_the_same_whatever_was_undertaken(
    client: Client, consultation: Consultation, size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    consultation = in_phase(consultation, "decision")
    a_drafted_decision(consultation)
    for index in range(size):
        a_commitment(consultation, f"Engagement {index}")
    in_phase(consultation, "follow-up")
    for address, most in (
        (page("city_commitments"), 5),
        (page("city_commitments_calendar"), 2),
        (page("commitments", consultation.number), 12),
        (page("commitments_calendar", consultation.number), 12),
    ):
        read(client, address)
        with django_assert_max_num_queries(most):
            read(client, address)


def test_a_commitment_as_a_whole_is_late_after_its_own_day(client: Client, undertaken: Consultation) -> None:
    row = the_commitment()
    travel(days=(row.due_on - timezone.localdate(clock.now())).days + 1)
    late = shown(client, page("commitments", undertaken.number)).late
    assert [(step.step.is_whole, step.step.due_on) for step in late] == [
        (False, row.milestones.all()[0].due_on),
        (True, row.due_on),
    ]
