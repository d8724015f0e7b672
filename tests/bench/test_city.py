"""What is measured exists: the bare page, each page by its name, and forms that are accepted."""

from collections.abc import Sequence
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from pytest_django import Settings

from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import PASSWORD, a_comment, a_contribution, a_published_synthesis, in_phase
from tools.bench import counting
from tools.bench import settings as measured
from tools.bench.load import Form
from tools.bench.pages import PAGES, City
from tools.bench.people import Session, found
from tools.bench.places import Places
from tools.bench.turns import BARE
from tools.bench.writes import WRITES, Write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _addresses(settings: Settings) -> None:
    settings.ROOT_URLCONF = measured.ROOT_URLCONF


def test_the_bare_page_makes_one_query_and_is_translated(client: Client, drouot: object) -> None:
    client.get(BARE)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(BARE)
    assert len(queries) == 1
    assert "Registre public" in answer.content.decode()
    assert "Drouot" in answer.content.decode()
    assert "Public register" in client.get(BARE.replace("/fr/", "/en/")).content.decode()
    assert answer["Content-Security-Policy"]


def test_the_site_stays_where_it_is(client: Client) -> None:
    assert client.get("/fr/").status_code == 200
    assert client.get("/fr/nulle-part/").status_code == 404
    with override("fr"):
        assert reverse("bare") == BARE


@pytest.fixture
def people(resident: Person, other_resident: Person, neighbour: Person) -> list[Person]:
    return [resident, other_resident, neighbour]


@pytest.fixture
def city(open_consultation: Consultation, people: Sequence[Person]) -> City:
    for number in range(4):
        a_comment(people[1], a_contribution(people[0], open_consultation, f"Des arbres, {number}"), "Oui.")
    emails = [person.email for person in people]
    number = open_consultation.number
    deep = f"/fr/consultations/{number}/contributions/?before=3"
    return City.of(Places(number, number, 2, 1, deep, emails, PASSWORD, "arbres"))


def test_each_page_is_there(city: City) -> None:
    a_published_synthesis(in_phase(city.consultation, "synthesis"))
    cookies = Session(found(city.places.people)[0]).cookies
    for page in PAGES:
        path = page.path(city)
        answer = counting.client_with(cookies).get(path)
        assert answer.status_code == 200, path
        assert counting.of_page(path, cookies) > 0
    assert len({page.path(city) for page in PAGES}) >= len(PAGES) - 1


@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.name)
def test_each_form_is_accepted_and_makes_one_row(city: City, people: Sequence[Person], write: Write) -> None:
    sessions = [Session(person) for person in people]
    forms = write.some(city, sessions, 5)
    assert len(forms) == 5
    for form in forms:
        there = write.count()
        answer = _sent(form)
        assert answer == 302, form
        assert write.count() == there + 1, form
    assert write.name != "position" or not write.some(city, sessions[:1], 1), "nobody stands on their own words"


def test_a_form_without_its_token_is_refused(city: City, people: Sequence[Person]) -> None:
    (form,) = WRITES[0].some(city, [Session(people[0])], 1)
    without = Form(form.path, form.cookies, form.fields.replace("csrfmiddlewaretoken", "token"))
    assert _sent(without) == 403


def _sent(form: Form) -> int:
    """As a browser sends it: tokens are checked."""
    client = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    client.cookies = counting.client_with(form.cookies).cookies
    return client.post(form.path, dict(parse_qsl(form.fields, keep_blank_values=True))).status_code
