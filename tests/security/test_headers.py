"""What a page tells browsers and caches of itself."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Set
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django import Settings

from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.files.address import address_of, small_address_of
from cestvous.web.guards import DOCUMENT, PICTURE
from cestvous.web.keeping.middleware import KeepingMiddleware
from tests.factories.files import a_file_of, a_received_file, picture_bytes

pytestmark = pytest.mark.django_db


def test_what_somebody_signed_in_sees_is_kept_by_no_cache(
    client: Client, resident: Person, consultation: Consultation
) -> None:
    client.force_login(resident)
    for page in ("/fr/", "/fr/mes-mots/", "/fr/compte/", "/fr/agence/", f"/fr/consultations/{consultation.number}/"):
        assert "private" in client.get(page)["Cache-Control"], page


POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'",
    "connect-src 'self'", "manifest-src 'self'", "object-src 'none'", "form-action 'self'", "base-uri 'none'",
    "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
}  # fmt: skip


def assert_guarded(answer: HttpResponseBase, *, policy: Set[str] = POLICY, shown_by: str = "same-origin") -> None:
    assert set(answer["Content-Security-Policy"].split("; ")) == policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == shown_by
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(answer["Permissions-Policy"].split(", "))


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
    assert_guarded(client.get("/"))
    assert_guarded(client.get("/fr/mes-mots/"))
    assert_guarded(client.get("/fr/", headers={"host": "evil.test"}))
    assert_guarded(client.get("/healthz"))
    assert_guarded(client.get("/readyz"))
    assert_guarded(missing := client.get("/fr/nulle-part/"))
    assert missing.status_code == 404
    assert_guarded(forged := Client(enforce_csrf_checks=True).post("/fr/"))
    assert forged.status_code == 403
    monkeypatch.setattr("cestvous.web.site.views.home_page", None)
    assert_guarded(broken := client.get("/fr/"))
    assert (broken.status_code, broken["Content-Type"]) == (500, "text/html; charset=utf-8")


def test_a_fault_of_what_stands_around_all_pages_carries_every_guard_too(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(keeping: KeepingMiddleware, request: HttpRequest) -> HttpResponse:
        raise OSError

    client.raise_request_exception = False
    monkeypatch.setattr(KeepingMiddleware, "__call__", broken)
    assert_guarded(answer := client.get("/fr/"))
    assert answer.status_code == 500


def test_a_picture_for_all_may_be_shown_elsewhere_and_nothing_else(
    client: Client, consultation: Consultation, agent: Person
) -> None:
    shut_in, alone = set(PICTURE.split("; ")), set(DOCUMENT.split("; "))
    assert all("sandbox" in policy and "frame-ancestors 'none'" in policy for policy in (shut_in, alone))
    assert "script-src 'none'" in shut_in
    assert "default-src 'none'" in alone
    picture = a_file_of(consultation, agent, "vue.png", picture_bytes("PNG", (1_000, 500)), "La place")
    document = a_file_of(consultation, agent, "plan.pdf")
    for address in (address_of(picture), small_address_of(picture)):
        assert_guarded(shown := client.get(address), policy=shut_in, shown_by="cross-origin")
        assert_guarded(known := client.get(address, headers={"if-none-match": shown["ETag"]}), policy=shut_in,
                       shown_by="cross-origin")  # fmt: skip
        assert known.status_code == 304
        shown.getvalue()
    assert_guarded(to_keep := client.get(address_of(document)), policy=alone)
    to_keep.getvalue()
    received = a_received_file(agent, "vue.png", picture_bytes("PNG", (1_000, 500)))
    client.force_login(agent)
    assert_guarded(own := client.get(address_of(received)), policy=shut_in)
    own.getvalue()


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


def test_files_of_ours_carry_every_guard_too(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "logo.svg").write_text("<svg><script>alert(1)</script></svg>", encoding="ascii")
    (tmp_path / "sharing.0123abcd.png").write_bytes(b"picture")
    settings.STATIC_ROOT, settings.WHITENOISE_AUTOREFRESH = str(tmp_path), False
    for name, shown_by in (("logo.svg", "same-origin"), ("sharing.0123abcd.png", "cross-origin")):
        answer = Client().get(f"/static/{name}")
        assert b"".join(answer)
        answer.close()
        assert_guarded(answer, shown_by=shown_by)
        assert "Access-Control-Allow-Origin" not in answer
        again = Client().get(f"/static/{name}", headers={"if-modified-since": answer["Last-Modified"]})
        assert again.status_code == 304
        assert_guarded(again, shown_by=shown_by)
    assert_guarded(missing := Client().get("/static/%2e%2e/settings.py"))
    assert missing.status_code == 404


def test_nothing_is_found_by_the_check_for_deployment() -> None:
    """With a city's settings, and warnings as failures; what is silenced is silenced with its reason."""
    city = {
        "ALLOWED_HOSTS": "participer.test",
        "SITE_URL": "https://participer.test",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "HTTPS": "true",
        "BEHIND_PROXY": "true",
        "CITY_CONTACT": "participation@participer.test",
        "SECURITY_CONTACT": "securite@participer.test",
        "DJANGO_SETTINGS_MODULE": "cestvous.config.settings",
        # Nothing else: what other tests have put into the environment of this process is no city's.
        **{name: os.environ[name] for name in ("PATH", "STATE_FOLDER")},
    }
    ask = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    found = subprocess.run(ask, env=city, check=False, capture_output=True, text=True)
    assert (found.returncode, found.stderr) == (0, "")
    carelessly = subprocess.run(ask, env={**city, "HTTPS": "false"}, check=False, capture_output=True, text=True)
    assert "security.W008" in carelessly.stderr


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
