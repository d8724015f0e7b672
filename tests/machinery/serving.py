"""The real server, several processes of it, and people who send it forms."""

import http.client
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from cestvous.commands import web_server
from tests.machinery.elsewhere import environment
from tests.machinery.services import Service, answers, free_port, until

ROOT = Path(__file__).resolve().parents[2]
# Gathered by `make setup`, on which `make test` rests.
STATIC = ROOT / "var" / "static"
SESSION, CSRF = "sessionid", "csrftoken"


def web(
    folder: Path,
    *,
    workers: int = 2,
    threads: int = 4,
    machine: Mapping[str, str] | None = None,
    within: Sequence[str] = (),
) -> tuple[Service, str]:
    """The site as ``cestvous run`` serves it, kept running; and its address."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "static").exists():
        (folder / "static").symlink_to(STATIC)
    ours = {"STATE_FOLDER": str(folder), "LOG_LEVEL": "WARNING", "ALLOWED_HOSTS": "127.0.0.1"}
    command = web_server.command(bind=f"127.0.0.1:{port}", workers=workers, threads=threads, log_level="warning")
    given = {**environment(), **(machine or {}), **ours}
    service = Service(f"web-{port}", lambda: [*within, *command], folder=folder, environment=given)
    return service.start(), f"http://127.0.0.1:{port}"


def ready(service: Service, site: str) -> None:
    until(lambda: answers(f"{site}/healthz"), f"{service} answers\n{service.said()}")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    words: str


@dataclass(frozen=True)
class Visitor:
    """Somebody signed in, at whichever server they are sent to."""

    session: str
    token: str = field(default_factory=lambda: secrets.token_hex(16))

    @classmethod
    def signed_in(cls, person: object) -> "Visitor":
        assert isinstance(person, get_user_model())
        client = Client()
        client.force_login(person)
        return cls(client.cookies[SESSION].value)

    def ask(
        self,
        site: str,
        path: str,
        form: Mapping[str, str] | None = None,
        *,
        files: Mapping[str, tuple[str, bytes]] | None = None,
        timeout: float = 60,
    ) -> Answer:
        """GET a page, or POST a form. Raises OSError or http.client.HTTPException where nobody answers."""
        server = urlsplit(site)
        connection = http.client.HTTPConnection(str(server.hostname), server.port, timeout=timeout)
        headers = {"Cookie": f"{SESSION}={self.session}; {CSRF}={self.token}", "Connection": "close"}
        try:
            if form is None:
                connection.request("GET", path, headers=headers)
            else:
                body, headers["Content-Type"] = _written({**form, "csrfmiddlewaretoken": self.token}, files or {})
                connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            words = answer.read().decode(errors="replace")
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, words)
        finally:
            connection.close()


def _written(form: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    """A form as a browser writes it down, and the type that it gives it."""
    if not files:
        return urlencode(form).encode(), "application/x-www-form-urlencoded"
    sent = {name: SimpleUploadedFile(called, content) for name, (called, content) in files.items()}
    return encode_multipart(BOUNDARY, {**form, **sent}), MULTIPART_CONTENT
