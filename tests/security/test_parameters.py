"""Filters, pages and numbers in addresses reach neither SQL nor an error, whatever is written in them."""

import re

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
    "/fr/consultations/{n}/contributions/1/versions/1/": ("passage", "passage=0-8&x"),
    "/fr/consultations/{n}/contributions/1/suite/": ("original",),
    "/fr/consultations/{n}/suites/": ("original", "before"),
    "/fr/consultations/{n}/decision/engagements/": ("etat", "quartier"),
    "/fr/engagements/": ("etat", "quartier", "etat=late&quartier"),
    "/fr/engagements/calendrier.ics": ("etat", "quartier"),
    "/fr/charte/": ("in",),
    "/fr/mes-mots/positions/": ("before", "page"),
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
            # A file gives its place back once it is read.
            answer.getvalue()


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
        "/fr/consultations/{n}/decision/version-{0}/changements/",
        "/fr/consultations/{n}/decision/version-{0}/decision.pdf",
        "/fr/consultations/{n}/synthese/versions/{0}/depuis/1/",
        "/fr/consultations/{n}/synthese/versions/{0}/synthese.docx",
        "/fr/consultations/{n}/contributions/{0}/suite/",
        "/fr/organisations/les-jardins-{0}/",
        "/fichiers/{0}/plan.pdf",
        "/fr/charte/versions/fr/{0}/",
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


@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded; charset=klingon",
        "application/x-www-form-urlencoded; charset=utf-16",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/json",
        "",
    ],
)
def test_a_form_in_no_encoding_of_ours_is_no_error(
    client: Client, agent: Person, shown: Consultation, content_type: str
) -> None:
    client.force_login(agent)
    for page in (
        "/fr/compte/organisations/representer/",
        "/fr/mes-mots/vu/",
        f"/fr/agence/{shown.number}/presentation/images-et-documents/",
        f"/fr/agence/{shown.number}/traduire/consultation/1/de/",
        "/fr/agence/pages/contact/fr/",
    ):
        answer = client.generic("POST", page, b"--x\r\nname=\xff\xfe&until=%ff%00", content_type)
        assert answer.status_code < 500, page
        assert answer.status_code != 404, page


@pytest.mark.parametrize(
    "name", ["order_by", "o", "ordering", "author", "author__person__email__startswith", "source__standing", "state",
             "is_administrator", "pk", "id", "fields", "limit", "page_size", "format"]
)  # fmt: skip
def test_no_parameter_reaches_a_column(client: Client, shown: Consultation, name: str) -> None:
    """A page that does not ask for a parameter is the same whatever it says: nobody reads a column letter by letter."""
    for page in ("/fr/consultations/{n}/contributions/", "/fr/consultations/{n}/questions/", "/fr/engagements/"):
        address = page.format(n=shown.number)
        plain = _without_addresses(client.get(address).content.decode())
        for value in ("a", "samira", "-pk", "1"):
            assert _without_addresses(client.get(address, {name: value}).content.decode()) == plain, (
                address,
                name,
                value,
            )


def _without_addresses(page: str) -> str:
    """What a page says, without where its links lead: some keep what was asked for."""
    return re.sub(r'(?:href|action|nonce|value)="[^"]*"', "", page)


@pytest.mark.parametrize(
    "asked",
    [
        "mandates/mandate/?person__password__startswith=md5", "mandates/mandate/?person__email__contains=a",
        "contributions/contribution/?source__author__person__email__startswith=a",
        "journal/event/?by__email__startswith=a", "organisations/representative/?author__person__password__gt=a",
        "contributions/contribution/?position__author__name__contains=a",
    ],
)  # fmt: skip
def test_the_administrator_filters_by_nobody_s_password_or_address(
    client: Client, administrator: Person, shown: Consultation, asked: str
) -> None:
    client.force_login(administrator)
    answer = client.get(f"/administration/{asked}")
    # Refused, or not understood and led back to the list without it.
    assert answer.status_code == 400 or answer["Location"].endswith("?e=1")
