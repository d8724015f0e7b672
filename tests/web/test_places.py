"""Neighbourhoods, themes, and home by place."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import clock
from cestvous.procedure.consultations.models import Consultation, Theme
from cestvous.web.consultations.cards import Card
from tests.factories import (
    a_commitment,
    a_consultation,
    a_contribution,
    a_drafted_decision,
    activity,
    in_phase,
    phase_starts,
)
from tests.web.browsing import page, read

pytestmark = pytest.mark.django_db


def shown(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200
    return response.context["page"]


def titles(cards: Sequence[Card]) -> list[str]:
    return [card.title for card in cards]


# --- Neighbourhoods and themes ----------------------------------------------------------------------------------------
@pytest.fixture
def trees(db: None) -> Theme:
    theme, _made = Theme.objects.get_or_create(slug="nature", defaults={"name": "Nature en ville"})
    return theme


def said_of(
    by: Person, consultation: Consultation, title: str, place: Neighbourhood | None = None, theme: Theme | None = None
) -> Contribution:
    about = activity(consultation, "contributions")
    return contributions.submit(
        by=by,
        to=about,
        title=title,
        body="Il y fait chaud.",
        stays_after_erasure=True,
        neighbourhood=place,
        theme=theme,
    )


def test_each_neighbourhood_is_listed_with_what_goes_on_in_it_and_the_whole_city_once(
    client: Client, agent: Person, official: Person, resident: Person, drouot: Neighbourhood, centre: Neighbourhood
) -> None:
    a_consultation(agent, official, title="À Drouot", neighbourhoods=[drouot])
    a_consultation(agent, official, title="Aux deux", neighbourhoods=[drouot, centre])
    a_consultation(agent, official, title="Partout")
    a_consultation(agent, official, title="Brouillon", neighbourhoods=[drouot], published=False)
    told = shown(client, page("neighbourhoods"))
    assert {place.name: sorted(titles(place.cards)) for place in told.places} == {
        "Centre": ["Aux deux"],
        "Drouot": ["Aux deux", "À Drouot"],
    }
    assert {place.name: place.total for place in told.places} == {"Centre": 1, "Drouot": 2}
    assert titles(told.city_wide) == ["Partout"]
    assert read(client, page("neighbourhoods")).count("Partout") == 1
    assert [place.name for place in told.places] == ["Centre", "Drouot"]

    client.force_login(resident)
    told = shown(client, page("neighbourhoods"))
    assert [(place.name, place.is_mine) for place in told.places] == [("Drouot", True), ("Centre", False)]


def test_a_neighbourhood_shows_its_consultations_by_where_they_stand(
    client: Client, agent: Person, official: Person, drouot: Neighbourhood, centre: Neighbourhood
) -> None:
    here = {"neighbourhoods": [drouot]}
    in_phase(a_consultation(agent, official, title="Décidée", **here), "follow-up")  # type: ignore[arg-type]
    in_phase(a_consultation(agent, official, title="En synthèse", **here), "synthesis")  # type: ignore[arg-type]
    a_consultation(agent, official, title="Ouverte", **here)  # type: ignore[arg-type]
    later = phase_starts(first=clock.now() + timedelta(days=30))
    a_consultation(agent, official, title="À venir", starts=later, **here)  # type: ignore[arg-type]
    a_consultation(agent, official, title="Partout")
    a_consultation(agent, official, title="Au Centre", neighbourhoods=[centre])

    told = shown(client, page("neighbourhood", "drouot"))

    assert titles(told.turns.open_now) == ["Ouverte"]
    assert titles(told.turns.with_the_city) == ["En synthèse"]
    assert titles(told.turns.coming) == ["À venir"]
    assert titles(told.turns.decided) == ["Décidée"]
    assert titles(told.city_wide) == ["Partout"]
    everything = client.get(told.all_url).context["page"]
    assert sorted(titles(everything.cards)) == ["Décidée", "En synthèse", "Ouverte", "À venir"]


def test_a_neighbourhood_shows_what_is_being_built_and_what_is_said_of_it(
    client: Client, agent: Person, official: Person, resident: Person, drouot: Neighbourhood, centre: Neighbourhood
) -> None:
    consultation = in_phase(a_consultation(agent, official, neighbourhoods=[drouot]), "consultation")
    said_of(resident, consultation, "Des bancs", drouot)
    said_of(resident, consultation, "Au Centre aussi", centre)
    gone = said_of(resident, consultation, "Une erreur", drouot)
    contributions.withdraw(by=resident, contribution=gone)
    consultation = in_phase(consultation, "decision")
    a_commitment(consultation)
    assert not shown(client, page("neighbourhood", "drouot")).built, "a draft is told before it is signed"
    a_drafted_decision(consultation)
    in_phase(consultation, "follow-up")

    told = shown(client, page("neighbourhood", "drouot"))

    assert [row.said.title for row in told.said] == ["Des bancs"]
    assert [row.title for row in told.built] == ["Poser douze bancs"]
    assert "Les emplacements sont choisis" in told.built[0].next
    assert not shown(client, page("neighbourhood", "centre")).built


def test_a_theme_has_the_same_page_and_is_reached_from_cards_and_contributions(
    client: Client, agent: Person, official: Person, resident: Person, trees: Theme
) -> None:
    consultation = in_phase(a_consultation(agent, official, title="Des arbres", themes=[trees]), "consultation")
    contribution = said_of(resident, consultation, "Des tilleuls", theme=trees)
    a_consultation(agent, official, title="Autre chose")
    address = page("theme", "nature")

    told = shown(client, address)

    assert titles(told.turns.under_way) == ["Des arbres"]
    assert not told.city_wide
    assert [row.said.title for row in told.said] == ["Des tilleuls"]
    assert titles(client.get(told.all_url).context["page"].cards) == ["Des arbres"]
    for seen in (
        page("home"),
        page("consultations"),
        page("consultation", consultation.number, consultation.slug),
        page("contribution", consultation.number, contribution.number),
    ):
        assert address in read(client, seen), seen


@pytest.mark.parametrize("name", ["neighbourhood", "theme"])
def test_there_is_no_page_of_a_place_that_nobody_named(client: Client, drouot: Neighbourhood, name: str) -> None:
    assert client.get(page(name, "nulle-part")).status_code == 404
    assert client.get(page("consultations") + f"?{name}=nulle-part").status_code == 404


# --- Home -------------------------------------------------------------------------------------------------------------
def test_home_says_what_is_about_to_close_before_the_rest(client: Client, agent: Person, official: Person) -> None:
    a_consultation(agent, official, title="Longtemps")
    starts = phase_starts()
    soon = [starts[0], *(start - (starts[1] - starts[0]) + timedelta(days=2) for start in starts[1:])]
    a_consultation(agent, official, title="Bientôt close", starts=soon)
    told = shown(client, page("home")).turns
    assert [(card.title, card.closes_soon) for card in told.open_now] == [("Bientôt close", True), ("Longtemps", False)]
    html = read(client, page("home"))
    assert html.index("Bientôt close") < html.index("Longtemps")


def test_home_shows_what_is_being_built_where_one_lives_first(
    client: Client, agent: Person, official: Person, resident: Person, drouot: Neighbourhood, centre: Neighbourhood
) -> None:
    for place in (centre, drouot):
        consultation = a_consultation(agent, official, neighbourhoods=[place])
        a_contribution(resident, in_phase(consultation, "consultation"))
        consultation = in_phase(consultation, "decision")
        a_commitment(consultation, f"Des bancs : {place.name}")
        a_drafted_decision(consultation)
        in_phase(consultation, "follow-up")
    assert [row.title for row in shown(client, page("home")).built] == ["Des bancs : Centre", "Des bancs : Drouot"]
    client.force_login(resident)
    assert [row.title for row in shown(client, page("home")).built] == ["Des bancs : Drouot", "Des bancs : Centre"]
