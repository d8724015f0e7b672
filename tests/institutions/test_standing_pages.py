"""Standing pages: the words that ship, those that agents write, and what is on the record of both."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from cestvous.foundation.journal.models import Event
from cestvous.foundation.mandates.policy import Reader
from cestvous.foundation.people.models import Person
from cestvous.institutions.agency.actions import rewrite, take_shipped
from cestvous.institutions.agency.models import PageName, StandingPage, StandingPageVersion
from cestvous.institutions.agency.policy import Value, check_values, may_edit_pages, values_in
from cestvous.institutions.agency.shipped import LANGUAGES, Words, shipped
from cestvous.kernel import clock, text
from cestvous.kernel.digests import plain
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations.actions import EditedMeanwhile
from tests.activities.together import anew, at_once

CHARTER = PageName.CHARTER
NOT_AGENTS = (
    "visitor", "resident", "other_resident", "neighbour", "council_member", "official", "conciliator", "administrator",
)  # fmt: skip


def write(by: Person, body: str = "Nos mots.", *, opened_on: int = 0, **told: str) -> StandingPageVersion:
    words = {"language": "fr", "title": "Charte", "reason": "Plus clair.", **told}
    return rewrite(by=by, page=CHARTER, body=body, opened_on=opened_on, **words)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PageName)
def test_every_page_ships_whole_in_every_language(name: PageName, language: str) -> None:
    words, french = shipped(name, language), shipped(name, "fr")
    assert 3 <= len(words.title) <= 160
    assert (text.clean(words.title), text.clean(words.body)) == (words.title, words.body)
    assert check_values(words.title, words.body)
    assert words.body.count("\n## ") == french.body.count("\n## ") >= 3
    assert values_in(words.body) == values_in(french.body)
    assert 0.7 < len(words.body) / len(french.body) < 1.3
    assert "http://" not in words.body


def words_of(words: Words | StandingPageVersion) -> tuple[str, str]:
    return words.title, words.body


def test_every_value_is_an_address_of_a_page_or_of_the_city() -> None:
    assert {f"{name.value}_page" for name in PageName} <= set(Value)
    assert not check_values("{name}", "{city} {nobody_knows}")
    assert check_values("{ city }", "{2026} {}")


@pytest.mark.django_db
@pytest.mark.parametrize("role", NOT_AGENTS)
def test_only_agents_rewrite_a_page(role: str, request: pytest.FixtureRequest) -> None:
    reader: Reader = request.getfixturevalue(role)
    verdict = may_edit_pages(reader, clock.now())
    assert not verdict
    assert verdict.remedy
    if not isinstance(reader, AnonymousUser):
        with pytest.raises(Refused):
            write(reader)
        with pytest.raises(Refused):
            take_shipped(by=reader, page=CHARTER, language="fr", reason="Non.", opened_on=0)
    assert not StandingPage.objects.exists()


def test_the_first_edit_puts_the_shipped_words_on_the_record(agent: Person) -> None:
    version = write(agent)
    first, second = StandingPageVersion.objects.all()
    assert words_of(first) == words_of(shipped(CHARTER, "fr"))
    assert (first.number, first.mandate, first.reason) == (1, None, "")
    assert (second.number, second.mandate, second.reason) == (2, agent.mandates.get(), "Plus clair.")
    assert second == version == StandingPage.objects.get().current


def test_an_edit_is_on_the_register_with_its_digest_and_without_its_words(agent: Person) -> None:
    write(agent)
    event = Event.objects.get(kind="agency.page-rewritten")
    assert event.public
    assert event.facts == {
        "page": "charter",
        "language": "fr",
        "version": 2,
        "digest": plain({"title": "Charte", "body": "Nos mots."}),
        "mandate": agent.mandates.get().pk,
    }


def test_taking_the_shipped_words_again_is_a_version(agent: Person) -> None:
    write(agent)
    version = take_shipped(by=agent, page=CHARTER, language="fr", reason="Les nôtres étaient faux.", opened_on=2)
    assert version.number == 3
    assert words_of(version) == words_of(shipped(CHARTER, "fr"))
    assert Event.objects.filter(kind="agency.page-shipped-again").count() == 1


def test_each_language_has_versions_of_its_own(agent: Person) -> None:
    write(agent)
    write(agent, "Our words.", language="en")
    assert StandingPage.objects.count() == 2
    assert {page.current.number for page in StandingPage.objects.with_words() if page.current} == {2}


def test_a_form_sent_twice_rewrites_once(agent: Person) -> None:
    assert write(agent) == write(agent)
    assert StandingPageVersion.objects.count() == 2
    assert Event.objects.filter(kind="agency.page-rewritten").count() == 1


def test_whoever_opened_the_form_before_another_saved_is_told(agent: Person, other_agent: Person) -> None:
    write(agent)
    with pytest.raises(EditedMeanwhile):
        write(other_agent, "D'autres mots.")
    assert write(other_agent, "D'autres mots.", opened_on=2).number == 3


@pytest.mark.parametrize(
    "told",
    [
        {"reason": " "},
        {"title": "\u200b"},
        {"body": "\n"},
        {"body": "Écrivez à {adresse}."},
    ],
)
def test_what_is_not_a_page_is_refused_and_leaves_no_trace(agent: Person, told: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        write(agent, **told)
    assert not StandingPage.objects.exists()
    assert not Event.objects.filter(kind__startswith="agency.").exists()


def test_the_database_knows_no_edit_without_its_author_and_reason(agent: Person) -> None:
    page = StandingPage.objects.create(name=CHARTER, language="fr")
    told = {"title": "Charte", "body": "Nos mots.", "at": clock.now()}
    mandate = agent.mandates.get()
    for wrong in (
        {"number": 2, "reason": "Oui."},
        {"number": 2, "mandate": mandate},
        {"number": 1, "mandate": mandate},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            page.versions.create(**told, **wrong)


@pytest.mark.django_db(transaction=True)
def test_of_two_agents_in_the_same_instant_one_is_told(agent: Person, other_agent: Person) -> None:
    doings: list[Callable[[], object]] = [
        partial(write, anew(person), f"Les mots de {person.name}.") for person in (agent, other_agent)
    ]
    results = at_once(doings)
    assert sorted(type(result).__name__ for result in results) == ["EditedMeanwhile", "StandingPageVersion"]
    assert list(StandingPageVersion.objects.values_list("number", flat=True)) == [1, 2]
