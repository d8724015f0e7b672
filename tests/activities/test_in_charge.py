"""Who is in charge of a consultation, and who may go on with it when they have all left."""

import pytest

from cestvous.foundation.mandates.actions import end
from cestvous.foundation.people.models import Person
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations import actions as leading
from cestvous.procedure.consultations.models import Consultation
from tests.factories import fresh, journal
from tests.machinery.clock import MONDAY

pytestmark = pytest.mark.django_db


def _leaves(person: Person) -> None:
    end(mandate=person.mandates.get(), on=MONDAY.date())


def test_any_agent_takes_charge_of_a_consultation_that_nobody_leads_any_more(
    consultation: Consultation, agent: Person, other_agent: Person, resident: Person
) -> None:
    _leaves(agent)
    with pytest.raises(Refused):
        leading.take_charge(by=resident, consultation=fresh(consultation))
    leading.take_charge(by=other_agent, consultation=fresh(consultation))
    assert [mandate.person for mandate in fresh(consultation).agents_in_charge] == [other_agent]
    assert journal()[-1] == "consultations.taken-charge"
    leading.suspend(by=other_agent, consultation=fresh(consultation), reason="Le temps de relire le dossier.")


def test_nobody_takes_charge_where_somebody_leads_or_where_all_is_over(
    consultation: Consultation, agent: Person, other_agent: Person
) -> None:
    with pytest.raises(Refused):
        leading.take_charge(by=other_agent, consultation=consultation)
    leading.cancel(by=agent, consultation=consultation, reason="Le projet est abandonné.")
    _leaves(agent)
    with pytest.raises(Refused):
        leading.take_charge(by=other_agent, consultation=fresh(consultation))
    assert [mandate.person for mandate in fresh(consultation).agents_in_charge] == [agent]
