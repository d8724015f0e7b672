"""A flood of new accounts pauses one form for them: nobody else waits, nothing is lost, and an agent judges."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions import kind
from cestvous.activities.questions import actions as questions
from cestvous.activities.questions import kind as asking
from cestvous.foundation.drafts.models import Draft
from cestvous.foundation.journal.models import Event
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import clock
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations.actions import keep_form_paused, reopen_form
from cestvous.procedure.consultations.models import Consultation
from cestvous.procedure.consultations.policy import may
from tests.factories import a_person, activity, fresh, in_phase
from tests.machinery.clock import travel
from tests.web.browsing import page, read, send, signed_in

# An action is committed here, which is when it is looked at.
pytestmark = pytest.mark.django_db(transaction=True)
PAUSED, KEPT, REOPENED = (f"consultations.form-{what}" for what in ("paused", "kept-paused", "reopened"))


@pytest.fixture(autouse=True)
def small(settings: Settings) -> None:
    settings.FLOOD_TEXTS, settings.FLOOD_MINUTES, settings.FLOOD_TIMES = 4, 10, 5
    settings.FLOOD_PAUSE_MINUTES, settings.NEW_ACCOUNT_HOURS = 60, 48


@pytest.fixture
def known(db: None, drouot: Neighbourhood) -> Person:
    """Has had an account for long."""
    person = a_person("Odile Weiss", neighbourhood=drouot)
    Person.objects.filter(pk=person.pk).update(joined_at=clock.now() - timedelta(days=90))
    person.refresh_from_db()
    return person


@pytest.fixture
def open_to_all(consultation: Consultation) -> Consultation:
    return in_phase(consultation, "consultation")


def newcomers(many: int, *, domain: str = "exemple.test", first: int = 0) -> Iterator[Person]:
    for number in range(first, first + many):
        yield a_person(f"Nouvelle {number}", email=f"n{number}@{domain}")


def ask(person: Person, consultation: Consultation, body: str) -> None:
    questions.ask(by=person, to=activity(consultation, "questions"), body=body)


def flood(consultation: Consultation, many: int = 4, *, first: int = 0, domain: str = "exemple.test") -> None:
    for number, person in enumerate(newcomers(many, first=first, domain=domain)):
        ask(person, consultation, f"Question {first} {number} ?")


def may_ask(person: Person, consultation: Consultation) -> bool:
    consultation = fresh(consultation)
    return bool(may(person, asking.ASK, activity(consultation, "questions"), clock.now()))


def test_a_flood_pauses_the_form_for_new_accounts_alone(
    open_to_all: Consultation, known: Person, resident: Person
) -> None:
    flood(open_to_all)
    event = Event.objects.get(kind=PAUSED)
    assert event.public
    assert event.facts == {"act": asking.ASK, "texts": 4, "minutes": 60}
    (newcomer,) = newcomers(1, first=9)
    verdict = may(newcomer, asking.ASK, activity(fresh(open_to_all), "questions"), clock.now())
    assert not verdict
    assert "nouveaux comptes" in verdict.reason
    assert "reprend" in verdict.remedy
    with pytest.raises(Refused):
        ask(newcomer, fresh(open_to_all), "Et moi ?")
    ask(known, fresh(open_to_all), "Et moi ?")
    # Other forms of the same consultation are as they were.
    newcomer.neighbourhood = known.neighbourhood
    newcomer.save()
    to = activity(fresh(open_to_all), "contributions")
    assert may(newcomer, kind.SUBMIT, to, clock.now())
    contributions.submit(by=newcomer, to=to, title="Des bancs", body="Il en manque.")


def test_it_ends_by_itself(open_to_all: Consultation) -> None:
    flood(open_to_all)
    (newcomer,) = newcomers(1, first=9)
    assert not may_ask(newcomer, open_to_all)
    travel(minutes=60)
    assert may_ask(newcomer, open_to_all)


def test_an_account_that_was_opened_while_it_lasts_is_new_and_one_that_is_proved_is_not(
    open_to_all: Consultation, agent: Person
) -> None:
    flood(open_to_all)
    travel(minutes=30)
    (late, proved) = newcomers(2, first=9)
    Person.objects.filter(pk=proved.pk).update(residence_proved_on="2026-01-01")
    proved.refresh_from_db()
    assert not may_ask(late, open_to_all)
    assert may_ask(proved, open_to_all)


def test_what_comes_slowly_or_from_those_who_are_known_pauses_nothing(
    open_to_all: Consultation, known: Person, settings: Settings
) -> None:
    for number in range(8):
        ask(known, open_to_all, f"Question {number} ?")
    for first in range(0, 12, 3):
        flood(open_to_all, 3, first=first)
        travel(minutes=11)
    assert not Event.objects.filter(kind=PAUSED).exists()


def test_where_much_comes_every_day_more_makes_a_flood(open_to_all: Consultation, settings: Settings) -> None:
    settings.FLOOD_MINUTES = 24 * 60
    flood(open_to_all, 3)
    settings.FLOOD_MINUTES, settings.FLOOD_TIMES = 10, 10_000
    travel(minutes=11)
    flood(open_to_all, 5, first=5)
    assert not Event.objects.filter(kind=PAUSED).exists()


def test_a_flood_that_goes_on_pauses_once(open_to_all: Consultation, known: Person) -> None:
    flood(open_to_all)
    travel(minutes=60)
    flood(open_to_all, first=10)
    assert Event.objects.filter(kind=PAUSED).count() == 2
    assert Event.objects.filter(kind=PAUSED, facts__texts=4).count() == 2


def test_an_agent_opens_the_form_again_and_it_stays_open(
    open_to_all: Consultation, agent: Person, resident: Person, other_agent: Person
) -> None:
    flood(open_to_all)
    row = activity(fresh(open_to_all), "questions")
    for person in (resident, other_agent):
        with pytest.raises(Refused):
            reopen_form(by=person, activity=row, act=asking.ASK)
    assert reopen_form(by=agent, activity=row, act=asking.ASK)
    assert not reopen_form(by=agent, activity=row, act=asking.ASK), "it is said once"
    flood(fresh(open_to_all), 8, first=20)
    assert [Event.objects.filter(kind=what).count() for what in (PAUSED, REOPENED)] == [1, 1]
    travel(hours=25)
    flood(fresh(open_to_all), 4, first=40)
    assert Event.objects.filter(kind=PAUSED).count() == 2


def test_an_agent_keeps_it_paused_for_a_day(open_to_all: Consultation, agent: Person) -> None:
    flood(open_to_all)
    (newcomer,) = newcomers(1, first=9)
    row = activity(fresh(open_to_all), "questions")
    assert keep_form_paused(by=agent, activity=row, act=asking.ASK)
    assert not keep_form_paused(by=agent, activity=row, act=asking.ASK)
    travel(hours=23)
    assert not may_ask(newcomer, open_to_all)
    travel(hours=1)
    assert may_ask(newcomer, open_to_all)
    assert Event.objects.filter(kind=KEPT, public=True).count() == 1
    assert not keep_form_paused(by=agent, activity=row, act=asking.ASK), "it is over"


def test_the_desk_says_so_and_shows_what_came(client: Client, open_to_all: Consultation, agent: Person) -> None:
    flood(open_to_all, 2)
    flood(open_to_all, 2, first=10, domain="mailinator.com")
    browser, address = signed_in(agent), page("paused_forms", open_to_all.number)
    assert address in read(browser, page("desk"))
    words = read(browser, address)
    assert "4 textes de nouveaux comptes, de 4 personnes" in words
    assert "2 d'entre elles ont une adresse électronique jetable" in words.replace("’", "'")
    assert send(browser, address, {"do": "keep:questions/questions.ask"}) == ""
    assert send(browser, address, {"do": "reopen:questions/questions.ask"}) == ""
    assert Event.objects.filter(kind=REOPENED).count() == 1
    assert address not in read(browser, page("desk"))
    assert send(browser, address, {"do": "reopen:questions/questions.ask"}) == ""
    assert "Aucun formulaire en pause" in read(browser, address)


def test_what_a_new_account_typed_is_kept_as_a_draft(open_to_all: Consultation) -> None:
    (newcomer,) = newcomers(1, first=9)
    browser, address = signed_in(newcomer), page("ask", open_to_all.number)
    assert "<textarea" in read(browser, address)
    flood(open_to_all)
    answer = send(browser, address, {"body": "Et les arbres ?"}, 422)
    assert "Et les arbres ?" in answer
    assert "nouveaux comptes" in answer
    assert Draft.objects.of(newcomer).get().words == {"body": "Et les arbres ?"}
    travel(minutes=61)
    assert "Et les arbres ?" in read(browser, address)


def test_nothing_pauses_where_the_city_says_so(open_to_all: Consultation, settings: Settings) -> None:
    settings.FLOOD_TEXTS = 0
    flood(open_to_all, 9)
    assert not Event.objects.filter(kind=PAUSED).exists()
