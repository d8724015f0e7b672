"""Who reads slowly, or not at all, keeps no thread that others need."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import BoundedSemaphore

import pytest
from django.test import Client

from cestvous.commands import web_server
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from cestvous.web import streaming
from cestvous.web.files import views
from cestvous.web.files.address import address_of
from tests.factories.files import a_file_of, picture_bytes
from tests.machinery.services import answers, free_port, until

APPLICATION = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Length", "40000000" if environ["PATH_INFO"] == "/long" else "2")])
    return (b"x" * 1_000_000 for _piece in range(40)) if environ["PATH_INFO"] == "/long" else [b"ok"]
"""
SETTINGS = """
from cestvous.commands import gunicorn_hooks
gunicorn_hooks.STALLED_SECONDS = 2
from cestvous.commands.gunicorn_hooks import *
"""


@pytest.mark.django_db
def test_large_documents_are_sent_to_a_few_at_once_and_others_are_told_when_to_come_back(
    client: Client, consultation: Consultation, agent: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "PLACES", BoundedSemaphore(streaming.MOST_AT_ONCE))
    monkeypatch.setattr(views, "LONG", 10)
    document, picture = a_file_of(consultation, agent), a_file_of(consultation, agent, "vue.png", picture_bytes())
    # Somebody who asks to go on somewhere in the middle is sent the whole, from a place like any other.
    read = [client.get(address_of(document), headers={"Range": f"bytes={n}-"}) for n in range(streaming.MOST_AT_ONCE)]
    assert [answer.status_code for answer in read] == [200] * streaming.MOST_AT_ONCE
    busy = client.get(address_of(document))
    assert (busy.status_code, busy["Retry-After"]) == (503, "5")
    assert not {"ETag", "Content-Disposition"} & set(busy.headers)
    # Pictures stand in pages, and what has not changed is not sent.
    assert client.get(address_of(picture)).getvalue()
    assert client.get(address_of(document), headers={"If-None-Match": read[0]["ETag"]}).status_code == 304
    assert client.head(address_of(document)).getvalue() is not None
    assert read.pop().getvalue()
    assert client.get(address_of(document)).getvalue()
    assert client.get(address_of(document)).getvalue(), "one place was given back, and was given back again"
    for answer in read:
        assert answer.getvalue()


@pytest.mark.django_db
def test_a_document_that_can_not_be_opened_keeps_no_place(
    client: Client, consultation: Consultation, agent: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "PLACES", places := BoundedSemaphore(1))
    monkeypatch.setattr(views, "LONG", 10)
    file = a_file_of(consultation, agent)
    file.stored.storage.delete(str(file.stored.name))
    assert client.get(address_of(file)).status_code == 404
    assert places.acquire(blocking=False)


@contextmanager
def _served(folder: Path) -> Iterator[int]:
    """A site of two threads that sends 40 MB to whoever asks for it; its port."""
    (folder / "long_answers.py").write_text(APPLICATION)
    (folder / "settings.py").write_text(SETTINGS)
    port = free_port()
    command = web_server.command(bind=f"127.0.0.1:{port}", workers=1, threads=2, log_level="critical")
    ours = [
        {"cestvous.config.wsgi:application": "long_answers:application"}.get(
            part, part.replace(web_server.HOOKS, str(folder / "settings.py"))
        )
        for part in command
    ]
    path = f"{folder}:{Path(web_server.__file__).parents[2]}"
    with subprocess.Popen(ours, cwd=folder, env={"PYTHONPATH": path}, stderr=subprocess.DEVNULL) as process:
        try:
            until(lambda: answers(f"http://127.0.0.1:{port}/"), "the server answers")
            yield port
        finally:
            process.terminate()
            process.wait(20)


def _stalled(port: int) -> socket.socket:
    """Somebody who asks for much and takes nothing."""
    asking = socket.socket()
    asking.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    asking.connect(("127.0.0.1", port))
    asking.sendall(b"GET /long HTTP/1.1\r\nHost: a\r\n\r\n")
    return asking


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands such an option on to connections")
def test_who_takes_nothing_of_an_answer_is_cut_off(tmp_path: Path) -> None:
    with _served(tmp_path) as port, ExitStack() as open_until_then:
        for _reader in range(2):
            open_until_then.enter_context(_stalled(port))
        began = time.monotonic()
        until(lambda: answers(f"http://127.0.0.1:{port}/"), "others are answered", seconds=15)
        assert time.monotonic() - began < 14
