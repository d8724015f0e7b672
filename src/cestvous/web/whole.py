"""No answer is begun that is not made: a server killed between the head of a page and its body has sent neither."""

import socket
import struct
from collections.abc import Iterable, Iterator
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# What was not sent when the connection is closed is thrown away, and the other side told that it broke; or not.
_THROWN_AWAY, _SENT = struct.pack("ii", 1, 0), struct.pack("ii", 0, 0)


def _hold(connection: socket.socket, held: bool) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, held)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _THROWN_AWAY if held else _SENT)


class _Held:
    """A body whose head waits for it: gunicorn sends them one after the other."""

    def __init__(self, body: Iterable[bytes], connection: socket.socket) -> None:
        self._body, self._connection = body, connection

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)

    def close(self) -> None:
        """Called by gunicorn once all is sent, and when that failed."""
        try:
            # Django's own: the request is over.
            if callable(close := getattr(self._body, "close", None)):
                close()
        finally:
            _hold(self._connection, held=False)


def whole(application: WSGIApplication) -> WSGIApplication:
    """Serve ``application`` so that a proxy sees of a killed server a connection that broke, and not half a page.

    It asks another server then, or says so in its own words; half a page it could only pass on. Where gunicorn does not
    listen on TCP, or the machine is no Linux, everything is sent as ever.
    """

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = application(environ, start_response)
        connection: Any = environ.get("gunicorn.socket")
        is_tcp = isinstance(connection, socket.socket) and connection.family in {socket.AF_INET, socket.AF_INET6}
        # A file is sent by the kernel itself, for which gunicorn has to see what it is.
        if not is_tcp or not hasattr(socket, "TCP_CORK") or isinstance(body, environ["wsgi.file_wrapper"]):
            return body
        _hold(connection, held=True)
        return _Held(body, connection)

    return serve
