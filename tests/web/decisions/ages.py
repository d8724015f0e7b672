"""A decision at its three ages: findings to answer, a draft, a signed decision that is followed up."""

import pytest

from cestvous.activities.syntheses import actions as syntheses
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import a_commitment, a_contribution, a_drafted_decision, a_finding, a_section, in_phase


@pytest.fixture
def deciding(consultation: Consultation, resident: Person) -> Consultation:
    """In its decision, with two findings to answer."""
    consultation = in_phase(consultation, "consultation")
    said = a_contribution(resident, consultation)
    consultation = in_phase(consultation, "synthesis")
    agent, section = consultation.agents_in_charge[0].person, a_section(consultation)
    for title in ("Il manque des bancs", "Il faut de l'ombre"):
        finding = a_finding(consultation, title, section=section)
        syntheses.cite(by=agent, finding=finding, source=said.source)
    return in_phase(consultation, "decision")


@pytest.fixture
def drafted(deciding: Consultation) -> Consultation:
    a_drafted_decision(deciding)
    return deciding


@pytest.fixture
def signed(drafted: Consultation) -> Consultation:
    """In its follow-up, with one commitment."""
    a_commitment(drafted)
    return in_phase(drafted, "follow-up")
