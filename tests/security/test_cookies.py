"""Every cookie is of this host alone, goes by TLS alone, and is out of reach of scripts."""

import json
import os
import subprocess
import sys
from importlib import import_module

import pytest
from django.conf import settings

_ASK = """
import django, json
django.setup()
from django.conf import settings
from django.contrib import messages
from django.contrib.messages.middleware import MessageMiddleware
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.test import RequestFactory
from cestvous.web.patience import PatienceMiddleware

def answer(request):
    messages.success(request, "C'est enregistré.")
    get_token(request)
    return HttpResponse()

request = RequestFactory().post("/fr/", secure=True, HTTP_HOST="participer.test")
request.session = {}
said = PatienceMiddleware(MessageMiddleware(CsrfViewMiddleware(answer)))(request)
print(json.dumps([settings.SESSION_COOKIE_NAME, *(cookie.OutputString() for cookie in said.cookies.values())]))
"""


def _cookies(**environment: str) -> list[str]:
    """The name of the session's cookie, then each cookie that a site with these settings sets when a form is sent."""
    told = {"ALLOWED_HOSTS": "participer.test", "SITE_URL": "https://participer.test", **environment}
    ran = subprocess.run(
        [sys.executable, "-c", _ASK],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cestvous.config.settings", **told},
        check=True,
        capture_output=True,
        text=True,
    )
    answer: list[str] = json.loads(ran.stdout)
    return answer


def test_behind_tls_each_cookie_is_of_this_host_alone() -> None:
    session, *cookies = _cookies(HTTPS="true")
    assert session == "__Host-sessionid"
    assert {cookie.partition("=")[0] for cookie in cookies} == {
        "__Host-csrftoken",
        "__Host-messages",
        "__Host-ecrit",
    }
    for cookie in cookies:
        parts = {part.strip() for part in cookie.split(";")[1:]}
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= parts
        assert not [part for part in parts if part.startswith("Domain")]


def test_without_tls_they_have_names_that_a_browser_takes() -> None:
    session, *cookies = _cookies()
    assert {session, *(cookie.partition("=")[0] for cookie in cookies)} == {
        "sessionid",
        "csrftoken",
        "messages",
        "ecrit",
    }


@pytest.mark.django_db
def test_a_session_is_named_by_chance_alone_and_enough_of_it() -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    keys = set()
    for _one in range(20):
        session = store()
        session.create()
        keys.add(session.session_key)
    assert len(keys) == 20
    # Of letters and figures: 32 of them are 165 bits.
    assert all(len(key) == 32 and key.isalnum() for key in keys)
    assert len({letter for key in keys for letter in key}) > 30
