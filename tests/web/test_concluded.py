"""Once the synthesis is published or the decision signed, pages no longer await it, though its phase lasts."""

from typing import Any

import pytest
from django.test import Client

from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import a_contribution, a_published_synthesis, a_signed_decision, fresh, in_phase
from tests.web.browsing import page, read, signed_in

pytestmark = pytest.mark.django_db


def shown(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200
    return response.context


@pytest.fixture
def contributed(consultation: Consultation, resident: Person) -> Contribution:
    return a_contribution(resident, in_phase(consultation, "consultation"))


def test_a_published_synthesis_is_read_before_the_debate_begins(
    client: Client, contributed: Contribution, consultation: Consultation, agent: Person
) -> None:
    consultation = in_phase(consultation, "synthesis")
    address, write = (
        page("consultation", consultation.number, consultation.slug),
        page("synthesis_desk", consultation.number),
    )
    desk = signed_in(agent)
    before = shown(desk, address)
    assert write in [row.url for row in before["page"].invitations.offered]
    assert "Débat" not in before["frame"].here.detail

    a_published_synthesis(consultation)

    told = shown(client, address)
    assert "Débat à partir du" in told["frame"].here.detail
    assert told["page"].now.findings
    assert "publiée" in told["page"].invitations.goes_on
    assert write not in [row.url for row in shown(desk, address)["page"].invitations.offered]
    (card,) = shown(client, page("home"))["page"].turns.open_now
    assert [link.url for link in card.offered] == [page("synthesis", consultation.number)]
    assert card.here == told["frame"].here == shown(desk, page("desk"))["page"].under_way[0].here


def test_a_signed_decision_is_decided_before_follow_up_begins(
    client: Client, contributed: Contribution, consultation: Consultation, agent: Person
) -> None:
    consultation = in_phase(consultation, "decision")
    address, decision = (
        page("consultation", consultation.number, consultation.slug),
        page("decision", consultation.number),
    )
    draft = page("decision_desk", consultation.number)
    desk = signed_in(agent)
    assert draft in read(desk, decision)
    assert draft in [row.url for row in shown(desk, address)["page"].invitations.offered]
    assert shown(client, page("home"))["page"].turns.with_the_city

    a_signed_decision(fresh(consultation))

    assert draft not in read(desk, decision)
    assert draft not in [row.url for row in shown(desk, address)["page"].invitations.offered]
    told = shown(client, address)
    assert "Suivi à partir du" in told["frame"].here.detail
    assert "signée" in told["page"].invitations.goes_on
    assert told["page"].now.decided.answers[0].url.startswith(f"{decision}?reponse=")
    figures = {figure.label: figure.url for figure in told["page"].figures}
    assert figures["contribution"] == page("contributions", consultation.number)
    home = shown(client, page("home"))["page"]
    assert not home.turns.with_the_city
    (card,) = home.turns.decided
    assert [link.url for link in card.offered] == [decision]
