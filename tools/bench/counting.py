"""How many queries a page costs: counted in this process, with the same settings and the same data."""

from http.cookies import SimpleCookie
from urllib.parse import parse_qsl

from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tools.bench.load import Form


def client_with(cookies: str = "") -> Client:
    """A browser at our own door, which asks as the load does."""
    client = Client(SERVER_NAME="127.0.0.1", HTTP_ACCEPT_LANGUAGE="fr", HTTP_ACCEPT_ENCODING="gzip")
    client.cookies = SimpleCookie(cookies)
    return client


def of_page(path: str, cookies: str = "") -> int:
    """What it costs once this process has read it: templates and the like are loaded."""
    client = client_with(cookies)
    client.get(path)
    with _Counted() as counted:
        client.get(path)
    return counted.queries


def of_form(form: Form) -> int:
    client = client_with(form.cookies)
    with _Counted() as counted:
        client.post(form.path, dict(parse_qsl(form.fields, keep_blank_values=True)))
    return counted.queries


class _Counted:
    """Queries to every database: a city may read from another one than it writes to."""

    def __enter__(self) -> "_Counted":
        self._contexts = [CaptureQueriesContext(connections[alias]) for alias in connections]
        for context in self._contexts:
            context.__enter__()
        return self

    def __exit__(self, *raised: object) -> None:
        for context in self._contexts:
            context.__exit__(None, None, None)
        self.queries = sum(len(context) for context in self._contexts)
