"""Going from page to page as a browser without scripts does."""

from collections.abc import Mapping
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from cestvous.foundation.people.models import Person


def page(name: str, *args: object) -> str:
    return reverse(name, args=args)


def read(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()
    return unescape(response.content.decode())


def shown(client: Client, address: str) -> Any:
    """What a page was given to show."""
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()
    return response.context["page"]


def send(client: Client, address: str, data: Mapping[str, object] | None = None, status: int = 302) -> str:
    response = client.post(address, dict(data or {}))
    assert response.status_code == status, response.content.decode()
    return unescape(response.content.decode())


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client
