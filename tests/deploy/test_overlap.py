"""While one version follows another, both are asked for stylesheets, and each has its own alone."""

import os
import select
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.deploy.reading import DEPLOY
from tests.machinery.services import free_port, listens, program, until

ASKED = 6


@contextmanager
def running(*command: str, **environment: str) -> Iterator[None]:
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def status(url: str, method: str = "GET") -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=15) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The proxy before two servers, of which each holds the stylesheet of one version."""
    door, *ports = free_port(), free_port(), free_port()
    with ExitStack() as stack:
        for version, port in zip(("old", "new"), ports, strict=True):
            (tmp_path / version / "static").mkdir(parents=True)
            (tmp_path / version / "static" / f"{version}.css").write_text("p {}")
            (tmp_path / version / "readyz").write_text("ready")
            server = (
                sys.executable,
                "-m",
                "http.server",
                str(port),
                "--bind",
                "127.0.0.1",
                "-d",
                str(tmp_path / version),
            )
            stack.enter_context(running(*server))
            until(lambda port=port: listens(port), version)  # type: ignore[misc]  # a default argument has no type
        told = {"WEB_1": f"127.0.0.1:{ports[0]}", "WEB_2": f"127.0.0.1:{ports[1]}", "HEALTH": "/readyz"}
        proxy = (str(program("haproxy")), "-f", str(DEPLOY / "haproxy.cfg"))
        stack.enter_context(running(*proxy, BIND=f"127.0.0.1:{door}", AWAY=str(DEPLOY / "503.http"), **told))
        until(lambda: listens(door), "the proxy")
        yield f"http://127.0.0.1:{door}"


def test_a_stylesheet_that_one_of_them_has_is_found_whoever_is_asked_first(site: str) -> None:
    assert [status(f"{site}/static/old.css") for _time in range(ASKED)] == [200] * ASKED
    assert [status(f"{site}/static/new.css") for _time in range(ASKED)] == [200] * ASKED


def test_one_that_none_has_is_not_there(site: str) -> None:
    assert status(f"{site}/static/none.css") == 404


def test_nobody_outside_asks_whether_a_server_is_ready_however_they_spell_it(site: str) -> None:
    for spelled in ("/readyz", "/%72eadyz", "/%72%65%61%64%79%7a", "/readyz?x"):
        assert status(f"{site}{spelled}") == 404


def test_nobody_is_sent_back_what_they_sent(site: str) -> None:
    assert status(site, method="TRACE") == 405
    assert status(site) == 200


def test_a_form_is_passed_on_once_it_has_come(site: str) -> None:
    """Else a few who never end theirs keep all threads of a server, which waits for the rest."""
    door = urlsplit(site)
    with socket.create_connection((str(door.hostname), door.port), timeout=15) as sending:
        sending.sendall(b"POST /fr/ HTTP/1.1\r\nHost: city.test\r\nContent-Length: 4\r\n\r\nha")
        ready, _write, _broken = select.select([sending], [], [], 1)
        assert not ready, "a server has heard of half a form"
        sending.sendall(b"lf")
        # The servers of this test take no forms: it was passed on.
        assert sending.recv(12).endswith(b" 501")
