"""SSRF through a URL preview: nothing here fetches an address that somebody typed, a video's included."""

import ast
import socket
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.architecture.house import ROOT
from tests.factories import in_phase
from tests.factories.files import VIDEO, an_upload, picture_bytes
from tests.web.filling import a_contribution_form, filled, form_at

SOURCE = ROOT / "src" / "cestvous"
REACHES_OUT = {
    "urllib.request",
    "http.client",
    "requests",
    "httpx",
    "aiohttp",
    "urllib3",
    "ftplib",
    "socket",
    "websockets",
}
# What opens a connection, and to whom: none of it is told by a reader.
ALLOWED = {
    "commands/probe.py": "the operator's own address",
    "commands/management/commands/demo.py": "the site itself, on this machine",
    "commands/gunicorn_hooks.py": "says how long a reader may take nothing, and connects to nothing",
    "kernel/clamd.py": "the virus scanner that the city names in its settings",
    "web/whole.py": "names the machine, and connects to nothing",
}
INSIDE = "http://169.254.169.254/latest/meta-data/"


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_no_code_but_what_is_listed_can_reach_another_machine() -> None:
    reaching = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if REACHES_OUT & set(_imports(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert reaching == ALLOWED.keys()


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every machine that Python code looks up or connects to. Databases connect by a library of their own."""
    tried: list[object] = []

    def look_up(*asked: object, **_told: object) -> list[object]:
        tried.append(asked)
        return []

    monkeypatch.setattr(socket.socket, "connect", lambda _self, address: tried.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return tried


@pytest.mark.django_db
def test_nothing_is_asked_of_an_address_in_words(
    consultation: Consultation, resident: Person, reached: list[object]
) -> None:
    consultation = in_phase(consultation, "consultation")
    client = Client()
    client.force_login(resident)
    words = f"{INSIDE} [lien]({INSIDE}) ![image]({INSIDE}) <{INSIDE}>"
    sent = a_contribution_form(title=INSIDE, body=words, place=INSIDE)
    page = client.post(reverse("contribute", args=[consultation.number]), sent, follow=True)
    assert "169.254.169.254" in page.content.decode()
    client.post(reverse("markdown_preview"), {"text": words})
    client.get(reverse("resembling_contributions", args=[consultation.number]), {"title": INSIDE})
    client.get(reverse("account"), {"next": INSIDE})
    assert reached == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("video", "status"), [(VIDEO, 302), (INSIDE, 422), ("https://www.youtube.com@127.0.0.1/", 422)]
)
def test_nothing_is_asked_of_the_host_of_a_video(
    consultation: Consultation, agent: Person, reached: list[object], video: str, status: int
) -> None:
    client, address = Client(), reverse("edit_files", args=[consultation.number])
    client.force_login(agent)
    sent = filled(form_at(client, address), video=video, video_title="La place, le matin.")
    answer = client.post(address, sent | {"still-file": an_upload("vue.png", picture_bytes())})
    assert answer.status_code == status
    client.get(reverse("consultation", args=[consultation.number, consultation.slug]))
    assert reached == []
