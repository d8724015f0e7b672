"""Whatever is sent, by whatever form, address or header, is answered: done, or refused in words that help.

Pages, forms and parameters are found by walking through the city: a new one is taken in by itself, and a form that no
walk meets fails the build.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote_from_bytes, urlsplit

import pytest
from django.db import connection, transaction
from django.forms import BaseForm
from django.http.response import HttpResponseBase
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from cestvous.web.accounts.proofs import CodeForm, PasskeyForm, ProofForm
from cestvous.web.contributions import asking as contributions
from cestvous.web.design.samples import SampleForm
from cestvous.web.syntheses.desk import facets as texts
from tests.city.standing import standing
from tests.city.walk import Place, Sheet, Walk, walked
from tests.machinery.clock import CLOCK, MONDAY
from tests.machinery.hostile import AS_IT_LIES, UNSEEN, Sending, few, header_values, sendings, short_values
from tests.machinery.html import Page
from tests.machinery.lasting import _django_db_helper
from tests.security.test_headers import assert_guarded

__all__ = ["_django_db_helper"]
pytestmark = pytest.mark.django_db
_TEXTS = ("text", "textarea", "email", "url", "search", "tel", "number", "date", "datetime-local")
_UNSEEN = re.compile(f"[{re.escape(UNSEEN)}]")
_WRITES = re.compile(r'\s*(?:INSERT\s+INTO|UPDATE)\s+"?(\w+)', re.IGNORECASE)
# Ever only shown: in the style guide, and where the address itself is what is asked.
_SHOWN_ONLY = {SampleForm, contributions.ListForm, texts.ListForm}
# Behind a question that comes first: ``tests.security.test_proofs_of_any_shape`` sends them anything.
_SECOND = {CodeForm, PasskeyForm, ProofForm}
# Kept as they were typed, for whoever typed them alone.
_NOBODY_READS = {"django_session", "cache", "drafts_draft"}


_METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS")
_MANY = "&".join(f"inconnu-{n}=" for n in range(600))


@pytest.fixture(scope="module")
def walk(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Walk]:
    with standing(django_db_blocker):
        yield walked()


@contextmanager
def undone() -> Iterator[None]:
    """What is written within is taken back; nothing unseen may be among it."""

    def look(execute: Callable[..., object], sql: str, params: Any, *rest: object) -> object:
        written = _WRITES.match(sql)
        if written and written[1] not in _NOBODY_READS:
            told = [value for value in params or () if isinstance(value, str) and _UNSEEN.search(value)]
            assert not told, (written[1], told)
        return execute(sql, params, *rest)

    CLOCK.freeze(MONDAY)
    with transaction.atomic(), connection.execute_wrapper(look):
        yield
        transaction.set_rollback(True)


def _answered(answer: HttpResponseBase) -> int:
    """The status of an answer that was read to its end."""
    if answer.streaming:
        b"".join(answer)
    answer.close()
    assert answer.status_code < 500, answer
    return answer.status_code


def test_no_page_holds_code_or_style_and_each_carries_every_guard(walk: Walk) -> None:
    assert len(walk.pages) > 200
    for place, page in walk.pages.items():
        for tag, attributes in page.elements:
            told = (place.address, tag, attributes)
            assert tag not in {"style", "base", "object", "embed", "frame", "iframe"}, told
            assert not [name for name in attributes if name.startswith("on") or name in {"style", "srcdoc"}], told
            for name in ("href", "src", "action", "formaction"):
                assert urlsplit(attributes.get(name, "")).scheme in {"", "http", "https", "mailto"}, told
            assert tag != "script" or attributes.get("src", "").startswith("/static/"), told
        if "frame-src" not in walk.answers[place]["Content-Security-Policy"]:
            assert_guarded(walk.answers[place])


@few(20)
@given(told=st.lists(st.tuples(st.integers(0, 20), short_values), min_size=1, max_size=4))
def _answers_any_parameter(walk: Walk, place: Place, names: list[str], told: list[tuple[int, bytes]]) -> None:
    query = "&".join(f"{names[at % len(names)]}={quote_from_bytes(value)}" for at, value in told)
    with undone():
        _answered(walk.as_(place.by).get(f"{urlsplit(place.address).path}?{query}"))


def test_no_parameter_of_an_address_is_an_error(walk: Walk) -> None:
    asked = {view: sorted(names) for view, names in walk.asked.items() if names}
    assert {"contributions", "journal", "journal_download", "synthesis_desk"} <= asked.keys()
    for view, names in asked.items():
        _answers_any_parameter(walk, walk.places[view], names)


@few(30)
@given(
    at=st.integers(0, 20), value=short_values, method=st.sampled_from(_METHODS), query=st.sampled_from(["", _MANY])
)  # fmt: skip
def _answers_nearby(walk: Walk, place: Place, at: int, value: bytes, method: str, query: str) -> None:
    """An address like this one, of which one part says something else."""
    _root, *parts = urlsplit(place.address).path.split("/")
    parts[at % len(parts)] = quote_from_bytes(value, safe="")
    with undone():
        _answered(walk.as_(place.by).generic(method, "/" + "/".join(parts), QUERY_STRING=query))


def test_no_address_is_an_error(walk: Walk) -> None:
    for place in walk.places.values():
        _answers_nearby(walk, place)


def _sheets(walk: Walk) -> list[Sheet]:
    return sorted(walk.sheets.values(), key=lambda sheet: (sheet.view, len(sheet.form.kinds)))


@few(15)
@given(sending=sendings)
def _answers_anything(walk: Walk, sheet: Sheet, sending: Sending) -> None:
    _send(walk, sheet, sending)


def _send(walk: Walk, sheet: Sheet, sending: Sending) -> None:
    body, content_type = sending.body(sheet.form)
    client = walk.as_(sheet.by)
    with undone():
        if sheet.form.is_sent:
            _answered(client.generic("POST", sheet.to, body, content_type))
        else:
            asked = body.decode("latin-1").replace("\r", "").replace("\n", "")
            _answered(client.generic("GET", sheet.to, QUERY_STRING=asked))


def test_no_form_is_an_error_whatever_it_is_sent(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    sent_to: set[type] = set()
    begin = BaseForm.__init__

    def noted(form: BaseForm, *told: Any, **more: Any) -> None:
        begin(form, *told, **more)
        if form.is_bound:
            sent_to.update(type(form).__mro__)

    monkeypatch.setattr(BaseForm, "__init__", noted)
    for sheet in _sheets(walk):
        for untouched in AS_IT_LIES:
            _send(walk, sheet, untouched)
        _answers_anything(walk, sheet)
    never = {kind for kind in _kinds_of_forms(BaseForm) if kind not in sent_to | _SHOWN_ONLY | _SECOND}
    assert not never, "the walk meets no page with these forms: add one to tests/city/visits.py"


def _kinds_of_forms(kind: type[object]) -> Iterator[type[object]]:
    for below in kind.__subclasses__():
        if below.__module__.startswith("cestvous."):
            yield below
        yield from _kinds_of_forms(below)


def test_a_form_that_is_refused_says_why_and_keeps_what_was_typed(walk: Walk) -> None:
    refused = 0
    for sheet in _sheets(walk):
        typed = {name: f"tapé-{n}-{UNSEEN[7:9]}ici" for n, name in enumerate(sheet.form.of_kind(*_TEXTS))}
        chosen = dict.fromkeys(sheet.form.of_kind("select", "radio"), "pas-un-choix")
        if not (typed and sheet.form.is_sent):
            continue
        with undone():
            answer = walk.as_(sheet.by).post(sheet.to, sheet.form.filled(**typed, **chosen))
        if answer.status_code != 422:
            continue
        refused += 1
        page = Page(answer.content.decode())
        kept = {value for form in page.forms for _name, value in form.sent}
        for name, words in typed.items():
            assert words in kept or words.replace(UNSEEN[7:9], "") in kept, (str(sheet), name, kept)
        assert any("data-focus" in attributes for _tag, attributes in page.elements), str(sheet)
    assert refused > 25


_HEADERS = (
    "HTTP_COOKIE", "HTTP_HOST", "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE", "HTTP_REFERER", "HTTP_ORIGIN", "HTTP_USER_AGENT", "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REQUEST_ID", "HTTP_AUTHORIZATION", "HTTP_X_CSRFTOKEN",
    "HTTP_CONTENT_LENGTH", "CONTENT_LENGTH", "CONTENT_TYPE",
)  # fmt: skip
_COOKIES = ("sessionid", "csrftoken", "messages", "django_language", "ecrit", "inconnu")


_cookies = st.lists(st.tuples(st.sampled_from(_COOKIES), header_values), max_size=4).map(
    lambda told: "; ".join(f"{name}={value}" for name, value in told)
)
_headers = st.dictionaries(st.sampled_from(_HEADERS), st.one_of(header_values, _cookies), max_size=6)


@few(1)
@given(
    address=st.sampled_from(
        ["/", "/fr/", "/fr/compte/se-connecter/", "/fr/registre/", "/fr/registre/telecharger/", "/administration/",
         "/healthz", "/readyz", "/static/css/site.css"]
    ),
    headers=_headers,
    cookie=_cookies,
    method=st.sampled_from(["GET", "HEAD", "POST"]),
)  # fmt: skip
def test_no_header_and_no_cookie_is_an_error(
    walk: Walk, address: str, headers: dict[str, str], cookie: str, method: str
) -> None:
    client = Client(enforce_csrf_checks=True)
    with undone():
        _answered(client.generic(method, address, **{"HTTP_COOKIE": cookie, **headers}))  # type: ignore[arg-type]
