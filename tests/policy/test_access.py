"""The table of access, walked over HTTP: every address, as everybody, in every state, asked for and sent its form."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker, Settings

from tests.city.addresses import names_of_addresses
from tests.city.standing import sealed, standing
from tests.machinery.clock import CLOCK, MONDAY
from tests.machinery.lasting import _django_db_helper
from tests.policy.access import OF_CONSULTATIONS
from tests.policy.access_city import OF_THE_CITY
from tests.policy.city import City, build
from tests.policy.life import CONSULTATION, LIFE, UNPUBLISHED
from tests.policy.pages import Manner, Page
from tests.policy.table import ROLES
from tests.policy.walking import Browser, address_of, told

__all__ = ["_django_db_helper"]
pytestmark = pytest.mark.django_db
# Where an address lets nobody in, those whose way to a refusal differs stand for the others.
SOME = ("visitor", "resident", "agent", "administrator")
# SQLite sees these; PostgreSQL sees all.
REPRESENTATIVE = {"", UNPUBLISHED, CONSULTATION}
READ_ONLY = {Manner.READ, Manner.READ_IN, Manner.LEADS_ON}
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
    everybody = state in REPRESENTATIVE or any(page.answers(role, state)[1] == "done" for role in ROLES)
    return ROLES if everybody else SOME


def _sent(page: Page, city: City, state: str, address: str, browsers: dict[str, Browser]) -> dict[str, object]:
    """What somebody would send who may: those who may not send the very same."""
    able = next((role for role in ROLES if page.answers(role, state) == ("200", "done")), None)
    return told(page, city, state, browsers[able].stands_in(address) if able else {})


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


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert {page.name for page in (*OF_CONSULTATIONS, *OF_THE_CITY)} == names_of_addresses()
