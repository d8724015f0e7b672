"""Filters, pages and numbers in addresses reach neither SQL nor an error, whatever is written in them."""

import pytest
from django.test import Client

from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import a_contribution, in_phase

pytestmark = pytest.mark.django_db

STRANGE = ["%00", "%ff", "a%00b", "-1", "9" * 30, "1;drop", "'", "%D9%A1", "1e9", "%F0%9F%98%80", "0"]
PAGES = {
    "/fr/consultations/": ("page", "before", "state"),
    "/fr/consultations/{n}/contributions/": (
        "q",
        "theme",
        "neighbourhood",
        "same_as",
        "positions",
        "voice",
        "sort",
        "sort=discussed&place",
        "sort=shuffle&seed=7&place",
        "before",
        "theme__pk",
    ),
    "/fr/consultations/{n}/contributions/1/": ("side", "from", "comment", "reasons"),
    "/fr/consultations/{n}/questions/": ("before", "waiting"),
    "/fr/consultations/{n}/synthese/objections/": ("state", "before"),
    "/fr/registre/": ("consultation", "kind", "before"),
    "/fr/registre/telecharger/": ("after",),
    "/fr/mes-mots/": ("before",),
    "/fr/compte/": ("next",),
    "/fr/compte/organisations/representer/": ("organisation",),
}


@pytest.fixture
def shown(resident: Person, consultation: Consultation) -> Consultation:
    consultation = in_phase(consultation, "consultation")
    a_contribution(resident, consultation)
    return consultation


@pytest.mark.parametrize("page", PAGES)
def test_no_parameter_is_an_error(client: Client, resident: Person, shown: Consultation, page: str) -> None:
    client.force_login(resident)
    for name in PAGES[page]:
        for value in STRANGE:
            answer = client.get(f"{page.format(n=shown.number)}?{name}={value}")
            assert answer.status_code == 200, (page, name, value)


@pytest.mark.parametrize("number", ["0", "99999", "2147483648", "9223372036854775808", "9" * 30, "9" * 4_000])
@pytest.mark.parametrize(
    "page",
    [
        "/fr/consultations/{0}/",
        "/fr/consultations/{n}/contributions/{0}/",
        "/fr/consultations/{n}/contributions/1/versions/{0}/",
        "/fr/consultations/{n}/questions/{0}/",
        "/fr/consultations/{n}/synthese/constats/{0}/",
        "/fr/consultations/{n}/synthese/versions/{0}/",
        "/fr/consultations/{n}/synthese/objections/{0}/",
        "/fr/consultations/{n}/decision/version-{0}/",
        "/fr/consultations/{n}/decision/engagements/{0}/",
    ],
)
def test_a_number_that_names_nothing_is_not_found(client: Client, shown: Consultation, page: str, number: str) -> None:
    assert client.get(page.format(number, n=shown.number)).status_code == 404


@pytest.mark.parametrize("number", ["9" * 30, "-" + "9" * 30, "1e9", "\x00", "²", "NaN", "x" * 5_000])
def test_a_choice_of_several_that_names_nothing_is_a_fault_of_the_form(
    client: Client, agent: Person, official: Person, number: str
) -> None:
    client.force_login(agent)
    chosen = {"agents": number, "neighbourhoods": [number, number], "themes": number, "sponsor": number}
    answer = client.post("/fr/agence/nouvelle-consultation/", chosen)
    assert answer.status_code == 422
    assert chosen.keys() <= answer.context["form"].errors.keys()
