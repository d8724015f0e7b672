"""Pages kept for visitors: never stale, never one person's for another."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from cestvous.activities.contributions import actions
from cestvous.activities.contributions.models import Contribution, Stance
from cestvous.foundation.journal.actions import seal
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation, Phase
from cestvous.web.keeping import memory, middleware
from cestvous.web.keeping.instants import TURNS
from tests.factories import a_contribution
from tests.machinery.clock import travel
from tests.security.test_headers import assert_guarded
from tests.web.browsing import signed_in
from tests.web.keeping import forget, is_kept, on_another_server, queries, visit

pytestmark = pytest.mark.django_db
HOME = "/fr/"


@pytest.fixture(autouse=True)
def _keeping(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages are kept, and the journal is asked each time: what is given unasked has tests of its own."""
    settings.KEEP_PAGES = True
    monkeypatch.setattr(memory, "UNASKED_SECONDS", 0.0)
    forget()
    yield
    forget()


def of(contribution: Contribution) -> str:
    consultation = contribution.activity.consultation
    return reverse("contribution", args=[consultation.number, contribution.number])


def list_of(consultation: Consultation) -> str:
    return reverse("contributions", args=[consultation.number])


def test_a_page_is_drawn_once_and_then_costs_one_query(contribution: Contribution) -> None:
    page = of(contribution)
    first = visit(page)
    assert queries(page) == 1
    again = visit(page)
    assert again.content == first.content  # type: ignore[attr-defined]
    # Each answer has a name of its own; all else is as it was.
    assert {**again.headers, "X-Request-ID": ""} == {**first.headers, "X-Request-ID": ""}


def test_a_page_that_has_not_changed_is_not_sent_again(contribution: Contribution) -> None:
    page = of(contribution)
    first = visit(page)
    for known in (first["ETag"], f"W/{first['ETag']}", f'"other", {first["ETag"]}', "*"):
        answer = visit(page, if_none_match=known)
        assert (answer.status_code, answer.content) == (304, b"")  # type: ignore[attr-defined]
        assert {name: answer[name] for name in ("ETag", "Cache-Control", "Vary")} == {
            name: first[name] for name in ("ETag", "Cache-Control", "Vary")
        }
        assert "Content-Type" not in answer
    assert visit(page, if_none_match='"other"').status_code == 200
    forget()
    assert visit(page, if_none_match=first["ETag"]).status_code == 304, "drawn anew, it says the same"


def test_it_is_sent_when_something_in_it_changed_and_only_then(contribution: Contribution, neighbour: Person) -> None:
    page, elsewhere = of(contribution), reverse("neighbourhoods")
    known, known_elsewhere = visit(page)["ETag"], visit(elsewhere)["ETag"]
    actions.take_position(by=neighbour, contribution=contribution, stance=Stance.FOR)
    changed = visit(page, if_none_match=known)
    assert changed.status_code == 200
    assert changed["ETag"] != known
    assert visit(elsewhere, if_none_match=known_elsewhere).status_code == 304


def test_who_writes_is_followed_at_once_on_every_server(contribution: Contribution, neighbour: Person) -> None:
    page, body = of(contribution), {"stance": "for", "reason": "Les platanes donnent de l'ombre."}
    for _server in range(2):
        visit(page)
        with on_another_server():
            visit(page)
            assert is_kept(page)
        author = signed_in(neighbour)
        sent = author.post(f"{page}position/", body)
        assert sent.status_code == 302, sent.content.decode()
        with on_another_server():
            elsewhere = visit(page)
        assert elsewhere.content == visit(page).content  # type: ignore[attr-defined]
        assert body["reason"].replace("'", "’") in elsewhere.content.decode().replace("&#x27;", "’")  # type: ignore[attr-defined]
        body["reason"] += " Et du calme."


def test_what_somebody_signed_in_sees_is_neither_kept_nor_given_to_a_visitor(
    contribution: Contribution, resident: Person
) -> None:
    page, author = of(contribution), signed_in(resident)
    own = author.get(page)
    assert "private" in own["Cache-Control"]
    assert "ETag" not in own
    assert not is_kept(page)
    visitors = visit(page).content  # type: ignore[attr-defined]
    theirs = reverse("my_words").encode()
    assert theirs in own.content
    assert theirs not in visitors
    assert is_kept(page)
    assert theirs in author.get(page).content
    assert theirs in author.get(page, headers={"if-none-match": visit(page)["ETag"]}).content
    author.logout()
    assert author.get(page).content == visitors


def test_who_has_signed_out_by_the_page_for_it_is_told_so_and_nobody_else_is(resident: Person) -> None:
    leaving = signed_in(resident)
    leaving.post(reverse("account_logout"))
    told = leaving.get(HOME)
    assert b'class="stack messages"' in told.content
    assert "ETag" not in told
    assert b'class="stack messages"' not in visit(HOME).content  # type: ignore[attr-defined]


def test_a_page_with_a_form_for_visitors_is_drawn_for_each(settings: Settings, resident: Person) -> None:
    settings.EXAMPLE_CITY = True
    page = reverse("example")
    first, second = visit(page), visit(page)
    assert "csrftoken" in first.cookies
    assert "private" in first["Cache-Control"]
    assert first.cookies["csrftoken"].value != second.cookies["csrftoken"].value
    browser = Client()
    browser.get(page)
    assert "ETag" not in browser.get(page), "the token of a cookie that is known is in the page too"


@pytest.mark.parametrize(
    ("address", "status"),
    [("/fr/nulle-part/", 404), ("/fr/compte/", 302), ("/", 302), ("/fr/consultations", 301), ("/healthz", 200)],
)
def test_errors_redirections_and_what_is_no_page_are_not_kept(address: str, status: int) -> None:
    for _turn in range(2):
        answer = visit(address)
        assert (answer.status_code, answer.has_header("ETag")) == (status, False)


def test_nothing_of_an_account_is_kept() -> None:
    for name in ("account_login", "account_signup", "account_reset_password_done", "account_inactive"):
        assert not visit(reverse(name)).has_header("ETag"), name


def test_each_language_host_and_scheme_has_its_own_page(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "other.test"]
    french, german = visit(HOME), visit("/de/")
    assert b'lang="fr"' in french.content  # type: ignore[attr-defined]
    assert b'lang="de"' in german.content  # type: ignore[attr-defined]
    assert not is_kept("/en/")
    assert visit(HOME, accept_language="de").content == french.content  # type: ignore[attr-defined]
    assert queries(HOME, host="other.test") > 1
    assert visit(HOME, host="evil.test").status_code == 400
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as asked:
        Client().get(HOME, secure=True)
    assert len(asked) > 1


def test_who_carries_a_cookie_of_another_site_of_the_city_is_a_visitor_too() -> None:
    visit(HOME)
    assert queries(HOME, cookie="_pk_id.1.abc=1; tarteaucitron=!matomo=true") == 1
    assert queries(HOME, cookie="sessionid=forged") > 1
    assert queries(HOME, authorization="Bearer x") > 1


def test_who_asks_for_the_head_gets_that_of_the_page() -> None:
    head = Client().head(HOME)
    assert (head.status_code, is_kept(HOME)) == (200, False)
    whole = visit(HOME)
    head = Client().head(HOME)
    assert (head.content, head["ETag"], head["Content-Length"]) == (b"", whole["ETag"], whole["Content-Length"])


def test_what_is_kept_carries_every_guard() -> None:
    drawn = visit(HOME)
    for answer in (drawn, visit(HOME), visit(HOME, if_none_match=drawn["ETag"])):
        assert_guarded(answer)
        assert not answer.cookies
        assert "nonce" not in answer["Content-Security-Policy"]
        assert answer["Cache-Control"] == "no-cache"
        assert "Cookie" in answer["Vary"]


def test_a_phase_begins_for_visitors_on_its_minute(open_consultation: Consultation) -> None:
    page = reverse("procedure", args=[open_consultation.number])
    next_one = Phase.objects.get(consultation=open_consultation, key="synthesis")
    travel(to=next_one.starts_at - timedelta(seconds=30))
    before = visit(page)
    travel(seconds=29.9)
    assert is_kept(page)
    travel(to=next_one.starts_at)
    assert visit(page).content != before.content  # type: ignore[attr-defined]


def test_a_phase_that_slid_begins_for_visitors_at_its_very_second(open_consultation: Consultation) -> None:
    page = reverse("procedure", args=[open_consultation.number])
    starts_at = Phase.objects.get(consultation=open_consultation, key="synthesis").starts_at + timedelta(seconds=37.5)
    Phase.objects.filter(consultation=open_consultation, key="synthesis").update(starts_at=starts_at)
    travel(to=starts_at - timedelta(seconds=20))
    before = visit(page)
    travel(seconds=19.9)
    assert is_kept(page)
    travel(to=starts_at)
    assert visit(page).content != before.content  # type: ignore[attr-defined]


def test_a_clock_that_steps_back_gives_nothing_that_is_yet_to_come() -> None:
    visit(HOME)
    travel(seconds=20)
    assert is_kept(HOME)
    travel(seconds=-40)
    assert not is_kept(HOME)


def test_the_register_shows_new_seals_although_nothing_else_happened(
    contribution: Contribution, resident: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = reverse("journal")
    while seal():
        pass
    first = visit(address)
    assert is_kept(address)
    a_contribution(resident, contribution.activity.consultation, title="Une autre")
    with monkeypatch.context() as patch:
        patch.setattr("cestvous.web.keeping.sealing.seal_for_reading", lambda: None)
        assert visit(address).content == first.content  # type: ignore[attr-defined]
    seal()
    assert visit(address).content != first.content  # type: ignore[attr-defined]
    assert is_kept(address)
    assert is_kept(HOME) is False
    visit(HOME)
    a_contribution(resident, contribution.activity.consultation, title="Une troisième")
    visit(HOME)
    seal()
    assert is_kept(HOME), "sealing changes no other page"


def test_what_happens_while_a_page_is_drawn_is_in_the_next_one(
    contribution: Contribution, neighbour: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = of(contribution)
    real: Callable[..., object] = TURNS.after

    def meanwhile(state: object) -> object:
        monkeypatch.setattr(TURNS, "after", real)
        actions.take_position(by=neighbour, contribution=contribution, stance=Stance.FOR)
        return real(state)

    monkeypatch.setattr(TURNS, "after", meanwhile)
    drawn_before = visit(page)
    assert visit(page).content != drawn_before.content  # type: ignore[attr-defined]


def test_switched_off_every_page_is_drawn(settings: Settings) -> None:
    settings.KEEP_PAGES = False
    visit(HOME)
    assert not is_kept(HOME)
    assert not visit(HOME).has_header("ETag")


def test_where_the_journal_cannot_be_read_the_page_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise DatabaseError("gone")

    with monkeypatch.context() as patch:
        patch.setattr("cestvous.web.keeping.instants.off_the_minute", lambda _using: gone())
        assert visit(HOME).status_code == 200
    assert not is_kept(HOME)
    assert is_kept(HOME)
    monkeypatch.setattr(middleware, "journal_state", gone)
    assert visit(HOME).status_code == 200
    assert not is_kept(HOME)
