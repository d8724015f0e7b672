"""A server killed in the middle of an answer has sent none of it."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from wsgiref.util import FileWrapper

import pytest

from cestvous.web.whole import whole

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n"


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """The server's end of a connection, and the reader's."""
    with ExitStack() as opened:
        listening = opened.enter_context(socket.create_server(("127.0.0.1", 0)))
        reader = opened.enter_context(socket.create_connection(listening.getsockname()))
        server, _address = listening.accept()
        yield opened.enter_context(server), reader


def _served(connection: object, body: object) -> Any:
    environ = {"gunicorn.socket": connection, "wsgi.file_wrapper": FileWrapper}
    return whole(lambda _environ, _start: body)(environ, lambda *_told: lambda _more: None)  # type: ignore[arg-type,return-value]  # as a server gives them


def test_a_head_without_its_body_never_arrives(ends: tuple[socket.socket, socket.socket]) -> None:
    server, reader = ends
    _served(server, [b"body"])
    server.sendall(HEAD)
    server.close()  # what the kernel does for a process that is killed
    with pytest.raises(ConnectionResetError):
        reader.recv(1_000)


def test_an_answer_that_is_made_arrives_whole(ends: tuple[socket.socket, socket.socket]) -> None:
    server, reader = ends
    body = _served(server, [b"bo", b"dy"])
    server.sendall(HEAD)
    for piece in body:
        server.sendall(piece)
    body.close()
    server.close()
    with reader.makefile("rb") as received:
        assert received.read() == HEAD + b"body"


def test_what_is_no_tcp_and_files_are_sent_as_ever(ends: tuple[socket.socket, socket.socket]) -> None:
    pieces = [b"body"]
    one, other = socket.socketpair()
    with one, other:
        assert _served(one, pieces) is pieces
    assert _served(None, pieces) is pieces
    file = FileWrapper(open(__file__, "rb"))  # noqa: SIM115 — closed just below
    assert _served(ends[0], file) is file
    file.close()
