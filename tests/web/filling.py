"""Filling in a form as a browser does: what stands in it is sent back, with what was typed over it."""

from datetime import date, datetime
from typing import Any

from django.forms import BaseForm
from django.test import Client


def filled(form: BaseForm, **typed: object) -> dict[str, Any]:
    """What a browser would send of a form, with ``typed`` in the place of what stood in it."""
    sent: dict[str, Any] = {}
    for bound in form:
        value = typed.pop(bound.name) if bound.name in typed else bound.value()
        if isinstance(value, datetime):
            value = value.isoformat(timespec="minutes")
        elif isinstance(value, date):
            value = value.isoformat()
        if value is not None:
            sent[bound.html_name] = value
    assert not typed, f"the form has no {', '.join(typed)}"
    return sent


def a_contribution_form(**typed: object) -> dict[str, object]:
    """What a browser would send of the form to contribute."""
    return {
        "title": "Des bancs à l'ombre",
        "body": "Devant l'école.",
        "language": "fr",
        "stays_after_erasure": "stay",
    } | typed


def form_at(client: Client, address: str) -> BaseForm:
    """The form that a page shows."""
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()
    form = response.context["form"]
    assert isinstance(form, BaseForm)
    return form
