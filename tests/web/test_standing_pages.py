"""Standing pages as people read them, and as agents rewrite them."""

import re
import time

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils.functional import Promise
from pytest_django import DjangoAssertNumQueries, Settings

from cestvous.foundation.people.models import Person
from cestvous.institutions.agency.actions import rewrite
from cestvous.institutions.agency.models import PageName, StandingPage, StandingPageVersion
from cestvous.institutions.agency.shipped import Words, shipped
from cestvous.kernel.personal_data import DECLARED_FOR_LIBRARIES, PersonalData
from cestvous.kernel.text import set_in
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.standing.words import show
from tests.web.browsing import page, read, send

pytestmark = pytest.mark.django_db
NOT_AGENTS = ("resident", "council_member", "official", "conciliator", "administrator")
FORM = {
    "title": "Nous contacter",
    "body": "## Nous voir\n\nAu *33*.",
    "reason": "Le numéro manquait.",
    "opened_on": "0",
}


def write(by: Person, body: str, name: PageName = PageName.CONTACT, **told: str) -> StandingPageVersion:
    known = StandingPage.objects.with_words().filter(name=name, language=told.get("language", "fr")).first()
    number = known.current.number if known and known.current else 0
    words = {"language": "fr", "title": "Contact", "reason": "Plus clair.", **told}
    return rewrite(by=by, page=name, body=body, opened_on=number, **words)


# --- Reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PageName)
def test_a_page_reads_without_account_or_cookie(
    client: Client, name: PageName, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(3):
        answer = client.get(reverse(name.value))
    assert answer.status_code == 200
    assert not answer.cookies
    assert client.post(reverse(name.value)).status_code == 405


@pytest.mark.parametrize("name", PageName)
@pytest.mark.parametrize("language", ["fr", "en", "de"])
def test_no_page_shows_the_name_of_a_value(client: Client, name: PageName, language: str) -> None:
    words = read(client, reverse(name.value) + f"?in={language}")
    assert set_in(language, shipped(name, language).title) in words
    assert not re.search(r"\{\w+\}|%7B", words)


@pytest.mark.parametrize("asked", ["xx", "", "fr ", "../fr", "de\x00"])
def test_a_language_that_is_none_reads_as_the_screens_do(client: Client, asked: str) -> None:
    assert shipped(PageName.CHARTER, "fr").title in read(client, reverse("charter") + f"?in={asked}")


def test_words_in_another_language_are_marked_as_such(client: Client) -> None:
    words = read(client, reverse("charter") + "?in=de")
    assert '<h1 lang="de">' in words
    assert '<div class="prose" lang="de" dir="ltr">' in words
    assert "<h1 lang=" not in read(client, reverse("charter"))


def test_every_page_is_reached_from_every_page(client: Client) -> None:
    home = read(client, reverse("home"))
    assert [name for name in PageName if f'href="{reverse(name.value)}"' not in home] == []


def test_what_nobody_has_set_says_whom_to_ask(client: Client, settings: Settings) -> None:
    settings.CITY_PUBLISHER, settings.CITY_HOST, settings.CITY_CONTACT = "", "", "ici@ville.fr"
    assert read(client, reverse("legal")).count("ici@ville.fr") >= 4
    settings.CITY_PUBLISHER, settings.CITY_HOST = "la maire de Mulhouse", "Un hébergeur, 68100 Mulhouse"
    words = read(client, reverse("legal"))
    assert "la maire de Mulhouse" in words
    assert "68100 Mulhouse" in words


@pytest.mark.parametrize(
    "city",
    [
        "<script>alert(1)</script>",
        "**Grasse**",
        "[x](javascript:1)",
        "{% now 'Y' %}",
        "{host}",
        "Deux\n\n## villes",
        "`a`",
    ],
)
def test_a_value_is_data_whatever_it_looks_like(client: Client, settings: Settings, city: str) -> None:
    settings.CITY_NAME, settings.CITY_HOST = city, "LHÔTE"
    answer = client.get(reverse("legal")).content.decode()
    assert "<script>alert" not in answer
    assert 'javascript:1"' not in answer
    assert "<strong>Grasse" not in answer
    assert 'id="villes"' not in answer
    shown = show(Words("{city}", "{city}"), "fr", {"city": city, "contact": "", "host": "LHÔTE"})
    assert shown.title == city


def test_what_agents_write_is_no_template_and_no_script(client: Client, agent: Person) -> None:
    write(
        agent,
        "{% debug %} {{ request }}\n\n<img src=x onerror=alert(1)> [a](javascript:alert(1)) {city}",
        title="{{ settings }}",
    )
    words = client.get(reverse("contact")).content.decode()
    assert "{% debug %} {{ request }}" in words
    assert "{{ settings }}" in words
    assert "<img src=x" not in words
    assert 'href="javascript' not in words
    assert "Mulhouse" in words


def test_headings_make_sections_with_anchors_of_their_own() -> None:
    known = {"city": "", "contact": ""}
    body = "Avant.\n\n## Main\n\nUn.\n\n### Dessous\n\n## Nous voir ##\n\n## Nous voir\n\n## ???\n\nFin."
    words = show(Words("Titre", body), "fr", known)
    assert words.lead == "Avant."
    assert [section.title for section in words.sections] == ["Main", "Nous voir", "Nous voir", "???"]
    anchors = [section.anchor for section in words.sections]
    assert len(set(anchors)) == 4
    assert "main" not in anchors
    assert "" not in anchors
    assert words.sections[0].body == "Un.\n\n## Dessous"


def test_a_heading_of_forty_thousand_marks_costs_no_time() -> None:
    known = {"city": "", "contact": ""}
    for mark in "# \t":
        before = time.process_time()
        (section,) = show(Words("Titre", f"## a{mark * 40_000}x"), "fr", known).sections
        assert time.process_time() - before < 1
        assert section.title.startswith("a")


# --- What is generated below the words --------------------------------------------------------------------------------


def test_contact_names_the_agents_of_what_is_under_way(
    client: Client, consultation: Consultation, agent: Person
) -> None:
    words = read(client, reverse("contact"))
    assert consultation.title in words
    assert agent.name in words
    Consultation.objects.filter(pk=consultation.pk).update(state="draft")
    assert consultation.title not in read(client, reverse("contact"))


def test_the_page_on_personal_data_says_what_every_table_declares(client: Client) -> None:
    words = read(client, reverse("privacy"))
    ours: list[PersonalData] = [model.personal for model in apps.get_models() if hasattr(model, "personal")]
    declared = [data for data in [*ours, *DECLARED_FOR_LIBRARIES.values()] if data.fields]
    assert len(declared) > 10
    for data in declared:
        for said in (data.about, data.kept, *data.fields.values()):
            assert isinstance(said, Promise), f"{said!r} can't be translated: wrap it in gettext_lazy"
            assert set_in("fr", str(said)) in words


def test_what_is_generated_stays_whatever_agents_write(client: Client, agent: Person) -> None:
    for name in (PageName.ACCESSIBILITY, PageName.PRIVACY, PageName.HOW_IT_WORKS):
        write(agent, "Tout va bien.", name)
    assert "axe" in read(client, reverse("accessibility"))
    assert 'id="unchecked"' in read(client, reverse("accessibility"))
    assert 'id="processing"' in read(client, reverse("privacy"))
    assert 'id="procedure"' in read(client, reverse("how_it_works"))


# --- Versions ---------------------------------------------------------------------------------------------------------


def test_everybody_reads_who_changed_a_page_and_why(client: Client, agent: Person) -> None:
    write(agent, "Ouvert le lundi.", reason="Les horaires manquaient.")
    write(agent, "Ouvert le mardi.", reason="Le lundi, c'est fermé.")
    reading = read(client, reverse("contact"))
    assert agent.name in reading
    assert "Le lundi, c'est fermé." in reading
    versions = read(client, page("standing_versions", "contact", "fr"))
    assert "Les horaires manquaient." in versions
    assert "Version 1" in versions
    last = read(client, page("standing_version", "contact", "fr", 3))
    assert re.search(r"<del>.*lundi.*</del>\s*<ins>.*mardi.*</ins>", last, re.DOTALL)
    first = read(client, page("standing_version", "contact", "fr", 1))
    assert "Sans ordinateur" in first
    assert agent.name not in first.split("<main")[1].split('<nav class="versions"')[0]


def test_a_page_that_nobody_rewrote_says_so(client: Client) -> None:
    assert "empty" in read(client, page("standing_versions", "charter", "de"))
    for number in (0, 1, 9, 99_999_999_999):
        read(client, page("standing_version", "charter", "de", number), status=404)


def test_the_register_leads_to_the_version(client: Client, agent: Person) -> None:
    write(agent, "Nos mots.")
    assert page("standing_version", "contact", "fr", 2) in read(client, reverse("journal"))


# --- Rewriting --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", NOT_AGENTS)
def test_nobody_else_rewrites(client: Client, role: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(role))
    for address in (page("rewrite_page", "contact", "fr"), page("take_shipped", "contact", "fr")):
        assert client.get(address).status_code == 403
        assert client.post(address, FORM).status_code == 403
    assert client.get(reverse("standing_pages")).status_code == 403
    assert client.post(page("preview_page", "fr"), {"text": "x"}).status_code == 403
    assert not StandingPage.objects.exists()
    assert page("rewrite_page", "contact", "fr") not in read(client, reverse("contact"))


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    for address in (page("rewrite_page", "contact", "fr"), page("take_shipped", "contact", "fr")):
        assert client.get(address).status_code == 302
        assert client.post(address, FORM).status_code == 302
    assert not StandingPage.objects.exists()


def test_an_agent_rewrites_a_page_and_takes_the_shipped_words_again(client: Client, agent: Person) -> None:
    client.force_login(agent)
    address = page("rewrite_page", "contact", "fr")
    assert address in read(client, reverse("contact"))
    read(client, address)
    assert client.post(address, FORM).headers["Location"] == reverse("contact")
    words = read(client, reverse("contact"))
    assert "<h1>Nous contacter</h1>" in words
    assert "<em>33</em>" in words
    send(client, page("take_shipped", "contact", "fr"), {"reason": "Retour.", "opened_on": "2"})
    assert "Sans ordinateur" in read(client, reverse("contact"))
    assert StandingPageVersion.objects.count() == 3


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"body": "\u200b"}, {"reason": ""}, {"body": "{nothing}"}, {"opened_on": "x"}]
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client: Client, agent: Person, wrong: dict[str, str]) -> None:
    client.force_login(agent)
    answer = client.post(page("rewrite_page", "contact", "fr"), {**FORM, **wrong})
    assert answer.status_code == 422
    words = answer.content.decode()
    kept = {**FORM, **wrong}
    assert kept["reason"] in words
    assert kept["title"] in words
    assert not StandingPage.objects.exists()


def test_a_conflict_shows_both_and_the_second_try_is_a_choice(
    client: Client, agent: Person, other_agent: Person
) -> None:
    client.force_login(agent)
    write(other_agent, "Les mots de l'autre.")
    answer = client.post(page("rewrite_page", "contact", "fr"), FORM)
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "Les mots de l" in words.split('id="theirs"')[1]
    assert "Au *33*." in words
    assert 'name="opened_on" value="2"' in words
    send(client, page("rewrite_page", "contact", "fr"), {**FORM, "opened_on": "2"})
    assert StandingPageVersion.objects.count() == 3


def test_a_preview_fills_in_the_values(client: Client, agent: Person) -> None:
    client.force_login(agent)
    answer = client.post(page("preview_page", "fr"), {"text": "## À {city}\n\n**Oui** <b>non</b>"}).content.decode()
    assert "<h3>À Mulhouse</h3>" in answer
    assert "<strong>Oui</strong>" in answer
    assert "<b>" not in answer
    assert client.get(page("preview_page", "fr")).status_code == 405


def test_the_desk_says_what_a_page_lacks(client: Client, agent: Person, official: Person, settings: Settings) -> None:
    settings.CITY_PUBLISHER, settings.CITY_HOST = "", "Un hébergeur"
    client.force_login(agent)
    assert "CITY_PUBLISHER" in read(client, reverse("desk"))
    assert "CITY_HOST" not in read(client, reverse("standing_pages"))
    write(agent, "Direction : la maire.", PageName.LEGAL)
    assert "CITY_PUBLISHER" not in read(client, reverse("desk"))
    client.force_login(official)
    assert reverse("standing_pages") not in read(client, reverse("desk"))
