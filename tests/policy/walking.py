"""How the table of access is walked: browsers without a screen, and what they send."""

from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.forms import BaseForm
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from cestvous.foundation.mandates.policy import Reader
from cestvous.foundation.people.models import Person
from cestvous.institutions.agency.models import PageName
from tests.machinery.recorded import Watch
from tests.policy.city import City
from tests.policy.pages import Page
from tests.web.filling import filled

# What any form may ask for. What it keeps of the page that it stands on is not written over.
EVERY_FIELD = {
    "title": "Des bancs", "body": "Il en manque.", "text": "Il en manque.", "language": "fr",
    "stays_after_erasure": "stay", "stance": "for", "side": "for", "ground": "leaves_out", "outcome": "maintained",
    "reason": "other", "words": "Une raison.", "reasons": "Une raison.", "steps": "1", "quote": "", "finding": "1",
    "about": "1", "owner": "Espaces verts", "due_on": "2027-01-01", "findings": "1", "preamble": "Vu.",
    "authority": "le conseil", "deliberation": "1", "decided_on": "2026-02-25", "days": "7", "confirm": "on",
    "sources": "contribution-1", "contribution": "1", "function": "trésorière",
}  # fmt: skip
OF_THE_PAGE = {"section": "1", "opened_on": "1", "edition": "1", "digest": "0" * 64}
# What is kept of a visit itself.
OF_A_VISIT = {"django_session", "cache"}
# The names of standing pages are a type of their own in addresses.
_NAMES = {name.value: name for name in PageName}


def everything() -> dict[str, list[Any]]:
    """Every row of our own tables."""
    models = [model for model in apps.get_models() if model.__module__.startswith("cestvous.")]
    rows = {}
    for model in models:
        fields = [field.attname for field in model._meta.concrete_fields]
        rows[model._meta.label] = list(model._default_manager.order_by("pk").values_list(*fields))
    return rows


def address_of(page: Page, city: City, state: str) -> str:
    args = [_NAMES.get(str(part), city.key(str(part), state)) if isinstance(part, str) else part for part in page.args]
    number = [city.numbers[state]] if state and page.is_numbered else []
    with override("fr"):
        return reverse(page.name, args=[*filter(None, [page.ahead]), *number, *args])


def _answer(response: HttpResponseBase) -> str:
    response.close()
    if response.status_code in {301, 302}:
        return "in" if "/compte/se-connecter/" in response["Location"] else "302"
    return str(response.status_code)


class Browser:
    """Somebody's browser. What it changes is rolled back, and what it was told is forgotten."""

    def __init__(self, reader: Reader) -> None:
        self.client = Client()
        if isinstance(reader, Person):
            self.client.force_login(reader)
        self.cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}

    def _begin(self) -> Client:
        cache.clear()
        self.client.cookies.clear()
        self.client.cookies.load(self.cookies)
        return self.client

    def ask(self, address: str, method: str = "GET") -> str:
        return _answer(self._begin().generic(method, address))

    def send(self, address: str, told: dict[str, Any]) -> str:
        """``done`` if it was led on and something was written, ``kept`` if not led on; with a star if in vain."""
        with transaction.atomic():
            with connection.execute_wrapper(watch := Watch()):
                answer = _answer(self._begin().post(address, told))
            transaction.set_rollback(True)
        if not watch.tables - OF_A_VISIT:
            return answer
        if answer in {"302", "200"}:
            return {"302": "done", "200": "kept"}[answer]
        # What is refused half way is taken back: was all of it?
        with transaction.atomic():
            before = everything()
            self._begin().post(address, told)
            is_as_before = everything() == before
            transaction.set_rollback(True)
        return answer if is_as_before else f"{answer}*"

    def form_of(self, address: str) -> tuple[BaseForm | None, dict[str, Any]]:
        """The form of a page, if it shows one, and what stands in it."""
        response = self._begin().get(address)
        context: Any = response.context or {}
        form = context.get("form") or getattr(context.get("page"), "form", None)
        digest = {"digest": context["digest"]} if context.get("digest") else {}
        response.close()
        return (form, digest | filled(form)) if isinstance(form, BaseForm) else (None, digest)


def told(page: Page, city: City, state: str, stands: dict[str, Any]) -> dict[str, Any]:
    """What is sent: what stands in the form, and what is written over it."""
    own = {name: str(city.key(value, state)) for name, value in page.told.items()}
    return own if page.alone else OF_THE_PAGE | stands | EVERY_FIELD | own
