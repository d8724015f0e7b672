"""Reading a consultation: where it stands, what one can do, what was said, its procedure."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import Finding
from cestvous.foundation.discussions.models import Side
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.procedure.consultations import actions
from cestvous.procedure.consultations.models import Consultation
from tests.factories import (
    a_closed_debate,
    a_comment,
    a_commitment,
    a_consultation,
    a_contribution,
    a_drafted_decision,
    a_finding,
    a_person,
    a_published_synthesis,
    a_section,
    an_objection,
    fresh,
    in_phase,
)
from tests.machinery.clock import PARIS, travel
from tests.web.browsing import page, read, signed_in

pytestmark = pytest.mark.django_db


def overview(client: Client, consultation: Consultation) -> Any:
    response = client.get(page("consultation", consultation.number, consultation.slug))
    assert response.status_code == 200
    return response


def offered(client: Client, consultation: Consultation) -> list[str]:
    """Where the buttons of the first page lead, the main one first."""
    invitations = overview(client, consultation).context["page"].invitations
    return [invitation.url for invitation in invitations.offered]


# --- Addresses ------------------------------------------------------------------------------------------------------


def test_the_number_is_the_address_and_words_are_decoration(client: Client, consultation: Consultation) -> None:
    address = page("consultation", consultation.number, consultation.slug)
    for other in (page("consultation_short", consultation.number), page("consultation", consultation.number, "autre")):
        response = client.get(other)
        assert response.status_code in (301, 302)
        assert response["Location"] == address
    read(client, page("consultation_short", 999), 404)
    read(client, page("procedure", 999), 404)


def test_the_list_shows_what_is_public_a_page_at_a_time(client: Client, agent: Person, official: Person) -> None:
    assert "empty-state" in read(client, page("consultations"))
    for index in range(22):
        a_consultation(agent, official, title=f"Place {index:02}")
    a_consultation(agent, official, title="Place secrète", published=False)
    first = read(client, page("consultations"))
    assert "Place 21" in first
    assert "Place 01" not in first
    assert "secrète" not in first
    assert "?before=3" in first
    assert "Place 01" in read(client, page("consultations") + "?before=3")


# --- What one can do ------------------------------------------------------------------------------------------------


def test_a_visitor_is_led_through_signing_in(client: Client, consultation: Consultation, resident: Person) -> None:
    consultation = in_phase(consultation, "consultation")
    contribute = page("contribute", consultation.number)
    assert page("account_login") in offered(client, consultation)[0]
    assert contribute in offered(client, consultation)[0].replace("%2F", "/")
    assert overview(client, consultation).context["page"].invitations.needs_account
    assert offered(signed_in(resident), consultation)[0] == contribute


def test_who_takes_no_part_learns_why(consultation: Consultation, administrator: Person) -> None:
    consultation = in_phase(consultation, "consultation")
    invitations = overview(signed_in(administrator), consultation).context["page"].invitations
    assert not invitations.offered
    assert invitations.refusal is not None
    address = page("consultation", consultation.number, consultation.slug)
    assert "notice-refusal" in read(signed_in(administrator), address)


def test_who_has_no_neighbourhood_learns_what_naming_one_would_change(consultation: Consultation) -> None:
    consultation = in_phase(consultation, "consultation")
    invitations = overview(signed_in(a_person()), consultation).context["page"].invitations
    assert page("contribute", consultation.number) not in [row.url for row in invitations.offered]
    assert invitations.remedy.url.startswith(f"{page('account')}?next=")


def test_in_the_synthesis_it_says_what_goes_on_and_what_comes(client: Client, consultation: Consultation) -> None:
    invitations = overview(client, in_phase(consultation, "synthesis")).context["page"].invitations
    assert not invitations.offered
    assert invitations.goes_on
    assert invitations.next


@pytest.mark.parametrize(
    ("phase", "name"),
    [
        ("synthesis", "synthesis_desk"),
        ("debate", "objections"),
        ("decision", "decision_desk"),
        ("follow-up", "decision"),
    ],
)
def test_those_who_lead_find_their_own_acts_first(
    agent: Person, consultation: Consultation, phase: str, name: str
) -> None:
    consultation = in_phase(consultation, phase)
    assert offered(signed_in(agent), consultation)[0] == page(name, consultation.number)


def test_there_is_one_main_button(client: Client, consultation: Consultation) -> None:
    consultation = in_phase(consultation, "consultation")
    words = read(client, page("consultation", consultation.number, consultation.slug))
    assert words.count("button-primary") == 1


def test_what_one_can_do_comes_before_the_phases_and_the_parts(client: Client, consultation: Consultation) -> None:
    consultation = in_phase(consultation, "consultation")
    words = read(client, page("consultation", consultation.number, consultation.slug))
    assert words.index('id="now"') < words.index('class="thread') < words.index('class="tabs"')


# --- What matters now -----------------------------------------------------------------------------------------------


def test_each_phase_shows_what_matters_in_it(client: Client, consultation: Consultation, resident: Person) -> None:
    assert not overview(client, consultation).context["page"].now.title
    consultation = in_phase(consultation, "consultation")
    assert "empty-state" in read(client, page("consultation", consultation.number, consultation.slug))
    said = [a_contribution(resident, consultation, f"Idée {index}") for index in range(4)]
    a_comment(resident, said[3])
    now = overview(client, consultation).context["page"].now
    assert [row.said.title for row in now.said] == ["Idée 3", "Idée 2", "Idée 1"]

    consultation = in_phase(consultation, "synthesis")
    now = overview(client, consultation).context["page"].now
    assert (now.coverage.cited, now.coverage.waiting) == (0, 4)
    assert not now.findings

    consultation = in_phase(consultation, "debate")
    finding = Finding.objects.select_related("synthesis__activity").with_words().get(number=1)
    an_objection(resident, said[0], finding=finding)
    now = overview(client, consultation).context["page"].now
    (row,) = now.findings
    assert row.url == page("finding", consultation.number, 1)
    assert now.coverage.waiting == 0

    consultation = in_phase(consultation, "decision")
    assert overview(client, consultation).context["page"].now.findings
    a_drafted_decision(consultation)
    a_commitment(consultation)
    # A draft shows nowhere.
    assert "Poser douze bancs" not in read(client, page("consultation", consultation.number, consultation.slug))

    consultation = in_phase(consultation, "follow-up")
    now = overview(client, consultation).context["page"].now
    assert [figure.value for figure in now.decided.answers] == [1]
    assert [row.title for row in now.decided.commitments] == ["Poser douze bancs"]


# --- The thread -----------------------------------------------------------------------------------------------------


def test_the_thread_says_what_is_lived_and_what_comes(client: Client, consultation: Consultation) -> None:
    consultation = in_phase(consultation, "synthesis")
    steps = overview(client, consultation).context["page"].steps
    assert [step.when for step in steps] == ["lived", "lived", "current", "to-come", "to-come", "to-come"]
    assert not any(step.moved_from for step in steps)


def test_while_a_phase_waits_the_page_says_what_for_and_since_when(
    client: Client, consultation: Consultation, resident: Person
) -> None:
    consultation = in_phase(consultation, "consultation")
    a_contribution(resident, consultation)
    consultation = in_phase(consultation, "synthesis")
    debate = consultation.schedule.phases[3]
    travel(to=debate.starts_at + timedelta(days=3))
    response = overview(client, consultation)
    steps = response.context["page"].steps
    assert [step.when for step in steps] == ["lived", "lived", "current", "waiting", "to-come", "to-come"]
    # Announced dates stand beside new ones.
    assert all(step.moved_from for step in steps[3:])
    missing = response.context["frame"].missing
    assert missing
    words = read(client, page("procedure", consultation.number))
    for row in missing:
        assert row.what in words
        assert row.waits_for in words
    a_published_synthesis(consultation)
    steps = overview(client, consultation).context["page"].steps
    assert [step.when for step in steps] == ["lived", "lived", "lived", "current", "to-come", "to-come"]
    assert steps[4].moved_from


def test_before_it_begins_nothing_is_lived(client: Client, agent: Person, official: Person) -> None:
    starts = [datetime(2026, 3, 9, 9, tzinfo=PARIS) + timedelta(weeks=3 * week) for week in range(6)]
    consultation = a_consultation(agent, official, starts=starts)
    response = overview(client, consultation)
    assert {step.when for step in response.context["page"].steps} == {"to-come"}
    assert response.context["page"].invitations.next


def test_a_suspended_consultation_says_why(client: Client, agent: Person, consultation: Consultation) -> None:
    actions.suspend(by=agent, consultation=consultation, reason="Une enquête publique commence.")
    assert "Une enquête publique commence." in read(
        client, page("consultation", consultation.number, consultation.slug)
    )
    assert not offered(client, consultation)


# --- Costs ----------------------------------------------------------------------------------------------------------


def _grown(consultation: Consultation, size: int, drouot: Neighbourhood) -> Consultation:
    """A consultation in its synthesis, in which much has been said and is cited in a draft."""
    people = [a_person(neighbourhood=drouot) for _ in range(3)]
    consultation = in_phase(consultation, "consultation")
    said = [a_contribution(people[index % 3], consultation, f"Idée {index}") for index in range(size)]
    for index in range(size):
        a_comment(people[index % 3], said[index], side=Side.NEUTRAL)
    consultation = in_phase(consultation, "synthesis")
    section = a_section(consultation)
    for index in range(size):
        finding = a_finding(consultation, f"Constat {index}", section=section)
        syntheses.cite(by=consultation.agents_in_charge[0].person, finding=finding, source=said[index].source)
    return consultation


@pytest.mark.parametrize("size", [2, 25])
def test_pages_cost_the_same_whatever_was_said(
    consultation: Consultation,
    agent: Person,
    resident: Person,
    drouot: Neighbourhood,
    size: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    readers = [(Client(), 12), (signed_in(resident), 16), (signed_in(agent), 16)]

    def check() -> None:
        addresses = (
            page("consultation", consultation.number, consultation.slug),
            page("procedure", consultation.number),
            page("consultations"),
        )
        for client, most in readers:
            for address in addresses:
                read(client, address)
                with django_assert_max_num_queries(most):
                    read(client, address)

    check()
    consultation = _grown(consultation, size, drouot)
    check()
    # The debate waits for its gate.
    travel(to=fresh(consultation).schedule.phases[3].starts_at + timedelta(days=2))
    check()
    a_published_synthesis(consultation)
    consultation = fresh(consultation)
    check()
    travel(to=consultation.schedule.phases[4].starts_at + timedelta(days=2))
    check()
    a_closed_debate(consultation)
    consultation = fresh(consultation)
    check()
    a_drafted_decision(consultation)
    for index in range(size):
        a_commitment(consultation, f"Engagement {index}")
    travel(to=fresh(consultation).schedule.phases[5].starts_at + timedelta(days=2))
    check()
    consultation = in_phase(consultation, "follow-up")
    check()
