"""A walk through every page of a city as each of its people sees it: what stands there to be read, asked and sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve

from tests.city.addresses import NOT_OURS
from tests.city.people import move_in
from tests.city.scene import Scene, build
from tests.city.standing import sealed, signed_in
from tests.city.visits import VISITOR, VISITS
from tests.machinery.clock import CLOCK, MONDAY
from tests.machinery.html import Form, Page


@dataclass(frozen=True)
class Place:
    """An address that somebody may ask for. ``view``: the name of what answers there."""

    address: str
    by: str
    view: str


@dataclass(frozen=True)
class Sheet:
    """A form as it lies before somebody. ``page``: where; ``to``: where it is sent; ``view``: what receives it."""

    page: str
    to: str
    by: str
    view: str
    form: Form

    def __str__(self) -> str:
        return f"{self.view} ({', '.join(self.form.kinds)}) on {self.page} by {self.by}"


@dataclass(repr=False)
class Walk:
    """``asked``: which parameters of an address each view has read."""

    scene: Scene
    sessions: dict[str, SimpleCookie]
    pages: dict[Place, Page] = field(default_factory=dict)
    answers: dict[Place, HttpResponseBase] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    sheets: dict[tuple[str, frozenset[str]], Sheet] = field(default_factory=dict)
    asked: dict[str, set[str]] = field(default_factory=dict)

    def as_(self, role: str) -> Client:
        """A browser of this person's, as it was when the walk began: nobody has signed out of it since."""
        client = Client()
        client.cookies = SimpleCookie(self.sessions[role].output(header="", sep=";"))
        return client

    def see(self, place: Place) -> None:
        """Look at a page, and note what is on it that was not met before."""
        with _watched(self.asked.setdefault(place.view, set())):
            answer = self.as_(place.by).get(place.address)
        self.places.setdefault(place.view, place)
        self.answers[place] = answer
        if not answer.get("Content-Type", "").startswith("text/html"):
            answer.close()
            return
        self.pages[place] = Page(answer.content.decode())
        self._note_forms(place.address, place.by, self.pages[place])

    def _note_forms(self, address: str, by: str, page: Page) -> None:
        for form in page.forms:
            view = view_at(urlsplit(form.action).path or urlsplit(address).path)
            if view:
                sheet = Sheet(address, form.action or address, by, view, form)
                self.sheets.setdefault((view, frozenset(form.kinds)), sheet)

    def follow_links(self) -> None:
        """Ask for what pages link to and nobody has visited: files, feeds, calendars."""
        for place, page in list(self.pages.items()):
            for link in page.all("a", "link"):
                leads = urlsplit(link.get("href", ""))
                view = view_at(leads.path) if not leads.netloc or leads.netloc == "testserver" else ""
                if view and view not in self.places:
                    self.see(Place(leads._replace(scheme="", netloc="").geturl(), place.by, view))

    def press_buttons(self) -> None:
        """Press each button that a form has a name for, once for what it does, with something written: what it answers
        may be a page with another form. Nothing of it stays."""
        for sheet in list(self.sheets.values()):
            written = dict.fromkeys(sheet.form.of_kind("text", "textarea")[:1], "Autre chose")
            ways = {(name, value.partition(":")[0]): (name, value) for name, value in sheet.form.buttons}
            for name, value in ways.values():
                if name and sheet.form.is_sent:
                    with transaction.atomic():
                        answer = self.as_(sheet.by).post(sheet.to, sheet.form.filled(**written, **{name: value}))
                        transaction.set_rollback(True)
                    if answer.status_code == 200:
                        self._note_forms(sheet.to, sheet.by, Page(answer.content.decode()))


def view_at(path: str) -> str:
    """The name of what answers at a path; empty if nothing of ours does."""
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    return "" if match.app_name in NOT_OURS or not path.startswith("/") else match.view_name


def walked() -> Walk:
    scene = build(move_in(crowd=3), 3)
    sealed()
    CLOCK.freeze(MONDAY)
    roles = sorted({visit.by for visit in VISITS})
    walk = Walk(scene, {role: signed_in(scene.cast, role).cookies for role in roles})
    for visit in sorted(VISITS, key=lambda visit: visit.by == VISITOR):
        address = visit.address(scene)
        walk.see(Place(address, visit.by, view_at(urlsplit(address).path)))
    walk.follow_links()
    walk.press_buttons()
    return walk


class _Watched(QueryDict):
    """Notes what it is asked for, once it is filled."""

    def __init__(self, query: str, noted: set[str]) -> None:
        self.noted: set[str] = set()
        super().__init__(query)
        self.noted = noted

    def copy(self) -> QueryDict:  # type: ignore[override]  # what is copied is asked for by nobody else
        return QueryDict(self.urlencode(), mutable=True)

    def __getitem__(self, key: str) -> str:
        self.noted.add(key)
        return super().__getitem__(key)  # type: ignore[return-value]

    def __contains__(self, key: object) -> bool:
        self.noted.add(str(key))
        return super().__contains__(key)

    def getlist(self, key: str, default: object = None) -> list[str]:
        self.noted.add(key)
        return super().getlist(key, default)  # type: ignore[arg-type]


@contextmanager
def _watched(noted: set[str]) -> Iterator[None]:
    def asked(request: WSGIRequest) -> QueryDict:
        known: _Watched | None = request.__dict__.get("_watched")
        if known is None:
            known = request.__dict__["_watched"] = _Watched(request.META.get("QUERY_STRING", ""), noted)
        return known

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIRequest, "GET", property(asked))
        yield
