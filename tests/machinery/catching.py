"""A Sentry of the tests' own: it listens on this machine and keeps what it is sent."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer


class Caught:
    """The envelopes that came, each as it was before it was compressed."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.envelopes: list[str] = []
        self.came = threading.Event()


@contextmanager
def sentry() -> Iterator[Caught]:
    """Listen meanwhile; ``address`` is the DSN to give."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told = gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body
            caught.envelopes.append(f"{self.headers}\n{told.decode()}")
            caught.came.set()
            self.send_response(200)
            self.end_headers()

        def log_message(self, *told: object) -> None:
            """The server of a test is silent."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    caught = Caught(f"http://key@127.0.0.1:{server.server_port}/1")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield caught
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
