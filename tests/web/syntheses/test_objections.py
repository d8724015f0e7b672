"""Objecting, replying, revising."""

import pytest
from django.test import Client

from cestvous.activities.contributions.models import Contribution
from cestvous.activities.syntheses import actions
from cestvous.activities.syntheses.models import (
    FindingVersion,
)
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import (
    activity,
    an_objection,
)
from tests.web.browsing import page, read, send, signed_in
from tests.web.syntheses.findings import finding_of

pytestmark = pytest.mark.django_db


def test_objections_are_for_those_who_contributed(
    client: Client, published: Consultation, other_resident: Person, drafting: Consultation
) -> None:
    address = page("object_to_synthesis", published.number)
    assert page("account_login") in read(client, address, status=403)
    assert "empty-state" in read(signed_in(other_resident), address)
    assert "empty-state" in read(client, page("objections", published.number))


def test_an_objection_is_withdrawn_by_its_author_alone(
    published: Consultation, contributed: list[Contribution], resident: Person, neighbour: Person, client: Client
) -> None:
    contribution = Contribution.objects.with_words().select_related("activity").get(pk=contributed[0].pk)
    contribution.activity = activity(published, "contributions")
    objection = an_objection(resident, contribution, "Vous m'avez oubliée.")
    address = page("withdraw_objection", published.number, objection.number)
    read(signed_in(neighbour), address, status=403)
    read(signed_in(resident), address)
    send(signed_in(resident), address)
    assert "oubliée" not in read(client, page("objection", published.number, objection.number))


def test_what_was_left_out_is_revised_once_a_finding_is_chosen(
    published: Consultation, contributed: list[Contribution], resident: Person, agent: Person
) -> None:
    contribution = Contribution.objects.with_words().get(pk=contributed[0].pk)
    contribution.activity = activity(published, "contributions")
    objection = an_objection(resident, contribution)
    address, desk = page("reply_to_objection", published.number, objection.number), signed_in(agent)
    assert 'name="revised_body"' not in read(desk, address)
    assert 'name="revised_body"' in read(desk, address + "?finding=1")
    send(desk, address, {"outcome": "revised", "body": "Oui."}, status=422)
    send(desk, address, {"outcome": "maintained", "body": "Le constat 1 vous cite."})
    assert "Le constat 1 vous cite." in read(desk, page("objections", published.number) + "?state=replied")
    read(desk, address, status=403)


def test_a_reply_written_on_an_older_version_shows_the_newer_one(
    published: Consultation, contributed: list[Contribution], resident: Person, agent: Person
) -> None:
    contribution, finding = Contribution.objects.with_words().get(pk=contributed[0].pk), finding_of(published, 1)
    contribution.activity = activity(published, "contributions")
    objection = an_objection(resident, contribution, finding=finding)
    actions.revise(
        by=agent, finding=finding, title="Autre", body="Les mots d'une autre.", reason="Clarté.", opened_on=1
    )
    desk, address = signed_in(agent), page("reply_to_objection", published.number, objection.number)
    typed: dict[str, object] = {
        "outcome": "revised", "body": "Oui.", "title": "Le mien", "revised_body": "Mes mots à moi.", "opened_on": 1
    }  # fmt: skip
    shown = send(desk, address, typed, status=422)
    assert "Mes mots à moi." in shown
    assert "Les mots d'une autre." in shown
    assert 'name="opened_on" value="2"' in shown
    send(desk, address, typed | {"opened_on": 2})
    assert finding_of(published, 1).words.number == 3


def test_a_finding_is_revised_during_the_debate(published: Consultation, agent: Person, resident: Person) -> None:
    desk, address = signed_in(agent), page("revise_finding", published.number, 1)
    read(signed_in(resident), address, status=403)
    words = finding_of(published, 1).words
    same: dict[str, object] = {"title": words.title, "body": words.body, "reason": "Rien.", "opened_on": 1}
    read(desk, address)
    send(desk, address, same, status=422)
    send(desk, address, same | {"body": "Plus clair."})
    assert FindingVersion.objects.filter(finding__number=1).count() == 2
    assert address in read(desk, page("synthesis_desk", published.number))
