"""The table of access, walked over HTTP: every address, as everybody, in every state, asked for and sent its form."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import URLPattern, reverse
from pytest_django import DjangoDbBlocker, Settings

from tests.city.addresses import names_of_addresses
from tests.city.standing import sealed, standing
from tests.machinery.clock import CLOCK, MONDAY
from tests.machinery.lasting import _django_db_helper
from tests.policy.access import OF_CONSULTATIONS
from tests.policy.access_city import ADMINISTRATION, OF_THE_CITY
from tests.policy.city import City, build
from tests.policy.life import LIFE, UNPUBLISHED
from tests.policy.pages import Manner, Page
from tests.policy.table import CONSULTATION, ROLES
from tests.policy.walking import Browser, address_of, told

__all__ = ["_django_db_helper"]
pytestmark = pytest.mark.django_db
# Where an address lets nobody in, those whose way to a refusal differs stand for the others.
SOME = ("visitor", "resident", "agent", "administrator")
# SQLite sees these; PostgreSQL sees all.
REPRESENTATIVE = {"", UNPUBLISHED, CONSULTATION}
ADMINISTRATED_BY = ("visitor", "agent", "administrator")
# Everybody else is led to the door, which refuses them; visitors to where everybody signs in, at once or by the door.
AT_THE_DOOR = {False: {("302", "302")}, True: {("403", "403")}}
SIGN_IN = {("in", "in"), ("302", "302")}
# Words of scripts, and the way out.
OPEN_TO_ANYBODY = {"jsi18n", "logout"}
STATES = [pytest.param(state, marks=[] if state in REPRESENTATIVE else pytest.mark.matrix) for state in ("", *LIFE)]


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[City]:
    with standing(django_db_blocker):
        city = build()
        sealed()
        yield city


@pytest.fixture(scope="module")
def browsers(city: City) -> dict[str, Browser]:
    return {role: Browser(city.people[role]) for role in ROLES}


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.EXAMPLE_CITY = True
    CLOCK.freeze(MONDAY)


def _roles(page: Page, state: str) -> tuple[str, ...]:
    everybody = state in {"", UNPUBLISHED} or any(page.answers(role, state)[1] == "done" for role in ROLES)
    return ROLES if everybody else SOME


def _sent(page: Page, city: City, state: str, address: str, browsers: dict[str, Browser]) -> dict[str, object]:
    """What somebody would send who may: those who may not send the very same."""
    able = next((role for role in ROLES if page.answers(role, state) == ("200", "done")), None)
    return told(page, city, state, browsers[able].form_of(address)[1] if able else {})


@pytest.mark.parametrize("state", STATES)
def test_every_address_answers_as_the_table_says(state: str, city: City, browsers: dict[str, Browser]) -> None:
    wrong: dict[str, list[str]] = {}
    for page in OF_CONSULTATIONS if state else OF_THE_CITY:
        address = address_of(page, city, state)
        sent = _sent(page, city, state, address, browsers)
        for role in _roles(page, state):
            asked_for, sent_to = page.answers(role, state)
            answers = {"asked": (asked_for, browsers[role].ask(address))}
            answers["sent"] = sent_to, browsers[role].send(address, sent)
            if page.manner in {Manner.TAKEN_BACK, Manner.DROPPED}:
                answers["sent"] = sent_to, answers["sent"][1].replace("done", "302")
            for how, (expected, answer) in answers.items():
                if answer != expected:
                    row = " ".join(map(str, (page.name, *page.args)))
                    wrong.setdefault(f"{row}, {how}: {answer}, not {expected}", []).append(role)
    assert not wrong, state + "\n" + "\n".join(f"{what}: {', '.join(roles)}" for what, roles in wrong.items())


def _administration(city: City) -> Iterator[tuple[str, str]]:
    """Every page of the administration, by the end of its name, with one row of each table."""
    reverse("admin:index")
    for pattern in admin.site.get_urls():
        if isinstance(pattern, URLPattern) and pattern.name:
            named: dict[str, list[object]] = {"view_on_site": [1, 1], "app_list": ["contributions"]}
            yield pattern.name, reverse(f"admin:{pattern.name}", args=named.get(pattern.name, []))
    for model, page in admin.site._registry.items():
        row = page.get_queryset(RequestFactory().get("/")).order_by("-pk").first()
        for kind in ("changelist", "add", "change", "history", "delete"):
            args: list[object] = [] if kind in {"changelist", "add"} else [row.pk if row else 0]
            if row or not args:
                yield kind, reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{kind}", args=args)


# The library asks what Django 6 will take for granted.
@pytest.mark.filterwarnings("ignore:The default scheme")
def test_the_administration_is_looked_at_by_the_administrator_and_changed_by_nobody(
    city: City, browsers: dict[str, Browser]
) -> None:
    wrong, known = list[str](), set[str]()
    for kind, address in _administration(city):
        known.add(kind)
        for role in ROLES if kind in {"index", "changelist", "change"} else ADMINISTRATED_BY:
            expected = {ADMINISTRATION[kind]} if role == "administrator" else AT_THE_DOOR[kind == "login"]
            if role == "visitor":
                expected = SIGN_IN
            answers = browsers[role].ask(address), browsers[role].send(address, {"action": "delete_selected"})
            if answers not in expected and kind not in OPEN_TO_ANYBODY:
                wrong.append(f"{role}, {address}: {answers}, not {expected}")
    assert not wrong, "\n".join(wrong)
    assert known == ADMINISTRATION.keys()


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_pages_are_asked_for_and_forms_are_sent_and_nothing_else_is_answered(
    method: str, city: City, browsers: dict[str, Browser]
) -> None:
    for role in ("visitor", "agent"):
        for page in (*OF_CONSULTATIONS, *OF_THE_CITY):
            address = address_of(page, city, "" if "" in page.there else CONSULTATION)
            assert browsers[role].ask(address, method) == "405", (role, page.name)


def test_what_is_asked_without_its_words_is_answered_alike(city: City, browsers: dict[str, Browser]) -> None:
    """HEAD, which tells whether something is there."""
    for role in ("visitor", "resident", "agent"):
        for page in (*OF_CONSULTATIONS, *OF_THE_CITY):
            state = "" if "" in page.there else UNPUBLISHED
            assert browsers[role].ask(address_of(page, city, state), "HEAD") == page.answers(role, state)[0], page.name


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert {page.name for page in (*OF_CONSULTATIONS, *OF_THE_CITY)} == names_of_addresses()
