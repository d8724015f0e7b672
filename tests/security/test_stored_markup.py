"""Stored XSS, through whatever is ever shown: names, titles, reasons, files, links, the register, the admin site.

Every form of the table of access is sent with markup in every field of words, as somebody who may; then every page is
read, as a visitor, by those who said it and by those who lead.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

import pytest
from django import forms
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker, Settings

from cestvous.foundation.authors.models import Author
from cestvous.foundation.files.models import File
from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.procedure.consultations.models import Theme
from cestvous.web.fields import WordsField
from tests.city.standing import sealed, standing
from tests.machinery.clock import CLOCK, MONDAY
from tests.machinery.lasting import _django_db_helper
from tests.policy.access import OF_CONSULTATIONS
from tests.policy.access_city import OF_THE_CITY
from tests.policy.city import City, build
from tests.policy.life import DRAFT
from tests.policy.pages import Manner, Page
from tests.policy.table import CONSULTATION, DEBATE, DECISION, FOLLOW_UP, PRESENTATION, SYNTHESIS
from tests.policy.walking import Browser, address_of, told
from tests.security.markup import faults_in, hostile

__all__ = ["_django_db_helper"]
pytestmark = pytest.mark.django_db
# Each is written in, then read. The forms that end it are not sent.
PLACES = ("", DRAFT, PRESENTATION, CONSULTATION, SYNTHESIS, DEBATE, DECISION, FOLLOW_UP)
READERS = ("visitor", "resident", "agent", "official")
NOT_SENT = {
    "publish", "cancel", "suspend", "resume", "archive", "sign_decision", "drop_draft", "synthesis_publish",
    "synthesis_remove_section", "synthesis_remove_finding", "remove_commitment", "take_charge", "end_representing",
    "end_representative", "words_seen", "take_shipped", "design_procedure", "synthesis_lift", "synthesis_uncite",
}  # fmt: skip
# Words of a form that stands on another page.
OF_BUTTONS = {
    "take_position": {"reason": 500}, "synthesis_set_aside": {"words": 500}, "refuse_representative": {"reason": 500},
}  # fmt: skip
# Fields that take no markup at all, which is tried below; and one whose lines begin with a day.
TAKE_NONE = {"registration", "video"}
DAYS_FIRST = {"milestones": "30/09/2026 "}


@dataclass
class Hostile:
    """A city in which everybody typed markup. ``typed``: by form and field; ``refused``: forms that took none."""

    city: City
    typed: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)

    def write(self, page: Page, state: str) -> None:
        role = next((role for role in self.city.people if page.answers(role, state)[1] == "done"), None)
        if role is None or page.name in NOT_SENT or page.name.startswith("withdraw"):
            return
        browser, address = Browser(self.city.people[role]), address_of(page, self.city, state)
        form, stands = browser.form_of(address)
        words = OF_BUTTONS.get(page.name, {}) if form is None else _words_of(form)
        marked = {
            name: (DAYS_FIRST.get(name, "") + hostile(f"{page.name}.{name}"))[:longest]
            for name, longest in words.items()
        }
        answer = browser.client.post(address, told(page, self.city, state, stands) | marked)
        done = {f"{page.name}.{name}" for name in words}
        if answer.status_code == 302:
            self.typed |= done
        else:
            self.refused |= done


def _words_of(form: forms.BaseForm) -> dict[str, int]:
    """The fields of a form that take words, and how many."""
    return {
        bound.html_name: bound.field.max_length or 1_000
        for bound in form
        if isinstance(bound.field, forms.CharField)
        and type(bound.field) in {forms.CharField, WordsField}
        and not bound.is_hidden
        and bound.name not in TAKE_NONE
    }


def _past_the_forms(city: City) -> None:
    """What no form lets through, imports and commands may: names, functions, neighbourhoods, themes, files."""
    Person.objects.update(name=hostile("person.name")[:80])
    Author.objects.exclude(name="").update(name=hostile("author.name")[:80])
    Mandate.objects.update(function=hostile("mandate.function")[:80])
    Neighbourhood.objects.update(name=hostile("neighbourhood.name")[:60])
    Theme.objects.update(name=hostile("theme.name")[:60])
    File.objects.update(description=hostile("file.description")[:80], credit=hostile("file.credit")[:80])


@pytest.fixture(scope="module")
def hostile_city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Hostile]:
    with standing(django_db_blocker):
        hostile = Hostile(build())
        for state in PLACES:
            for page in OF_CONSULTATIONS if state else OF_THE_CITY:
                hostile.write(page, state)
        _past_the_forms(hostile.city)
        sealed()
        yield hostile


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.EXAMPLE_CITY = True
    CLOCK.freeze(MONDAY)


def _shown(hostile: Hostile, state: str, reader: str) -> Iterator[tuple[str, str]]:
    """Every page that this reader may open, and every feed. What visitors read is read as a visitor, and by agents."""
    browser = Browser(hostile.city.people[reader])
    for page in OF_CONSULTATIONS if state else OF_THE_CITY:
        is_for_them = page.manner != Manner.READ or reader == "visitor" or (reader, state) == ("agent", CONSULTATION)
        if is_for_them and page.answers(reader, state)[0] == "200" and not page.name.endswith("_file"):
            answer = browser.client.get(address_of(page, hostile.city, state), follow=True)
            if answer["Content-Type"].startswith(("text/html", "application/atom")):
                yield page.name, answer.getvalue().decode()
            answer.close()


def _told_as_html(feed: str) -> list[str]:
    """What a reader of feeds draws as HTML; all the rest is text to it."""
    return [part.text or "" for part in ElementTree.fromstring(feed).iter() if part.get("type") in {"html", "xhtml"}]


@pytest.mark.timeout(900)
def test_no_markup_of_anybody_becomes_part_of_a_page(hostile_city: Hostile) -> None:
    wrong, seen = set(), set[str]()
    for state in PLACES:
        for reader in READERS:
            for name, html in _shown(hostile_city, state, reader):
                parts = _told_as_html(html) if html.startswith("<?xml") else [html]
                faults = [fault for part in parts for fault in faults_in(part)]
                wrong |= {f"{name} in {state}, read by {reader}: {fault}" for fault in faults}
                seen |= set(re.findall(r"[\w-]+\.[\w:-]+(?=(?:&quot;|\"|&#34;|”|»|&#x27;|'))", html))
    assert not wrong, "\n".join(sorted(wrong))
    # It was there to be found: most of what was typed is read somewhere.
    assert len(hostile_city.typed & seen) > len(hostile_city.typed) / 2, sorted(hostile_city.typed - seen)


# The library asks what Django 6 will take for granted.
@pytest.mark.filterwarnings("ignore:The default scheme")
def test_nor_does_it_in_the_administration(hostile_city: Hostile) -> None:
    client = Client()
    client.force_login(hostile_city.city.person("administrator"))
    reverse("admin:index")
    for model in admin.site._registry:
        listed = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        first = model._default_manager.order_by("-pk").first()
        one = (
            [reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[first.pk])]
            if first
            else []
        )
        for address in (listed, *one):
            assert not list(faults_in(client.get(address).getvalue().decode())), address


def test_names_take_no_markup(hostile_city: Hostile) -> None:
    assert "account.name" in hostile_city.refused
    assert "account.name" not in hostile_city.typed
