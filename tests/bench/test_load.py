"""The load is real, and an answer that is not what was meant ends it."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

from tools.bench.load import Form, LoadFailed, read, send

FORM = Form("/form", "sessionid=abc", "body=Des+arbres")


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 — the name that it overrides
        """Say nothing of each request."""


class Site:
    """Answers as it is told to, and remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str, str]] = []
        self.status, self.location = "200 OK", ""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
        said = (environ["REQUEST_METHOD"], environ["PATH_INFO"], environ.get("HTTP_COOKIE", ""), body)
        self.asked.append(said)
        start_response(self.status, [("Location", self.location)] if self.location else [])
        return [b"words"]


@contextmanager
def served(site: Site) -> Iterator[str]:
    with make_server("127.0.0.1", 0, site, server_class=_Server, handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_page_is_read_over_and_over() -> None:
    site = Site()
    with served(site) as origin:
        load = read(f"{origin}/page", connections=2, seconds=1, headers={"Cookie": "sessionid=abc"})
    assert 0 < load.requests <= len(site.asked)
    assert set(site.asked) == {("GET", "/page", "sessionid=abc", "")}
    assert load.rate == load.requests / load.seconds
    assert 0 < load.p50 <= load.p95 <= load.p99


def test_a_page_that_fails_is_no_measure() -> None:
    site = Site()
    site.status = "500 Internal Server Error"
    with served(site) as origin, pytest.raises(LoadFailed, match="failed"):
        read(f"{origin}/page", connections=1, seconds=1)


def test_forms_are_sent_once_each_as_whoever_sends_them() -> None:
    site = Site()
    site.status, site.location = "302 Found", "/said/"
    forms = [Form(f"/form/{number}", "sessionid=abc", f"n={number}") for number in range(60_000)]
    with served(site) as origin:
        load = send(origin, forms, connections=2, seconds=1)
    assert 0 < load.accepted <= len(site.asked)
    assert load.refused == 0
    assert len({path for _method, path, _cookies, _body in site.asked}) == len(site.asked)
    assert {(method, cookies) for method, _path, cookies, _body in site.asked} == {("POST", "sessionid=abc")}
    assert all(path.removeprefix("/form/") == body.removeprefix("n=") for _method, path, _cookies, body in site.asked)


@pytest.mark.parametrize(
    ("status", "location"),
    [("200 OK", ""), ("422 Invalid", ""), ("302 Found", "/fr/compte/se-connecter/?next=/")],
)
def test_a_form_that_is_not_accepted_is_no_measure(status: str, location: str) -> None:
    site = Site()
    site.status, site.location = status, location
    with served(site) as origin, pytest.raises(LoadFailed, match="refused"):
        send(origin, [FORM] * 60_000, connections=1, seconds=1)


def test_too_few_forms_are_no_measure() -> None:
    site = Site()
    site.status, site.location = "302 Found", "/said/"
    with served(site) as origin, pytest.raises(LoadFailed, match="too few"):
        send(origin, [FORM] * 3, connections=1, seconds=1)
