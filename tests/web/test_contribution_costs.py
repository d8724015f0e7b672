"""What the pages of contributions cost the database, whatever the number of things."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cestvous.activities.contributions import actions
from cestvous.activities.contributions.models import Stance
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import (
    a_comment,
    a_contribution,
    a_person,
    fresh,
    in_phase,
)
from tests.machinery.clock import travel
from tests.web.browsing import page, read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("size", [5, 60])
@pytest.mark.parametrize("signed_in", [False, True])
def test_pages_cost_the_same_whatever_the_number(
    client: Client,
    open_consultation: Consultation,
    resident: Person,
    neighbour: Person,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    size: int,
    signed_in: bool,
) -> None:
    authors = [a_person(neighbourhood=resident.neighbourhood) for _ in range(5)]
    for index in range(size):
        a_contribution(authors[index % 5], open_consultation, f"Idée {index}", f"Corps {index // 2}")
    one = a_contribution(resident, open_consultation)
    actions.edit(
        by=resident, contribution=one, title="T", body="B", theme=None, neighbourhood=None,
        stays_after_erasure=True, reason="", opened_on=1,
    )  # fmt: skip
    for index in range(size):
        last = a_comment(authors[index % 5], one, f"Argument {index}")
    for author in authors:
        actions.take_position(by=author, contribution=one, stance=Stance.FOR, reason="Parce que.")
    consultation = in_phase(fresh(open_consultation), "debate")
    most = 16 if signed_in else 12
    if signed_in:
        client.force_login(neighbour)
    args = (consultation.number, one.number)
    addresses = [
        page("contributions", consultation.number),
        page("contributions", consultation.number) + "?before=40",
        page("contribution", *args),
        page("contribution", *args) + f"?comment={last.number}",
        page("contribution_version", *args, 1),
        page("contribute", consultation.number),
    ]
    for address in addresses:
        with django_assert_max_num_queries(most):
            client.get(address)


def test_an_open_page_costs_a_resident_no_more(
    client: Client,
    open_consultation: Consultation,
    resident: Person,
    neighbour: Person,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    one = a_contribution(resident, open_consultation)
    for index in range(60):
        last = a_comment(resident, one, f"Argument {index}")
    actions.take_position(by=neighbour, contribution=one, stance=Stance.FOR, reason="Parce que.")
    client.force_login(neighbour)
    for address in (
        page("contributions", open_consultation.number),
        page("contribution", open_consultation.number, one.number),
        page("contribution", open_consultation.number, one.number) + f"?comment={last.number}",
        page("contribute", open_consultation.number),
    ):
        with django_assert_max_num_queries(16):
            read(client, address)


def test_a_consultation_that_waits_costs_no_more(
    client: Client,
    open_consultation: Consultation,
    resident: Person,
    neighbour: Person,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    one = a_contribution(resident, open_consultation)
    for index in range(60):
        last = a_comment(resident, one, f"Argument {index}")
    consultation = in_phase(open_consultation, "synthesis")
    travel(days=30)
    args = (consultation.number, one.number)
    addresses = [
        page("contributions", consultation.number),
        page("contribution", *args),
        page("contribution", *args) + f"?comment={last.number}",
    ]
    # The first read after the date records that the next phase waits.
    read(client, addresses[0])
    for address in addresses:
        with django_assert_max_num_queries(12):
            read(client, address)
    client.force_login(neighbour)
    for address in addresses:
        with django_assert_max_num_queries(16):
            read(client, address)
