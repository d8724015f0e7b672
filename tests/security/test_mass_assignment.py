"""Mass assignment: a form changes what it asks for; whatever else is sent with it changes nothing."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import models, transaction
from pytest_django import DjangoDbBlocker, Settings

from tests.city.standing import sealed, standing
from tests.machinery.clock import CLOCK, MONDAY
from tests.machinery.lasting import _django_db_helper
from tests.policy.access import OF_CONSULTATIONS
from tests.policy.access_city import OF_THE_CITY
from tests.policy.city import City, build
from tests.policy.life import DRAFT
from tests.policy.pages import Page
from tests.policy.table import CONSULTATION, DEBATE, DECISION, FOLLOW_UP, SYNTHESIS
from tests.policy.walking import Browser, address_of, told

__all__ = ["_django_db_helper"]
pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]
PLACES = ("", DRAFT, CONSULTATION, SYNTHESIS, DEBATE, DECISION, FOLLOW_UP)
OURS = [model for model in apps.get_models() if model.__module__.startswith(("cestvous.", "allauth."))]
# Fields of forms that no page shows as a form, and what leads a form on.
ASKED_FOR = {"quote", "also", "new_section", "next", "csrfmiddlewaretoken"}
Columns = dict[tuple[str, str], Counter[str]]


def _intruding(column: "models.Field[Any, Any]") -> str:
    """A value that would be seen, had a form taken it."""
    if isinstance(column, models.BooleanField):
        return "on"
    if isinstance(column, models.DateField):
        return "2031-01-01"
    if column.choices:
        return str(list(dict(column.flatchoices))[-1])
    return "intrus" if isinstance(column, models.CharField | models.TextField) else "1"


EXTRA = {
    name: _intruding(column)
    for model in OURS
    for column in model._meta.concrete_fields
    for name in (column.name, column.attname)
} | {"is_superuser": "on", "is_staff": "on", "at": "2020-01-01T00:00:00Z", "by": "1"}


def _columns() -> Columns:
    """What stands in each column of each table, whichever row it is in: numbers of new rows differ by themselves."""
    found: Columns = {}
    for model in OURS:
        names = [column.attname for column in model._meta.concrete_fields if not column.primary_key]
        for row in model._default_manager.order_by("pk").values(*names):
            for name, value in row.items():
                found.setdefault((model._meta.label, name), Counter())[repr(value)] += 1
    return found


def _differing(one: Columns, other: Columns) -> set[tuple[str, str]]:
    return {column for column in one.keys() | other.keys() if one.get(column) != other.get(column)}


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[City]:
    with standing(django_db_blocker):
        city = build()
        sealed()
        yield city


def _after(browser: Browser, address: str, sent: dict[str, Any]) -> tuple[int, Columns]:
    with transaction.atomic():
        cache.clear()
        status = browser.client.post(address, sent).status_code
        columns = _columns()
        transaction.set_rollback(True)
    return status, columns


def _taken(page: Page, city: City, state: str) -> set[tuple[str, str]] | None:
    """The columns in which more than was asked for was changed; None if nobody may send this form here."""
    role = next((role for role in city.people if page.answers(role, state)[1] == "done"), None)
    if role is None:
        return None
    browser, address = Browser(city.people[role]), address_of(page, city, state)
    form, stands = browser.form_of(address)
    sent = told(page, city, state, stands)
    known = ASKED_FOR | sent.keys() | (form.fields.keys() if form is not None else set())
    extra = {name: value for name, value in EXTRA.items() if name not in known}
    first, again, more = (_after(browser, address, each) for each in (sent, sent, extra | sent))
    assert first[0] == more[0] == 302, (page.name, first[0], more[0])
    # What differs between two forms that are the same is drawn by lot, or is the number of a row.
    return _differing(first[1], more[1]) - _differing(first[1], again[1])


@pytest.mark.parametrize("state", PLACES)
def test_a_form_changes_what_it_asks_for_and_nothing_else(state: str, city: City, settings: Settings) -> None:
    settings.EXAMPLE_CITY = True
    CLOCK.freeze(MONDAY)
    tried, taken = 0, {}
    for page in OF_CONSULTATIONS if state else OF_THE_CITY:
        columns = _taken(page, city, state)
        tried += columns is not None
        if columns:
            taken[page.name] = columns
    assert not taken
    assert tried
