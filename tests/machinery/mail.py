"""A real mail server on this machine, which can be away, refuse, and come back at the same address."""

import re
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pytest_django import Settings

from cestvous.foundation.outbox.tasks import send_letters

LINK = re.compile(r"http://testserver(/\S+)")
ACCEPTED = "250 OK"


class Letterbox:
    """What a mail server received: to whom, the subject, the words. ``answers`` are given before it accepts."""

    def __init__(self) -> None:
        self.arrived: list[tuple[str, str, str]] = []
        self.message_ids: list[str] = []
        self.answers: list[str] = []
        self.refused_for_good: set[str] = set()
        self._server: Controller | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def open(self) -> None:
        self._server = Controller(_Clerk(self), hostname="127.0.0.1", port=self.port)
        self._server.start()

    def close(self) -> None:
        if self._server is not None:
            self._server.stop()
            self._server = None

    @property
    def received(self) -> list[tuple[str, str, str]]:
        """All that has arrived, once the worker has been to the post."""
        send_letters()
        return self.arrived

    def last_link(self) -> str:
        found = LINK.search(self.received[-1][2])
        assert found is not None
        return found[1]


class _Clerk:
    """Who speaks for a letterbox: aiosmtpd asks its handler for all that it has."""

    def __init__(self, box: Letterbox) -> None:
        self._box = box

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self._box.refused_for_good:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return ACCEPTED

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self._box.answers:
            return self._box.answers.pop(0)
        message = message_from_bytes(envelope.content, policy=policy.default)
        body = message.get_body()
        assert body is not None
        self._box.arrived.append((envelope.rcpt_tos[0], str(message["Subject"]), body.get_content()))
        self._box.message_ids.append(str(message["Message-ID"]))
        return ACCEPTED


@pytest.fixture
def letterbox(settings: Settings) -> Iterator[Letterbox]:
    """A mail server to which the worker takes what the site writes."""
    box = Letterbox()
    box.open()
    settings.EMAIL_BACKEND = "cestvous.foundation.outbox.actions.Outbox"
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
    yield box
    box.close()
