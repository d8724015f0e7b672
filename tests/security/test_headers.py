"""What a page tells browsers and caches of itself."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django import Settings

from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation

pytestmark = pytest.mark.django_db


def test_what_somebody_signed_in_sees_is_kept_by_no_cache(
    client: Client, resident: Person, consultation: Consultation
) -> None:
    client.force_login(resident)
    for page in ("/fr/", "/fr/mes-mots/", "/fr/compte/", "/fr/agence/", f"/fr/consultations/{consultation.number}/"):
        assert "private" in client.get(page)["Cache-Control"], page


def assert_guarded(answer: HttpResponseBase) -> None:
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_a_visitor_s_page_carries_no_cookie_and_every_guard(client: Client, consultation: Consultation) -> None:
    answer = client.get("/fr/")
    assert not answer.cookies
    assert "private" not in answer.get("Cache-Control", "")
    assert_guarded(answer)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_need_the_form_s_token_and_change_nothing(method: str) -> None:
    careful = Client(enforce_csrf_checks=True)
    assert getattr(careful, method)("/fr/consultations/").status_code in {403, 405}


def test_errors_and_files_carry_every_guard_too(
    client: Client, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    assert_guarded(client.get("/fr/registre/telecharger/"))
    assert_guarded(client.get("/administration/"))
    assert_guarded(missing := client.get("/fr/nulle-part/"))
    assert missing.status_code == 404
    assert_guarded(forged := Client(enforce_csrf_checks=True).post("/fr/"))
    assert forged.status_code == 403
    monkeypatch.setattr("cestvous.web.site.views.home_page", None)
    assert_guarded(broken := client.get("/fr/"))
    assert (broken.status_code, broken["Content-Type"]) == (500, "text/html; charset=utf-8")


def test_what_is_too_much_to_read_is_answered_in_our_words(client: Client) -> None:
    answer = Client().post("/fr/compte/se-connecter/", "login=" + "x" * 1_100_000, "application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert "/static/css/site.css" in answer.content.decode()
    many = "&".join(f"field{n}=1" for n in range(600))
    assert Client().post("/fr/compte/se-connecter/", many, "application/x-www-form-urlencoded").status_code == 400
    assert client.get("/fr/", headers={"host": "evil.test"}).status_code == 400


def test_the_register_is_a_file_to_keep_and_nothing_to_run(client: Client) -> None:
    answer = client.get("/fr/registre/telecharger/")
    assert answer["Content-Disposition"] == 'attachment; filename="registre-2026-03-02.jsonl"'
    assert answer["Content-Type"] == "application/jsonl; charset=utf-8"
    assert not answer.cookies


def test_files_of_ours_carry_the_policy_too(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "logo.svg").write_text("<svg><script>alert(1)</script></svg>", encoding="ascii")
    settings.STATIC_ROOT, settings.WHITENOISE_AUTOREFRESH = str(tmp_path), False
    answer = Client().get("/static/logo.svg")
    assert b"svg" in b"".join(answer)
    answer.close()
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in answer
    assert Client().get("/static/%2e%2e/settings.py").status_code == 404


_ASK = """
import django, json, sys
django.setup()
from django.conf import settings
from django.test import Client
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
said = []
for headers in json.loads(sys.argv[1]):
    answer = Client(headers=headers).get("/fr/compte/se-connecter/")
    said.append([answer.status_code, dict(answer.headers), answer.cookies.output(header="")])
print(json.dumps(said))
"""


def _asked(*requests: dict[str, str], **environment: str) -> list[tuple[int, dict[str, str], str]]:
    """What a site with these settings answers, in a process of its own: settings are read once."""
    told = {"ALLOWED_HOSTS": "participer.test", "SITE_URL": "https://participer.test", **environment}
    asked = [{"host": "participer.test", **headers} for headers in requests]
    answers = subprocess.run(
        [sys.executable, "-c", _ASK, json.dumps(asked)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cestvous.config.settings", **told},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return [(status, headers, cookies) for status, headers, cookies in json.loads(answers.stdout)]


def test_behind_tls_nothing_goes_in_the_clear() -> None:
    clear, forwarded, forged, elsewhere = _asked(
        {},
        {"x-forwarded-proto": "https"},
        {"x-forwarded-proto": "http", "x-forwarded-host": "evil.test", "x-forwarded-ssl": "on"},
        {"x-forwarded-proto": "https", "host": "evil.test"},
        HTTPS="true",
        BEHIND_PROXY="true",
    )
    for status, headers, cookies in (clear, forged):
        assert (status, headers["Location"]) == (301, "https://participer.test/fr/compte/se-connecter/")
        assert not cookies
    status, headers, cookies = forwarded
    assert status == 200
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert cookies.strip().startswith("__Host-csrftoken=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookies.split(";")}
    assert elsewhere[0] == 400


def test_without_a_proxy_its_headers_mean_nothing() -> None:
    ((status, headers, _cookies),) = _asked({"x-forwarded-proto": "https"}, HTTPS="true")
    assert (status, headers["Location"]) == (301, "https://participer.test/fr/compte/se-connecter/")
