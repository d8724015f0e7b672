"""The other audiences that a cell may have, and what mandates do in time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cestvous.foundation.mandates.actions import end
from cestvous.foundation.mandates.models import Role
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation, State
from cestvous.procedure.consultations.policy import leading_mandate, may, may_lead
from cestvous.procedure.rules.grid import Audience, AudienceKind
from tests.factories import a_consultation, a_neighbourhood, a_person, activity, appointed, fresh, phase_starts
from tests.machinery.clock import MONDAY
from tests.policy import table
from tests.policy.scene import standing_at


@pytest.fixture
def planned(agent: Person, official: Person) -> Consultation:
    return a_consultation(agent, official, starts=phase_starts(first=MONDAY + timedelta(days=1)))


def open_to(consultation: Consultation, audience: Audience) -> None:
    """Let every cell be for this audience only."""
    cells = tuple(replace(cell, audience=audience) for cell in consultation.grid.openings)
    consultation.__dict__["grid"] = replace(consultation.grid, openings=cells)


def _proved() -> Person:
    person = a_person("Luc Haas")
    person.residence_proved_on = date(2026, 1, 5)
    return person


ADMITTED = [
    (Audience(AudienceKind.ANYONE), {"resident", "neighbour", "newcomer", "proved", "councillor"}),
    (Audience(AudienceKind.ACCOUNT_HOLDERS), {"resident", "neighbour", "newcomer", "proved", "councillor"}),
    (Audience(AudienceKind.DECLARED_RESIDENTS), {"resident", "neighbour", "councillor"}),
    (Audience(AudienceKind.PROVED_RESIDENTS), {"proved"}),
    (Audience(AudienceKind.NEIGHBOURHOODS, neighbourhoods=frozenset({"centre"})), {"neighbour"}),
    (Audience(AudienceKind.ROLES, roles=frozenset({Role.COUNCIL_MEMBER.value})), {"councillor"}),
]


@pytest.mark.parametrize(("audience", "admitted"), ADMITTED, ids=[audience.kind.value for audience, _ in ADMITTED])
def test_a_cell_is_open_to_its_audience_and_to_nobody_else(
    audience: Audience,
    admitted: set[str],
    planned: Consultation,
    resident: Person,
    neighbour: Person,
    council_member: Person,
    administrator: Person,
) -> None:
    open_to(planned, audience)
    people = {
        "resident": resident,
        "neighbour": neighbour,
        "newcomer": a_person("Yann Tran"),
        "proved": _proved(),
        "councillor": council_member,
        "administrator": administrator,
    }
    row = activity(planned, "contributions")
    with standing_at(planned, table.CONSULTATION, State.PUBLISHED) as at:
        verdicts = {name: may(person, "contributions.comment", row, at) for name, person in people.items()}
    assert {name for name, verdict in verdicts.items() if verdict} == admitted
    assert all(verdict.reason for verdict in verdicts.values() if not verdict)


def test_nobody_takes_part_from_an_account_that_was_closed(planned: Consultation, resident: Person) -> None:
    resident.is_active = False
    with standing_at(planned, table.CONSULTATION, State.PUBLISHED) as at:
        assert not may(resident, "contributions.submit", activity(planned, "contributions"), at)


def test_a_mandate_serves_from_its_first_day_to_the_eve_of_its_end(planned: Consultation, agent: Person) -> None:
    mandate = agent.mandates.get()
    with standing_at(planned, table.SYNTHESIS, State.PUBLISHED) as at:
        end(mandate=mandate, on=at.date() + timedelta(days=1))
        last_day = Person.objects.get(pk=agent.pk)
        assert may(last_day, "syntheses.write", activity(planned, "syntheses"), at)
        assert not may(last_day, "syntheses.write", activity(planned, "syntheses"), at + timedelta(days=1))
        assert not may_lead(last_day, "consultations.suspend", planned, at + timedelta(days=1))


def test_the_administrator_holds_no_mandate_even_one_given_before(planned: Consultation, agent: Person) -> None:
    agent.is_administrator = True
    assert not may_lead(agent, "consultations.suspend", planned, MONDAY)


def test_somebody_with_several_mandates_leads_by_the_one_that_counts(official: Person, drouot: object) -> None:
    agent = a_person("Nadia Weber")
    appointed(agent, Role.AGENT, "chargée des archives")
    agency = appointed(agent, Role.AGENT, "chargée de participation")
    appointed(official, Role.OFFICIAL, "conseillère communautaire", starts_on=date(2024, 1, 1))
    urban = official.mandates.get(function="adjointe à l'urbanisme")
    consultation = a_consultation(agent, official, starts=phase_starts(first=MONDAY + timedelta(days=1)))
    consultation.agents.set([agency])
    consultation.sponsor = urban
    consultation.save()
    consultation = fresh(consultation)
    with standing_at(consultation, table.DECISION, State.PUBLISHED) as at:
        agent, official = Person.objects.get(pk=agent.pk), Person.objects.get(pk=official.pk)
        assert leading_mandate(agent, consultation, at) == agency
        assert leading_mandate(official, consultation, at) == urban
        assert may(official, "decisions.sign", activity(consultation, "decisions"), at)


def test_being_a_neighbour_is_read_from_the_account_and_nothing_else(planned: Consultation) -> None:
    open_to(planned, Audience(AudienceKind.NEIGHBOURHOODS, neighbourhoods=frozenset({"drouot"})))
    seat_elsewhere = a_person("Jean Klein")
    appointed(
        seat_elsewhere, Role.COUNCIL_MEMBER, "membre du conseil citoyen Drouot", neighbourhood=a_neighbourhood("Drouot")
    )
    with standing_at(planned, table.CONSULTATION, State.PUBLISHED) as at:
        assert not may(seat_elsewhere, "contributions.comment", activity(planned, "contributions"), at)
