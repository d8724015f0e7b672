"""What a page tells browsers and caches of itself."""

import pytest
from django.test import Client

from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation

pytestmark = pytest.mark.django_db


def test_what_somebody_signed_in_sees_is_kept_by_no_cache(
    client: Client, resident: Person, consultation: Consultation
) -> None:
    client.force_login(resident)
    for page in ("/fr/", "/fr/mes-mots/", "/fr/compte/", "/fr/agence/", f"/fr/consultations/{consultation.number}/"):
        assert "private" in client.get(page)["Cache-Control"], page


def test_a_visitor_s_page_carries_no_cookie_and_every_guard(client: Client, consultation: Consultation) -> None:
    answer = client.get("/fr/")
    assert not answer.cookies
    assert "private" not in answer.get("Cache-Control", "")
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_need_the_form_s_token_and_change_nothing(method: str) -> None:
    careful = Client(enforce_csrf_checks=True)
    assert getattr(careful, method)("/fr/consultations/").status_code in {403, 405}
