"""A synthesis at its three ages: contributions to sum up, a draft, a debate."""

import pytest

from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import (
    a_contribution,
    a_finding,
    a_published_synthesis,
    a_section,
    in_phase,
)
from tests.web.syntheses.findings import BENCHES


@pytest.fixture
def contributed(consultation: Consultation, resident: Person, neighbour: Person) -> list[Contribution]:
    """Three contributions, one of them by a neighbour."""
    open_for_words = in_phase(consultation, "consultation")
    return [
        a_contribution(resident, open_for_words, "Des bancs", BENCHES),
        a_contribution(resident, open_for_words, "Une fontaine", "De l'eau pour les enfants."),
        a_contribution(neighbour, open_for_words, "Un parking", "Le parking doit rester."),
    ]


@pytest.fixture
def drafting(consultation: Consultation, contributed: list[Contribution]) -> Consultation:
    return in_phase(consultation, "synthesis")


@pytest.fixture
def published(drafting: Consultation) -> Consultation:
    """In debate, with one finding that cites everything."""
    a_finding(drafting, section=a_section(drafting))
    a_published_synthesis(drafting)
    return in_phase(drafting, "debate")
