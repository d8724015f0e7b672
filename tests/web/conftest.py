"""What tests of pages share: a letterbox that receives what the site really sends."""

import re
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pytest_django import Settings

LINK = re.compile(r"http://testserver(/\S+)")


class Letterbox:
    """What a real mail server received."""

    def __init__(self) -> None:
        self.received: list[tuple[str, str, str]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        message = message_from_bytes(envelope.content, policy=policy.default)
        body = message.get_body()
        assert body is not None
        self.received.append((envelope.rcpt_tos[0], str(message["Subject"]), body.get_content()))
        return "250 OK"

    def last_link(self) -> str:
        found = LINK.search(self.received[-1][2])
        assert found is not None
        return found[1]


@pytest.fixture
def letterbox(settings: Settings) -> Iterator[Letterbox]:
    """A real SMTP server on this machine, to which the site sends its mail."""
    box = Letterbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    server.stop()
