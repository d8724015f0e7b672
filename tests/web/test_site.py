"""Home, the people of an example city."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries, Settings

from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import clock
from cestvous.procedure.consultations.actions import suspend
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.consultations.cards import Card
from cestvous.web.site.pages import Home
from tests.factories import a_consultation, a_contribution, a_person, fresh, in_phase, phase_starts

pytestmark = pytest.mark.django_db


def home_of(client: Client) -> Home:
    page: Home = client.get(reverse("home")).context["page"]
    return page


def titles(cards: Sequence[Card]) -> list[str]:
    return [card.title for card in cards]


def test_the_root_leads_to_the_home_page(client: Client) -> None:
    assert client.get("/").headers["Location"] == "/fr/"


def test_a_home_page_without_any_consultation_says_so(client: Client) -> None:
    page = home_of(client)
    assert page.is_empty
    assert b"empty" in client.get(reverse("home")).content


def test_home_shows_what_is_open_what_waits_for_the_city_and_what_was_decided(
    client: Client, agent: Person, official: Person, resident: Person
) -> None:
    decided = a_consultation(agent, official, title="Décidée", starts=phase_starts())
    synthesis = a_consultation(agent, official, title="En synthèse")
    in_phase(decided, "consultation")
    a_contribution(resident, fresh(decided))
    in_phase(decided, "follow-up")
    in_phase(synthesis, "synthesis")
    a_consultation(agent, official, title="Ouverte")
    later = clock.now() + timedelta(days=30)
    a_consultation(agent, official, title="À venir", starts=phase_starts(first=later))
    a_consultation(agent, official, title="Brouillon", published=False)

    page = home_of(client)

    assert titles(page.turns.open_now) == ["Ouverte"]
    assert titles(page.turns.with_the_city) == ["En synthèse"]
    assert titles(page.turns.coming) == ["À venir"]
    assert titles(page.turns.decided) == ["Décidée"]
    assert "1 contribution" in page.turns.decided[0].numbers
    assert [step.when for step in page.turns.with_the_city[0].steps].count("lived") == 2


def test_a_card_offers_what_is_open_until_its_announced_instant(
    client: Client, agent: Person, official: Person
) -> None:
    consultation = a_consultation(agent, official)
    in_phase(consultation, "consultation")
    (card,) = home_of(client).turns.open_now
    addresses = [link.url for link in card.offered]
    assert reverse("contribute", args=[consultation.number]) in addresses
    assert reverse("ask", args=[consultation.number]) in addresses

    in_phase(consultation, "synthesis")
    (card,) = home_of(client).turns.with_the_city
    assert not card.offered
    assert card.note


def test_a_suspended_consultation_says_why(client: Client, agent: Person, official: Person) -> None:
    consultation = a_consultation(agent, official)
    suspend(by=agent, consultation=consultation, reason="La crue de l'Ill.")
    (card,) = home_of(client).turns.with_the_city
    assert card.note == "La crue de l'Ill."
    assert not card.offered


def test_ones_neighbourhood_comes_first(
    client: Client, agent: Person, official: Person, resident: Person, drouot: Neighbourhood, centre: Neighbourhood
) -> None:
    a_consultation(agent, official, title="Au Centre", neighbourhoods=[centre])
    a_consultation(agent, official, title="À Drouot", neighbourhoods=[drouot])
    client.force_login(resident)
    page = home_of(client)
    assert titles(page.nearby) == ["À Drouot"]
    assert titles(page.turns.open_now) == ["Au Centre"]
    client.logout()
    assert not home_of(client).nearby


@pytest.mark.parametrize("count", [1, 6])
def test_home_costs_the_same_whatever_the_number_of_consultations(
    client: Client,
    agent: Person,
    official: Person,
    resident: Person,
    drouot: Neighbourhood,
    count: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    waiting = a_consultation(agent, official)
    in_phase(waiting, "consultation")
    a_contribution(resident, fresh(waiting))
    in_phase(waiting, "synthesis")
    for number in range(count):
        a_consultation(agent, official, title=f"Consultation {number}", neighbourhoods=[drouot])
    with clock.at(clock.now() + timedelta(days=200)):
        # The first reading after a date enters what is due; those that wait from then on cost nothing.
        client.get(reverse("home"))
        with django_assert_max_num_queries(12):
            client.get(reverse("home"))
        client.force_login(resident)
        with django_assert_max_num_queries(16):
            client.get(reverse("home"))


@pytest.mark.parametrize("name", ["home", "how_it_works", "account_login", "account_signup"])
def test_pages_forbid_what_is_not_ours(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    html = answer.content.decode()
    assert " style=" not in html
    assert 'src="http' not in html
    assert '<link rel="stylesheet" href="http' not in html


def test_a_visitor_who_only_reads_gets_no_cookie(client: Client, agent: Person, official: Person) -> None:
    a_consultation(agent, official)
    assert not client.get(reverse("home")).cookies


def test_a_real_city_has_no_people_to_sign_in_as(client: Client, resident: Person) -> None:
    assert client.get(reverse("example")).status_code == 404
    assert client.post(reverse("example"), {"person": resident.pk}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_an_example_city_offers_its_people_with_one_click_each(
    client: Client, settings: Settings, agent: Person, official: Person, resident: Person, administrator: Person
) -> None:
    settings.EXAMPLE_CITY = True
    page = client.get(reverse("example")).content.decode()
    for person in (agent, official, resident, administrator):
        assert person.name in page
    answer = client.post(reverse("example"), {"person": resident.pk}, follow=True)
    assert answer.redirect_chain == [(reverse("home"), 302)]
    assert client.session["_auth_user_id"] == str(resident.pk)
    assert reverse("example") in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize("person", ["", "x", "99999999", "٣", "-1"])
def test_nobody_else_can_be_signed_in_as(client: Client, settings: Settings, person: str) -> None:
    settings.EXAMPLE_CITY = True
    real = a_person("Vraie Personne", email="vraie@mulhouse.fr")
    assert client.post(reverse("example"), {"person": person}).status_code == 404
    assert client.post(reverse("example"), {"person": real.pk}).status_code == 404
    assert real.name not in client.get(reverse("example")).content.decode()


def test_the_people_of_an_example_city_cost_few_queries(
    client: Client, settings: Settings, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    settings.EXAMPLE_CITY = True
    for _resident in range(20):
        a_person()
    with django_assert_max_num_queries(12):
        client.get(reverse("example"))


def test_a_page_that_is_shared_says_what_it_is_about(consultation: Consultation, settings: Settings) -> None:
    settings.SITE_URL = "https://participation.exemple/"
    words = Client().get(reverse("consultation", args=[consultation.number, consultation.slug])).content.decode()
    path = reverse("consultation", args=[consultation.number, consultation.slug])
    assert f'property="og:url" content="https://participation.exemple{path}"' in words
    assert f'property="og:title" content="{escape(consultation.title)}"' in words
    assert "https://participation.exemple/static/sharing.png" in words
