"""The cast: the same people, named by their role, in every test."""

import pytest
from django.contrib.auth.models import AnonymousUser

from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.mandates.models import Role
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import clock
from cestvous.procedure.consultations.models import Consultation
from tests.factories import PASSWORD, a_consultation, a_contribution, a_neighbourhood, a_person, appointed, in_phase


@pytest.fixture
def drouot(db: None) -> Neighbourhood:
    return a_neighbourhood("Drouot", 5_100)


@pytest.fixture
def centre(db: None) -> Neighbourhood:
    return a_neighbourhood("Centre", 11_200)


@pytest.fixture
def visitor() -> AnonymousUser:
    """Somebody without an account."""
    return AnonymousUser()


@pytest.fixture
def resident(drouot: Neighbourhood) -> Person:
    """Lives in Drouot."""
    return a_person("Samira Benali", neighbourhood=drouot)


@pytest.fixture
def other_resident(drouot: Neighbourhood) -> Person:
    """Lives in Drouot too."""
    return a_person("Paul Schmitt", neighbourhood=drouot)


@pytest.fixture
def neighbour(centre: Neighbourhood) -> Person:
    """Lives in the Centre."""
    return a_person("Elif Kaya", neighbourhood=centre)


@pytest.fixture
def council_member(drouot: Neighbourhood) -> Person:
    """Sits in the citizens' council of Drouot, where they live."""
    person = a_person("Jeanne Meyer", neighbourhood=drouot)
    appointed(person, Role.COUNCIL_MEMBER, "membre du conseil citoyen Drouot", neighbourhood=drouot)
    return person


@pytest.fixture
def agent(db: None) -> Person:
    """The agent in charge of ``consultation``."""
    person = a_person("Nadia Weber")
    appointed(person, Role.AGENT, "chargée de participation")
    return person


@pytest.fixture
def other_agent(db: None) -> Person:
    """A city agent who is not in charge of ``consultation``."""
    person = a_person("Hugo Lang")
    appointed(person, Role.AGENT, "chargé de mission espaces publics")
    return person


@pytest.fixture
def official(db: None) -> Person:
    """The elected official who sponsors ``consultation``."""
    person = a_person("Claire Muller")
    appointed(person, Role.OFFICIAL, "adjointe à l'urbanisme")
    return person


@pytest.fixture
def other_official(db: None) -> Person:
    """An elected official who sponsors another consultation, or none."""
    person = a_person("Marc Roth")
    appointed(person, Role.OFFICIAL, "adjoint aux sports")
    return person


@pytest.fixture
def conciliator(db: None) -> Person:
    person = a_person("Anne Keller")
    appointed(person, Role.CONCILIATOR, "conciliatrice municipale")
    return person


@pytest.fixture
def administrator(db: None) -> Person:
    """Runs the machine and holds no civic power."""
    return Person.objects.create_superuser("machine@exemple.test", PASSWORD, name="Machine", joined_at=clock.now())


@pytest.fixture
def consultation(agent: Person, official: Person) -> Consultation:
    """Published, from the standard template, its presentation beginning now; ``factories.in_phase`` leads it on."""
    return a_consultation(agent, official)


@pytest.fixture
def open_consultation(consultation: Consultation) -> Consultation:
    """``consultation``, in which residents now contribute."""
    return in_phase(consultation, "consultation")


@pytest.fixture
def contribution(open_consultation: Consultation, resident: Person) -> Contribution:
    """What ``resident`` contributes to it."""
    return a_contribution(resident, open_consultation)
