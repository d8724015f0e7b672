"""Contributing, and standing somewhere on what others said."""

import pytest
from django.test import Client
from django.urls import reverse

from cestvous.activities.contributions import actions
from cestvous.activities.contributions.models import Contribution, Position, Stance
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import (
    a_contribution,
    a_person,
    in_phase,
)
from tests.web.browsing import page, read
from tests.web.filling import a_contribution_form

pytestmark = pytest.mark.django_db


def test_a_resident_contributes_and_reads_what_comes_next(
    client: Client, open_consultation: Consultation, resident: Person
) -> None:
    client.force_login(resident)
    address = page("contribute", open_consultation.number)
    assert 'name="title"' in read(client, address)
    response = client.post(address, a_contribution_form(), follow=True)
    assert response.redirect_chain[-1][0] == page("contribution", open_consultation.number, 1)
    assert response.context["page"].text.make().comes_next
    assert Contribution.objects.get().source.words.title == "Des bancs à l'ombre"


def test_a_refused_contribution_keeps_what_was_typed(
    client: Client, open_consultation: Consultation, resident: Person
) -> None:
    client.force_login(resident)
    address = page("contribute", open_consultation.number)
    response = client.post(address, a_contribution_form(title="", body="Mes mots à garder"))
    assert response.status_code == 422
    assert "Mes mots à garder" in response.content.decode()
    in_phase(open_consultation, "synthesis")
    response = client.post(address, a_contribution_form(body="Mes mots à garder"))
    assert response.status_code == 422
    assert "Mes mots à garder" in response.content.decode()
    assert response.context["page"].form.non_field_errors()
    assert not Contribution.objects.exists()


def test_invisible_characters_are_no_words(client: Client, open_consultation: Consultation, resident: Person) -> None:
    client.force_login(resident)
    response = client.post(
        page("contribute", open_consultation.number), a_contribution_form(title="\u200b", body="\u2060")
    )
    assert response.status_code == 422
    assert {"title", "body"} <= set(response.context["page"].form.errors)


def test_a_visitor_learns_that_an_account_is_needed(client: Client, open_consultation: Consultation) -> None:
    words = read(client, page("contribute", open_consultation.number), 403)
    assert reverse("account_login") in words
    assert 'name="title"' not in words
    assert client.post(page("contribute", open_consultation.number), a_contribution_form()).status_code == 403


def test_somebody_without_a_neighbourhood_is_sent_to_their_account(
    client: Client, open_consultation: Consultation
) -> None:
    client.force_login(a_person())
    assert reverse("account") in read(client, page("contribute", open_consultation.number), 403)


def test_before_it_opens_the_form_is_replaced_by_the_date(
    client: Client, consultation: Consultation, resident: Person
) -> None:
    client.force_login(resident)
    words = read(client, page("contribute", consultation.number), 403)
    assert 'name="title"' not in words
    assert "notice-refusal" in words


def test_a_position_is_taken_changed_and_withdrawn(
    client: Client, open_consultation: Consultation, resident: Person, neighbour: Person
) -> None:
    one = a_contribution(resident, open_consultation)
    client.force_login(neighbour)
    address = page("take_position", open_consultation.number, one.number)
    assert client.post(address, {"stance": "for", "reason": "Ma mère fatigue."}).status_code == 302
    assert client.post(address, {"stance": "mixed", "reason": "Ma mère fatigue vite."}).status_code == 302
    one.refresh_from_db()
    assert (one.for_count, one.mixed_count, one.against_count) == (0, 1, 0)
    positions = client.get(page("contribution", open_consultation.number, one.number)).context["page"].positions
    assert (positions.mine, [reason.body for reason in positions.reasons]) == ("mixed", ["Ma mère fatigue vite."])
    client.post(page("withdraw_position", open_consultation.number, one.number))
    assert not Position.objects.exists()


def test_reasons_are_shown_without_names(
    client: Client, open_consultation: Consultation, resident: Person, neighbour: Person
) -> None:
    one = a_contribution(resident, open_consultation)
    actions.take_position(by=neighbour, contribution=one, stance=Stance.AGAINST, reason="Trop cher pour la ville.")
    words = read(client, page("contribution", open_consultation.number, one.number))
    assert "Trop cher pour la ville." in words
    assert neighbour.name not in words


def test_an_edit_tells_those_who_judged_the_version_before(
    client: Client, open_consultation: Consultation, resident: Person, neighbour: Person
) -> None:
    one = a_contribution(resident, open_consultation)
    actions.take_position(by=neighbour, contribution=one, stance=Stance.FOR, reason="Oui.")
    actions.edit(
        by=resident,
        contribution=one,
        title="Autre titre",
        body="Autres mots",
        theme=None,
        neighbourhood=None,
        stays_after_erasure=True,
        reason="",
        opened_on=1,
    )
    client.force_login(neighbour)
    positions = client.get(page("contribution", open_consultation.number, one.number)).context["page"].positions
    assert positions.is_outdated
    assert "1" in positions.reasons[0].note


def test_a_position_without_a_stance_is_refused_with_its_reason_kept(
    client: Client, open_consultation: Consultation, resident: Person, neighbour: Person
) -> None:
    one = a_contribution(resident, open_consultation)
    client.force_login(neighbour)
    response = client.post(page("take_position", open_consultation.number, one.number), {"reason": "À garder"})
    assert response.status_code == 422
    assert "À garder" in response.content.decode()


def test_a_closed_position_keeps_what_was_typed(
    client: Client, open_consultation: Consultation, resident: Person, neighbour: Person
) -> None:
    one = a_contribution(resident, open_consultation)
    in_phase(open_consultation, "synthesis")
    client.force_login(neighbour)
    told = {"stance": "for", "reason": "À garder"}
    response = client.post(page("take_position", open_consultation.number, one.number), told)
    assert response.status_code == 422
    assert "À garder" in response.content.decode()
    assert not Position.objects.exists()


def test_a_visitor_who_takes_position_signs_in_and_comes_back_to_the_page(
    client: Client, open_consultation: Consultation, resident: Person, neighbour: Person
) -> None:
    one = a_contribution(resident, open_consultation)
    address = page("take_position", open_consultation.number, one.number)
    assert client.post(address, {"stance": "for"}).status_code == 302
    client.force_login(neighbour)
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == page("contribution", open_consultation.number, one.number) + "#position"
