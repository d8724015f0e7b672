"""A whole journey over real processes that say all they can say: nothing in it names who went, or from where."""

import http.cookiejar
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from cestvous.commands import web_server
from cestvous.commands.main import main
from tests.machinery.mail import Letterbox
from tests.machinery.services import ROOT, Service, answers, free_port, until
from tests.machinery.serving import STATIC

# In a name, an address, a password, words, names of files and of pages; and where they come from.
MARK, FROM = "zqxwk", "203.0.113.77"
EMAIL, REFUSED = f"{MARK}@exemple.test", f"{MARK}.refusee@exemple.test"
PASSWORD = f"quatre mots {MARK} ensemble"
PROGRAM = str(Path(sys.executable).parent / "cestvous")


@dataclass
class Browser:
    """Somebody who keeps cookies, behind a proxy that says from where they come."""

    site: str
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        token = next((cookie.value for cookie in self.jar if cookie.name == "csrftoken"), "") or ""
        data = None if form is None else urlencode({**form, "csrfmiddlewaretoken": token}).encode()
        request = urllib.request.Request(f"{self.site}{path}", data)
        for name, value in (("X-Forwarded-For", FROM), ("User-Agent", f"Navigateur/{MARK}")):
            request.add_header(name, value)
        try:
            with opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")


@dataclass
class City:
    """Its database, a web server, a worker and the post; ``said``: all that its processes printed."""

    database: Path
    web: Service
    worker: Service
    site: str
    box: Letterbox

    def said(self) -> str:
        return self.web.log.read_text(errors="replace") + self.worker.log.read_text(errors="replace")

    def link(self, count: int) -> str:
        until(lambda: len(self.box.arrived) >= count, "the mail arrives")
        found = re.search(rf"{re.escape(self.site)}(/\S+)", self.box.arrived[count - 1][2])
        assert found is not None, self.box.arrived
        return found[1]


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    box = Letterbox()
    box.refused_for_good.add(REFUSED)
    box.open()
    port = free_port()
    environment = {
        **os.environ, "SECRET_KEY": "only-for-tests", "STATE_FOLDER": str(tmp_path), "LOG_LEVEL": "DEBUG",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'city.sqlite3'}", "SITE_URL": f"http://127.0.0.1:{port}",
        "EMAIL_URL": f"smtp://127.0.0.1:{box.port}", "BEHIND_PROXY": "true", "ALLOWED_HOSTS": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "cestvous.config.settings",
    }  # fmt: skip
    (tmp_path / "static").symlink_to(STATIC)
    for command in ("migrate", "createcachetable"):
        subprocess.run([PROGRAM, command, "--verbosity=0"], env=environment, cwd=ROOT, check=True)
    serve = web_server.command(bind=f"127.0.0.1:{port}", workers=1, threads=2, log_level="debug")
    web = Service("web", lambda: serve, folder=tmp_path, environment=environment).start()
    worker = Service("worker", lambda: [PROGRAM, "worker"], folder=tmp_path, environment=environment).start()
    site = f"http://127.0.0.1:{port}"
    try:
        until(lambda: answers(f"{site}/healthz"), "the site answers")
        yield City(tmp_path / "city.sqlite3", web, worker, site, box)
    finally:
        web.stop()
        worker.stop()
        box.close()


def _signs_up(browser: Browser, email: str) -> None:
    browser.ask("/fr/compte/creer/")
    told = {"email": email, "password1": PASSWORD, "name_kind": "own", "name": f"Zoé {MARK}", "neighbourhood": "",
            "age_band": "40-59", "at_least_16": "on", "charter": "on"}  # fmt: skip
    status, words = browser.ask("/fr/compte/creer/", told)
    assert status == 200, words


def _goes_everywhere(city: City) -> None:
    """Signs up, confirms, signs in wrongly and well, writes, searches, is lost, asks for a password."""
    browser = Browser(city.site)
    _signs_up(browser, EMAIL)
    browser.ask(city.link(1))
    browser.ask(city.link(1), {})
    for password in (f"faux {MARK}", PASSWORD):
        Browser(city.site).ask("/fr/compte/se-connecter/", {"login": EMAIL, "password": password})
    stranger = Browser(city.site)
    stranger.ask("/fr/compte/se-connecter/")
    stranger.ask("/fr/compte/se-connecter/", {"login": EMAIL, "password": f"faux {MARK}"})
    stranger.ask("/fr/compte/mot-de-passe/oublie/")
    stranger.ask("/fr/compte/mot-de-passe/oublie/", {"email": f"{MARK}.inconnue@exemple.test"})
    assert browser.ask("/fr/compte/")[0] == 200
    browser.ask(
        "/fr/compte/",
        {"name_kind": "own", "name": f"Zoé {MARK} B.", "neighbourhood": "", "age_band": "", "language": "fr"},
    )
    browser.ask("/fr/brouillons/garder/", {"place": f"contribute/{MARK}", "body": f"mots {MARK}"})
    browser.ask(f"/fr/{MARK}/")
    browser.ask(f"/fr/consultations/?q={MARK}&email={EMAIL}")
    browser.ask("/fr/compte/donnees/archive.zip", {})
    _signs_up(Browser(city.site), REFUSED)


def _sends_nonsense(city: City) -> None:
    """What gunicorn, Django and the database themselves complain about."""
    address = urlsplit(city.site)
    for raw in (
        f"GET /{MARK} HTTP/9.9\r\n{MARK}\r\n\r\n",
        f"GET /fr/ HTTP/1.1\r\nHost: {MARK}.exemple.test\r\nX-Forwarded-For: {FROM}\r\n\r\n",
        f"POST /fr/compte/creer/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {MARK}\r\nContent-Length: 4\r\n\r\n{MARK}",
        f"{MARK} / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: {MARK}\r\n\r\n",
    ):
        with socket.create_connection((str(address.hostname), address.port or 80), timeout=10) as line:
            line.sendall(raw.encode())
            line.shutdown(socket.SHUT_WR)
            while line.recv(4096):
                pass


def _breaks(city: City) -> None:
    """A table is gone: whatever somebody writes now ends in a traceback."""
    browser = Browser(city.site)
    with sqlite3.connect(city.database, timeout=20) as database:
        database.execute("ALTER TABLE people_person RENAME TO people_gone")
    browser.ask("/fr/compte/creer/")
    told = {"email": f"autre.{EMAIL}", "password1": PASSWORD, "name_kind": "own", "name": f"Zoé {MARK}",
            "at_least_16": "on", "charter": "on"}  # fmt: skip
    assert browser.ask("/fr/compte/creer/", told)[0] >= 500


def test_no_process_writes_down_who_went_or_from_where(city: City) -> None:
    _goes_everywhere(city)
    _sends_nonsense(city)
    until(lambda: "refused a mail" in city.said(), "the worker says that a mail was refused")
    _breaks(city)
    time.sleep(1)
    said = city.said()
    assert "view=account_login" in said, "they did say something"
    assert "Traceback" in said or "File " in said, "an error was told with its place"
    for words in (MARK, FROM, "exemple.test", "Zo\u00e9", "csrfmiddlewaretoken"):
        found = [line for line in said.splitlines() if words.casefold() in line.casefold()]
        assert not found, found[:3]


def test_a_command_that_fails_says_where_and_never_with_what(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(self: object) -> None:
        raise ValueError(f"{EMAIL} from {FROM}")

    monkeypatch.setattr("django.core.management.ManagementUtility.execute", fail)
    monkeypatch.setattr(sys, "argv", ["cestvous", "worker"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert "ValueError" in str(ended.value)
    assert __file__ in str(ended.value)
    assert not {word for word in (MARK, FROM) if word in str(ended.value) + capsys.readouterr().err}
    monkeypatch.setattr(sys, "argv", ["cestvous", "worker", "--traceback"])
    with pytest.raises(ValueError, match=MARK):
        main()
