"""Contributions: the list and one of them, as everybody reads them."""

from datetime import timedelta

import pytest
from django.test import Client

from cestvous.activities.contributions import actions
from cestvous.activities.contributions.models import Contribution, TallyElsewhere
from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import SetAsideReason
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.procedure.consultations.models import Consultation, Theme
from cestvous.web.contributions.listing import Card
from tests.factories import (
    a_comment,
    a_consultation,
    a_contribution,
    a_finding,
    a_person,
    agent_of,
    in_phase,
)
from tests.web.browsing import page, read
from tests.web.filling import a_contribution_form

pytestmark = pytest.mark.django_db


def shown(source: Source) -> Source:
    return Source.objects.with_words().get(pk=source.pk)


def cards_of(client: Client, address: str) -> list[Card]:
    """The cards of a list, as they would be drawn."""
    return [part.make() for part in client.get(address).context["page"].cards]


def test_an_empty_list_says_what_will_come(client: Client, consultation: Consultation) -> None:
    words = read(client, page("contributions", consultation.number))
    assert "empty-state" in words
    assert not client.get(page("contributions", consultation.number)).context["page"].above.may_contribute
    assert page("contribute", consultation.number) not in words


def test_the_newest_contribution_comes_first_and_the_rest_is_a_page_away(
    client: Client, open_consultation: Consultation, resident: Person
) -> None:
    for index in range(23):
        a_contribution(resident, open_consultation, title=f"Idée {index + 1:02d}", body=f"Corps {index}")
    address = page("contributions", open_consultation.number)
    first = read(client, address)
    assert first.index("Idée 23") < first.index("Idée 04")
    assert "Idée 03" not in first
    assert "?before=4" in first
    second = read(client, address + "?before=4")
    assert "Idée 03" in second
    assert "Idée 04" not in second


def test_the_list_narrows_by_theme_and_neighbourhood_with_counts(
    client: Client, agent: Person, official: Person, resident: Person, drouot: Neighbourhood, centre: Neighbourhood
) -> None:
    trees = Theme.objects.create(slug="arbres", name="Arbres")
    benches = Theme.objects.create(slug="bancs", name="Bancs")
    consultation = a_consultation(agent, official, themes=[trees, benches], neighbourhoods=[drouot, centre])
    consultation = in_phase(consultation, "consultation")
    activity = consultation.activity_of_kind("contributions")
    assert activity is not None
    for title, theme, place in (("A", trees, drouot), ("B", trees, centre), ("C", benches, centre)):
        actions.submit(by=resident, to=activity, title=f"Titre {title}", body="…", theme=theme, neighbourhood=place)
    address = page("contributions", consultation.number)
    response = client.get(address, {"theme": "arbres"})
    listing = response.context["page"]
    assert [part.make().said.title for part in listing.cards] == ["Titre B", "Titre A"]
    counts = {
        group.title: {facet.title: facet.count for facet in group.facets} for group in listing.narrowing.make().facets
    }
    assert list(counts.values()) == [{"Arbres": 2, "Bancs": 1}, {"Centre": 1, "Drouot": 1}]
    both = client.get(address, {"theme": "arbres", "neighbourhood": "centre"}).context["page"]
    assert [part.make().said.title for part in both.cards] == ["Titre B"]
    assert not client.get(address, {"theme": "inconnu"}).context["page"].cards


def test_identical_texts_are_shown_as_such(
    client: Client, open_consultation: Consultation, drouot: Neighbourhood
) -> None:
    for _index in range(3):
        a_contribution(a_person(neighbourhood=drouot), open_consultation, "Non au parking", "Non.")
    a_contribution(a_person(neighbourhood=drouot), open_consultation, "NON AU PARKING !", "non")
    a_contribution(a_person(neighbourhood=drouot), open_consultation, "Oui", "Oui.")
    cards = cards_of(client, page("contributions", open_consultation.number))
    assert [card.same_text for card in cards] == [0, 4, 4, 4, 4]
    same = cards_of(client, cards[1].same_url)
    assert [card.number for card in same] == [4, 3, 2, 1]


def test_a_withdrawn_contribution_leaves_the_list_and_is_counted_apart(
    client: Client, open_consultation: Consultation, resident: Person
) -> None:
    gone = a_contribution(resident, open_consultation, "Partie", "Mots retirés")
    a_contribution(resident, open_consultation, "Restée", "Mots gardés")
    actions.withdraw(by=resident, contribution=gone)
    listing = client.get(page("contributions", open_consultation.number)).context["page"]
    assert [part.make().said.title for part in listing.cards] == ["Restée"]
    assert listing.above.withdrawn_line


def test_the_published_synthesis_shows_in_the_list_and_a_draft_does_not(
    client: Client, open_consultation: Consultation, resident: Person
) -> None:
    cited = a_contribution(resident, open_consultation, "Citée", "Un")
    aside = a_contribution(resident, open_consultation, "Écartée", "Deux")
    consultation = in_phase(open_consultation, "synthesis")
    agent = agent_of(consultation)
    finding = a_finding(consultation)
    syntheses.cite(by=agent, finding=finding, source=shown(cited.source))
    syntheses.set_aside(
        by=agent,
        activity=finding.activity,
        sources=[shown(aside.source)],
        reason=SetAsideReason.OFF_TOPIC,
        words="Ne parle pas de la place.",
    )
    address = page("contributions", consultation.number)
    assert [card.account for card in cards_of(client, address)] == [None, None]
    syntheses.publish(by=agent, activity=finding.activity)
    aside_account, cited_account = (card.account for card in cards_of(client, address))
    assert cited_account is not None
    assert [link.url for link in cited_account.findings] == [page("finding", consultation.number, 1)]
    assert aside_account is not None
    assert aside_account.set_aside == str(SetAsideReason.OFF_TOPIC.label)


def test_what_people_write_cannot_carry_scripts(
    client: Client, open_consultation: Consultation, resident: Person
) -> None:
    one = a_contribution(
        resident, open_consultation, "<script>a</script>", "<script>b</script> [x](javascript:alert(1))"
    )
    a_comment(resident, one, "<img src=x onerror=alert(1)>")
    for address in (
        page("contribution", open_consultation.number, one.number),
        page("contributions", open_consultation.number),
    ):
        words = client.get(address).content.decode()
        assert "<script>a" not in words
        assert "<script>b" not in words
        assert "<img src=x" not in words
        assert 'href="javascript' not in words


def test_an_edit_is_a_new_version_and_shows_what_it_changed(
    client: Client, open_consultation: Consultation, resident: Person
) -> None:
    one = a_contribution(resident, open_consultation, body="Il faut dix bancs.")
    client.force_login(resident)
    address = page("edit_contribution", open_consultation.number, one.number)
    assert "Il faut dix bancs." in read(client, address)
    told = a_contribution_form(body="Il faut douze bancs.", reason="J'ai recompté", opened_on="1")
    assert client.post(address, told).status_code == 302
    words = read(client, page("contribution_version", open_consultation.number, one.number, 2))
    assert "<del>" in words
    assert "dix" in words
    assert "<ins>" in words
    assert "J'ai recompté" in words or "J&#x27;ai recompté" in words
    assert "Il faut dix bancs." in read(client, page("contribution_version", open_consultation.number, one.number, 1))
    read(client, page("contribution_version", open_consultation.number, one.number, 3), 404)


def test_an_edit_on_a_stale_form_keeps_what_was_typed_and_shows_theirs(
    client: Client, open_consultation: Consultation, resident: Person
) -> None:
    one = a_contribution(resident, open_consultation, body="Première")
    client.force_login(resident)
    address = page("edit_contribution", open_consultation.number, one.number)
    client.post(address, a_contribution_form(body="Depuis un autre onglet", opened_on="1"))
    response = client.post(address, a_contribution_form(body="Depuis celui-ci", opened_on="1"))
    assert response.status_code == 422
    words = response.content.decode()
    assert "Depuis un autre onglet" in words
    assert "Depuis celui-ci" in words
    assert 'name="opened_on" value="2"' in words
    assert client.post(address, a_contribution_form(body="Depuis celui-ci", opened_on="2")).status_code == 302
    assert Contribution.objects.get().source.words.number == 3


def test_only_its_author_edits_and_withdraws(
    client: Client, open_consultation: Consultation, resident: Person, neighbour: Person
) -> None:
    one = a_contribution(resident, open_consultation)
    client.force_login(neighbour)
    words = read(client, page("contribution", open_consultation.number, one.number))
    assert page("edit_contribution", open_consultation.number, one.number) not in words
    edit = read(client, page("edit_contribution", open_consultation.number, one.number), 403)
    assert "<textarea" not in edit
    read(client, page("withdraw_contribution", open_consultation.number, one.number), 403)
    assert client.post(page("withdraw_contribution", open_consultation.number, one.number)).status_code == 403
    assert shown(one.source).is_published


def test_withdrawn_words_are_nowhere_to_be_read(
    client: Client, open_consultation: Consultation, resident: Person
) -> None:
    one = a_contribution(resident, open_consultation, "Titre secret", "Mots secrets")
    client.force_login(resident)
    client.post(
        page("edit_contribution", open_consultation.number, one.number),
        a_contribution_form(body="Autres secrets", opened_on="1"),
    )
    address = page("withdraw_contribution", open_consultation.number, one.number)
    assert "<form" in read(client, address)
    assert client.post(address).status_code == 302
    args = (open_consultation.number, one.number)
    for place in (page("contribution", *args), *(page("contribution_version", *args, n) for n in (1, 2))):
        words = client.get(place).content.decode()
        assert "secret" not in words
        assert "notice" in words


def test_ones_own_contribution_speaks_to_its_author(
    client: Client, open_consultation: Consultation, resident: Person
) -> None:
    said = a_contribution(resident, open_consultation)
    address, own = page("contribution", open_consultation.number, said.number), Client()
    own.force_login(resident)
    assert "la personne qui" in read(client, address)
    assert "vous pouvez faire une objection" in read(own, address)
    assert "la personne qui" not in read(own, address)
    actions.withdraw(by=resident, contribution=said)
    for reader, words in ((client, "la personne qui"), (own, "Vous avez retiré")):
        assert words in read(reader, address)
        assert words in read(reader, page("contribution_chain", open_consultation.number, said.number))
    assert "la personne qui" not in read(own, address)


def test_a_visitor_is_told_once_to_sign_in(client: Client, open_consultation: Consultation, resident: Person) -> None:
    said = a_contribution(resident, open_consultation)
    words = read(client, page("contribution", open_consultation.number, said.number))
    assert words.count("notice-refusal") == 1
    # The way in stands beside the discussion too, and leads back to it.
    assert words.count(f"{page('account_login')}?next=") == 2
    assert "%23discussion" in words


def test_imported_words_say_when_they_were_said_and_recorded(
    client: Client, open_consultation: Consultation, resident: Person
) -> None:
    one = a_contribution(resident, open_consultation)
    Source.objects.filter(pk=one.source_id).update(said_at=one.source.said_at - timedelta(days=400))
    TallyElsewhere.objects.create(contribution=one, for_count=700, against_count=12, mixed_count=3)
    words = read(client, page("contribution", open_consultation.number, one.number))
    assert "700" in words
    assert client.get(page("contribution", open_consultation.number, one.number)).context["page"].said.recorded_at
