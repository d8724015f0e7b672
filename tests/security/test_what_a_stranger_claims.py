"""What gunicorn would believe of headers, because a proxy may stand on the same machine: it hands on strangers'."""

import io

import pytest
from allauth.account.adapter import get_adapter
from django.test import RequestFactory
from gunicorn.app.wsgiapp import WSGIApplication
from gunicorn.http.parser import RequestParser
from gunicorn.http.wsgi import create
from pytest_django import Settings

from cestvous.commands import web_server


def environ_of(monkeypatch: pytest.MonkeyPatch, path: str, *headers: str) -> dict[str, object]:
    """What the site is told of a request that comes from this machine, by gunicorn as we start it."""
    monkeypatch.setattr("sys.argv", web_server.command(bind="127.0.0.1:0", workers=1, threads=1)[2:])
    here, reader = ("127.0.0.1", 8000), ("127.0.0.1", 50_000)
    sent = "\r\n".join((f"GET {path} HTTP/1.1", "Host: city.test", *headers, "", ""))
    cfg = WSGIApplication().cfg
    request = next(RequestParser(cfg, io.BytesIO(sent.encode()), reader))
    told: dict[str, object] = create(request, None, reader, here, cfg)[1]
    return told


def test_nobody_says_where_in_the_site_an_address_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else somebody has pages drawn, and kept for others, whose links lead elsewhere; and asks /readyz as they like."""
    for claimed in ("/fr", "//elsewhere.test", "/not-there"):
        told = environ_of(monkeypatch, "/fr/fr/consultations/", f"SCRIPT_NAME: {claimed}", f"PATH_INFO: {claimed}")
        assert (told["SCRIPT_NAME"], told["PATH_INFO"]) == ("", "/fr/fr/consultations/")


def test_whether_a_reader_came_by_tls_is_said_by_our_proxy_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for claim in ("X-Forwarded-Proto: https", "X-Forwarded-Protocol: ssl", "X-Forwarded-Ssl: on"):
        assert environ_of(monkeypatch, "/fr/", claim)["wsgi.url_scheme"] == "http"
    assert environ_of(monkeypatch, "/fr/", "X-Forwarded-Proto: https")["HTTP_X_FORWARDED_PROTO"] == "https"


def test_attempts_are_counted_by_the_address_that_our_proxy_saw(settings: Settings) -> None:
    claimed = RequestFactory().post("/", headers={"x-forwarded-for": "192.0.2.1, 198.51.100.7"})
    assert get_adapter().get_client_ip(claimed) == "127.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert get_adapter().get_client_ip(claimed) == "198.51.100.7"
