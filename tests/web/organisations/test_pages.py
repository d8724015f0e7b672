"""An organisation's page, one's organisations in one's account, and the desk of agents."""

import pytest
from django.test import Client

from cestvous.foundation.organisations.models import Organisation, Representative, RepresentativeState
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.organisations.address import organisation_url
from tests.factories import a_contribution, a_representative, asking
from tests.web.browsing import page, read, send, shown, signed_in

pytestmark = pytest.mark.django_db
FORM = {
    "name": "Les Jardins de Drouot",
    "function": "présidente",
    "sort": "association",
    "about": "Des voisins.",
    "registration": "",
}


def url(representative: Representative) -> str:
    return organisation_url(representative.organisation_id, representative.organisation.name)


def test_a_resident_asks_an_agent_confirms_and_the_page_is_public(
    client: Client, resident: Person, agent: Person
) -> None:
    theirs, desk = signed_in(resident), signed_in(agent)
    send(theirs, page("represent"), FORM)
    asked = Representative.objects.get()
    assert "en attente de confirmation" in read(theirs, page("my_organisations")).lower()
    assert client.get(url(asked)).status_code == 404, "until then it is only what somebody says"
    assert "1 représentant à confirmer" in read(desk, page("desk"))
    assert "Les Jardins de Drouot" in read(desk, page("representatives"))
    assert "Des voisins." in read(desk, page("representative", asked.pk))
    send(desk, page("representative", asked.pk))
    words = read(client, url(asked))
    assert "Samira Benali" in words
    assert "présidente" in words


def test_a_refusal_is_read_with_its_reason_by_whoever_asked(resident: Person, agent: Person) -> None:
    asked, desk = asking(resident), signed_in(agent)
    words = send(desk, page("refuse_representative", asked.pk), {"reason": ""}, 422)
    assert "Refuser" in words
    send(desk, page("refuse_representative", asked.pk), {"reason": "Le bureau ne vous connaît pas."})
    assert "Le bureau ne vous connaît pas." in read(signed_in(resident), page("my_organisations"))


def test_near_names_are_shown_before_another_organisation_is_made(
    resident: Person, neighbour: Person, agent: Person
) -> None:
    known = a_representative(resident, agent).organisation
    theirs = signed_in(neighbour)
    words = send(theirs, page("represent"), FORM | {"name": "Jardins Drouot"}, 422)
    assert 'name="which"' in words
    assert "Les Jardins de Drouot" in words
    send(theirs, page("represent"), FORM | {"name": "Jardins Drouot", "which": str(known.pk)})
    assert Organisation.objects.count() == 1
    assert known.representatives.waiting().get().author.person == neighbour
    send(theirs, page("represent"), FORM | {"name": "Jardins Drouot", "which": "another"})
    assert Organisation.objects.count() == 2


def test_an_organisation_that_nobody_confirmed_is_named_to_nobody(resident: Person, neighbour: Person) -> None:
    asking(resident)
    send(signed_in(neighbour), page("represent"), FORM | {"name": "Jardins Drouot"})
    assert Organisation.objects.count() == 2


def test_a_refused_form_keeps_what_was_typed(resident: Person) -> None:
    words = send(signed_in(resident), page("represent"), FORM | {"registration": "12", "about": "À garder"}, 422)
    assert "À garder" in words
    words = send(signed_in(resident), page("represent"), FORM | {"name": "Mairie", "about": "À garder"}, 422)
    assert "À garder" in words
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "\0", "\ufeff\u200b", "***", "x" * 100_000])
def test_a_name_that_says_nothing_is_a_fault_of_the_form(resident: Person, name: str) -> None:
    send(signed_in(resident), page("represent"), FORM | {"name": name}, 422)
    assert not Representative.objects.exists()


def test_its_page_leads_to_asking_to_speak_for_it(client: Client, resident: Person, neighbour: Person, agent: Person
) -> None:  # fmt: skip
    known = a_representative(resident, agent)
    ask = f"{page('represent')}?organisation={known.organisation_id}"
    assert ask in read(signed_in(neighbour), url(known))
    assert ask not in read(signed_in(resident), url(known))
    assert 'name="name"' not in read(signed_in(neighbour), ask)
    send(signed_in(neighbour), ask, {"function": "trésorier"})
    assert known.organisation.representatives.count() == 2


@pytest.mark.parametrize("who", ["resident", "official", "conciliator"])
def test_the_desk_of_agents_is_theirs(who: str, request: pytest.FixtureRequest, other_resident: Person) -> None:
    asked, theirs = asking(other_resident), signed_in(request.getfixturevalue(who))
    for address in (page("representatives"), page("representative", asked.pk)):
        assert theirs.get(address).status_code == 403
    for name in ("representative", "refuse_representative", "end_representative"):
        assert theirs.post(page(name, asked.pk), {"reason": "Non"}).status_code == 403
    asked.refresh_from_db()
    assert asked.state == RepresentativeState.ASKED


def test_visitors_are_asked_to_sign_in(client: Client, resident: Person) -> None:
    asked = asking(resident)
    for address in (page("my_organisations"), page("represent"), page("end_representing", asked.pk)):
        assert client.get(address).status_code == 302


def test_one_s_own_alone_is_ended_and_described(resident: Person, neighbour: Person, agent: Person) -> None:
    confirmed = a_representative(resident, agent)
    for name in ("end_representing", "describe_organisation"):
        assert signed_in(neighbour).get(page(name, confirmed.pk)).status_code == 404
        assert signed_in(neighbour).post(page(name, confirmed.pk), FORM).status_code == 404
    theirs = signed_in(resident)
    send(theirs, page("describe_organisation", confirmed.pk), FORM | {"about": "Nous plantons."})
    assert "Nous plantons." in read(theirs, url(confirmed))
    read(theirs, page("end_representing", confirmed.pk))
    send(theirs, page("end_representing", confirmed.pk))
    assert "Personne actuellement." in read(theirs, url(confirmed))
    assert theirs.get(page("describe_organisation", confirmed.pk)).status_code == 403


def test_what_nobody_has_confirmed_yet_is_withdrawn_as_a_request(resident: Person, agent: Person) -> None:
    asked, theirs = asking(resident), signed_in(resident)
    for where in (page("my_organisations"), page("end_representing", asked.pk)):
        words = read(theirs, where)
        assert "Retirer ma demande" in words
        assert "Ne plus la représenter" not in words
    send(theirs, page("end_representing", asked.pk))
    a_representative(resident, agent)
    words = read(theirs, page("my_organisations"))
    assert "Ne plus la représenter" in words
    assert "Retirer ma demande" not in words


def test_an_agent_ends_it_with_a_reason(resident: Person, agent: Person) -> None:
    confirmed, desk = a_representative(resident, agent), signed_in(agent)
    send(desk, page("end_representative", confirmed.pk), {"reason": "Nouveau bureau."})
    assert "Nouveau bureau." in read(signed_in(resident), page("my_organisations"))


def test_its_page_shows_what_it_said_and_nothing_of_drafts_or_withdrawn_words(
    client: Client, open_consultation: Consultation, resident: Person, agent: Person
) -> None:
    representative = a_representative(resident, agent)
    a_contribution(resident, open_consultation, "Des haies", through=representative)
    a_contribution(resident, open_consultation, "À moi seule", "Je parle pour moi.")
    words = read(client, url(representative))
    assert "Des haies" in words
    assert "À moi seule" not in words


def test_an_old_address_leads_to_the_right_one(client: Client, resident: Person, agent: Person) -> None:
    representative = a_representative(resident, agent)
    response = client.get(organisation_url(representative.organisation_id, "Autre nom"))
    assert response.status_code == 301
    assert response["Location"] == url(representative)


def test_numbers_that_name_nothing_are_not_found(client: Client, agent: Person, resident: Person) -> None:
    assert client.get(organisation_url(999_999_999_999, "Rien")).status_code == 404
    assert signed_in(agent).get(page("representative", 999_999_999_999)).status_code == 404
    assert signed_in(resident).get(f"{page('represent')}?organisation=999999").status_code == 404


def test_the_second_page_of_what_it_said_is_a_click_away(
    client: Client, open_consultation: Consultation, resident: Person, agent: Person
) -> None:
    representative = a_representative(resident, agent)
    for number in range(1, 23):
        a_contribution(resident, open_consultation, f"Haie {number}", f"Texte {number}.", through=representative)
    first = shown(client, url(representative))
    assert len(first.contributions) == 20
    assert [row.said.title for row in shown(client, first.older_url).contributions] == ["Haie 2", "Haie 1"]
