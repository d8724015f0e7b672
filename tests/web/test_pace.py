"""Programs that fill in forms: given away by what is asked of nobody; a person is at most asked to send again."""

import re
import time
from html import unescape

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_django import Settings

from cestvous.activities.contributions.models import Contribution
from cestvous.activities.questions.models import Question
from cestvous.activities.syntheses.models import Objection
from cestvous.foundation.drafts.models import Draft
from cestvous.foundation.people.models import Person
from cestvous.foundation.people.policy import is_disposable
from cestvous.procedure.consultations.models import Consultation
from cestvous.web import pace
from tests.factories import a_contribution, a_published_synthesis, in_phase
from tests.web.browsing import page, read, send, signed_in
from tests.web.test_accounts import ADDRESS, told

pytestmark = pytest.mark.django_db
TWICE = re.compile(r"envoyez-l[ea] encore une fois|envoyez encore une fois")


@pytest.fixture(autouse=True)
def at_the_pace_of_people(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FORM_SECONDS = 3
    cache.clear()


def opened(words: str) -> str:
    """The stamp of a form, as the page holds it."""
    (stamp,) = set(re.findall(rf'name="{pace.OPENED}" value="([^"]+)"', words))
    return str(stamp)


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    instant = time.time() + seconds
    monkeypatch.setattr(time, "time", lambda: instant)


def test_what_comes_back_at_once_is_asked_to_be_sent_again_and_keeps_its_words(
    consultation: Consultation, resident: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, address = signed_in(resident), page("ask", in_phase(consultation, "consultation").number)
    form = {"body": "Et les vélos ?", pace.OPENED: opened(read(browser, address))}
    answer = send(browser, address, form, 422)
    assert "Et les vélos ?" in answer
    assert TWICE.search(answer)
    assert not Question.objects.exists()
    later(monkeypatch, 4)
    assert opened(answer) == form[pace.OPENED], "a second click is enough"
    send(browser, address, form)
    assert Question.objects.count() == 1


def test_a_page_that_was_left_open_for_a_month_is_sent_like_any_other(
    consultation: Consultation, resident: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, address = signed_in(resident), page("ask", in_phase(consultation, "consultation").number)
    stamp = opened(read(browser, address))
    later(monkeypatch, 30 * 86_400)
    send(browser, address, {"body": "Et les vélos ?", pace.OPENED: stamp})


def test_a_machine_whose_clock_is_ahead_makes_nobody_hasty(
    consultation: Consultation, resident: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, address = signed_in(resident), page("ask", in_phase(consultation, "consultation").number)
    stamp = opened(read(browser, address))
    later(monkeypatch, -3_600)
    send(browser, address, {"body": "Et les vélos ?", pace.OPENED: stamp})


@pytest.mark.parametrize("stamp", ["", "123456", "1:2:3", "\0", "é" * 300])
def test_a_stamp_that_is_not_ours_is_replaced_and_then_taken(
    consultation: Consultation, resident: Person, monkeypatch: pytest.MonkeyPatch, stamp: str
) -> None:
    browser, address = signed_in(resident), page("ask", in_phase(consultation, "consultation").number)
    answer = send(browser, address, {"body": "Et les vélos ?", pace.OPENED: stamp}, 422)
    later(monkeypatch, 4)
    send(browser, address, {"body": "Et les vélos ?", pace.OPENED: opened(answer)})


def test_who_fills_in_what_nobody_sees_is_asked_again_with_it_empty(
    consultation: Consultation, resident: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, address = signed_in(resident), page("ask", in_phase(consultation, "consultation").number)
    form = {"body": "Et les vélos ?", pace.OPENED: opened(read(browser, address)), pace.BAIT: "https://casino.test"}
    later(monkeypatch, 60)
    answer = send(browser, address, form, 422)
    assert "casino" not in answer
    assert "Et les vélos ?" in answer
    assert not Question.objects.exists()
    send(browser, address, form | {pace.BAIT: ""})


def test_every_form_of_residents_keeps_pace(
    client: Client, consultation: Consultation, resident: Person, neighbour: Person, drouot: object
) -> None:
    consultation = in_phase(consultation, "consultation")
    a_contribution(neighbour, consultation)
    browser = signed_in(resident)
    for address in (
        page("contribute", consultation.number),
        page("ask", consultation.number),
        page("contribution", consultation.number, 1),
        page("comment_on_contribution", consultation.number, 1),
    ):
        words = unescape(browser.get(address).content.decode())
        assert opened(words)
        (bait,) = re.findall(rf'<div hidden[^>]*><input type="text" name="{pace.BAIT}"[^>]*></div>', words)
        assert 'tabindex="-1" autocomplete="off"' in bait
    assert opened(read(client, page("account_signup")))
    assert opened(read(client, page("account_signup"))) != "", "an account's pages are never kept for others"
    sent = {"title": "Des bancs", "body": "Il en manque.", "language": "fr", "stays_after_erasure": "stay"}
    assert TWICE.search(send(browser, page("contribute", consultation.number), sent, 422))
    comment = {"body": "Oui.", "side": "for"}
    assert TWICE.search(send(browser, page("comment_on_contribution", consultation.number, 1), comment, 422))
    assert Contribution.objects.count() == 1


def test_signing_up_keeps_pace_and_loses_nothing_but_the_password(
    client: Client, monkeypatch: pytest.MonkeyPatch, drouot: object
) -> None:
    address = page("account_signup")
    form = told() | {pace.OPENED: opened(read(client, address))}
    answer = send(client, address, form, 422)
    assert TWICE.search(answer)
    assert f'value="{ADDRESS}"' in answer
    later(monkeypatch, 5)
    send(client, address, form)
    assert EmailAddress.objects.filter(email=ADDRESS).exists()


def test_who_says_too_much_too_fast_waits_and_keeps_their_words(
    consultation: Consultation, resident: Person, neighbour: Person, settings: Settings
) -> None:
    settings.FORM_SECONDS = 0
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"speak": "2/m/user,3/m/ip"}
    browser, address = signed_in(resident), page("ask", in_phase(consultation, "consultation").number)
    for words in ("Une ?", "Deux ?"):
        send(browser, address, {"body": words})
    refused = send(browser, address, {"body": "Et une troisième ?"}, 422)
    assert "Et une troisième ?" in refused
    assert "dans quelques minutes" in refused
    # Somebody else at the same address goes on, as long as not too many do.
    send(signed_in(neighbour), address, {"body": "Une autre ?"})
    send(signed_in(neighbour), address, {"body": "Une autre encore ?"}, 422)
    # A connection of the sixth version has 64 bits of addresses for itself.
    for at, status in (("2001:db8::1", 302), ("2001:db8::2", 302), ("2001:db8::3", 302), ("2001:db8::4", 422)):
        cache_of_person_cleared(resident)
        answer = browser.post(address, {"body": f"Depuis {at} ?"}, REMOTE_ADDR=at)
        assert answer.status_code == status
    cache_of_person_cleared(resident)
    assert browser.post(address, {"body": "D'ailleurs ?"}, REMOTE_ADDR="2001:db8:1::1").status_code == 302


def cache_of_person_cleared(person: Person) -> None:
    """What is counted for one person alone."""
    cache.delete(f"allauth:rl:allauth.account:speak:2/60/user:user:{person.pk}")


def test_the_cache_holds_no_address_of_anybody(
    client: Client, consultation: Consultation, resident: Person, settings: Settings
) -> None:
    settings.FORM_SECONDS = 0
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"speak": "9/m/ip"}
    browser, address = signed_in(resident), page("ask", in_phase(consultation, "consultation").number)
    assert browser.post(address, {"body": "Qui ?"}, REMOTE_ADDR="203.0.113.77").status_code == 302
    client.post(page("account_login"), {"login": ADDRESS, "password": "faux"}, REMOTE_ADDR="203.0.113.78")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM cache")
        rows = cursor.fetchall()
    assert rows
    for key, value in rows:
        assert re.fullmatch(r"[0-9a-f]{64}", key)
        assert "203.0" not in f"{key} {value}"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("a@mailinator.com", True),
        ("a@MAILINATOR.com.", True),
        ("a@boite.mailinator.com", True),
        ("a@mulhouse.fr", False),
        ("a@com", False),
        ("", False),
    ],
)
def test_addresses_to_be_thrown_away_are_known_by_a_list(address: str, expected: bool) -> None:
    assert is_disposable(address) is expected


def test_what_is_asked_for_pace_is_no_part_of_a_draft(consultation: Consultation, resident: Person) -> None:
    browser, number = signed_in(resident), in_phase(consultation, "consultation").number
    stamp = opened(read(browser, page("ask", number)))
    browser.post(page("keep_draft", "ask", number), {"body": "Plus tard", pace.OPENED: stamp, pace.BAIT: ""})
    assert Draft.objects.get().words == {"body": "Plus tard"}


def test_an_objection_keeps_pace(consultation: Consultation, resident: Person) -> None:
    consultation = in_phase(consultation, "consultation")
    a_contribution(resident, consultation)
    a_published_synthesis(in_phase(consultation, "synthesis"))
    number = in_phase(consultation, "debate").number
    browser, address = signed_in(resident), page("object_to_synthesis", number)
    assert opened(read(browser, address))
    sent = {"contribution": "1", "ground": "leaves_out", "finding": "", "body": "J'ai dit bien plus."}
    assert TWICE.search(send(browser, address, sent, 422))
    assert not Objection.objects.exists()
