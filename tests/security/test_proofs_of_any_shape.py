"""Whatever is sent where somebody has to show who they are is refused in words, never an error, and lets nobody in."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from pytest_django import Settings

from cestvous.foundation.people.models import Person
from tests.machinery.hostile import values as sent
from tests.web.accounts.ways_in import Phone, is_in, sign_in
from tests.web.browsing import signed_in

pytestmark = pytest.mark.django_db
# As the test client wants it: text; and no more than a form may weigh, which is refused before anybody reads it.
values = sent.map(lambda value: value.decode("utf-8", "replace")[:50_000])
ANY_SHAPE = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def half_way(resident: Person) -> Client:
    """Somebody who knows the password, and has not shown their second factor."""
    Phone.of(resident)
    return sign_in(resident)


@ANY_SHAPE
@given(code=values, credential=values)
def test_no_second_factor_is_an_error_or_a_way_in(half_way: Client, code: str, credential: str) -> None:
    cache.clear()
    for told in ({"code": code}, {"credential": credential}, {"code": code, "credential": credential}):
        assert half_way.post(reverse("mfa_authenticate"), told).status_code == 422
    assert not is_in(half_way)


@ANY_SHAPE
@given(password=values, code=values, credential=values)
def test_no_fresh_proof_is_an_error_or_goes_through(
    resident: Person, settings: Settings, password: str, code: str, credential: str
) -> None:
    cache.clear()
    settings.FRESH_SIGN_IN_MINUTES = 15
    told = {"proof-asked": "send", "proof-password": password, "proof-code": code, "proof-credential": credential}
    answer = signed_in(resident).post(reverse("download_my_data"), told)
    assert answer.status_code in {403, 422}
    assert answer.headers["Content-Type"].startswith("text/html")
