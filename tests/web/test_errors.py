"""Pages of error: what they say, what they offer, and what they give away of what is not public."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import fresh
from tests.web.browsing import read

pytestmark = pytest.mark.django_db


def test_a_wrong_address_within_a_consultation_offers_it(client: Client, consultation: Consultation) -> None:
    words = read(client, f"/fr/consultations/{consultation.number}/nulle-part/", status=404)
    assert consultation.title in words
    assert reverse("consultation", args=[consultation.number, consultation.slug]) in words
    for elsewhere in ("/fr/nulle-part/", "/fr/consultations/99999999/x/", "/fr/consultations/99999999999/x/"):
        assert consultation.title not in read(client, elsewhere, status=404)


def test_a_draft_is_near_no_address(client: Client, consultation: Consultation) -> None:
    Consultation.objects.filter(pk=consultation.pk).update(state="draft")
    title = fresh(consultation).title
    for path in ("", "nulle-part/", "contributions/999/"):
        assert title not in read(client, f"/fr/consultations/{consultation.number}/{path}", status=404)


@pytest.mark.parametrize("path", ["/fr/nulle-part/", "/nulle-part", "/fr/consultations/1/nulle-part/"])
def test_a_page_that_is_not_here_says_where_to_go(client: Client, path: str) -> None:
    words = read(client, path, status=404)
    for name in ("home", "consultations", "help", "contact", "account_login"):
        assert reverse(name) in words


def test_a_refusal_says_why_and_where_to_go(client: Client, resident: Person) -> None:
    client.force_login(resident)
    words = read(client, reverse("standing_pages"), status=403)
    for name in ("home", "consultations", "help", "contact"):
        assert reverse(name) in words
    assert reverse("account_login") not in words.split("<main")[1].split("</main")[0]


def test_an_expired_form_says_that_nothing_is_lost(resident: Person) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(resident)
    answer = careful.post(reverse("account"), {"name": "Autre"})
    assert answer.status_code == 403
    assert [used.name for used in answer.templates][:1] == ["403_csrf.html"]
    assert reverse("help") in answer.content.decode()


@pytest.mark.parametrize("template", ["500.html", "503.html"])
def test_what_broke_is_said_without_any_database(
    template: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(0):
        words = render_to_string(template)
    assert 'href="/"' in words
    assert "<form" not in words
