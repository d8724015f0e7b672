"""Every delay that a table declares is enforced by the worker: what is old goes, what is fresh stays."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import connection

from cestvous.commands.management.commands.worker import ROUND
from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.drafts.actions import keep
from cestvous.foundation.drafts.models import Draft
from cestvous.foundation.files.models import File
from cestvous.foundation.journal.models import Event
from cestvous.foundation.mandates.models import Role
from cestvous.foundation.outbox.actions import write
from cestvous.foundation.outbox.models import Letter
from cestvous.foundation.people.actions import sign_in
from cestvous.foundation.people.models import CACHE, INACTIVE_FOR, TO_COME_BACK, UNCONFIRMED_FOR, Person, SignIn
from cestvous.institutions.privacy import tasks
from cestvous.institutions.privacy.actions import retaining
from cestvous.institutions.privacy.actions.erasing import erase_if_still
from cestvous.institutions.privacy.models import Erasure
from cestvous.institutions.privacy.tasks import ENFORCED, keep_no_longer, keep_no_longer_at_times
from cestvous.kernel import clock
from cestvous.kernel.personal_data import DECLARED_FOR_LIBRARIES, PersonalData
from tests.factories import a_person, appointed
from tests.factories.files import a_received_file
from tests.machinery.clock import travel
from tests.machinery.mail import Letterbox

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def _declared() -> dict[str, PersonalData]:
    ours = {
        model._meta.label: model.__dict__["personal"] for model in apps.get_models() if "personal" in model.__dict__
    }
    return {**ours, **DECLARED_FOR_LIBRARIES}


WITH_DELAY = {label: data.delay for label, data in _declared().items() if data.delay is not None}


def _session(person: Person) -> None:
    expires = clock.now() + WITH_DELAY["sessions.Session"]
    Session.objects.create(session_key=f"k{Session.objects.count()}", session_data="", expire_date=expires)


def _sign_in(person: Person) -> None:
    ends_at = clock.now() + WITH_DELAY["people.SignIn"]
    sign_in(by=person, session_key=f"k{SignIn.objects.count()}", browser="Firefox, Android", ends_at=ends_at)


def _confirmation(person: Person) -> None:
    address = EmailAddress.objects.get(user=person)
    EmailConfirmation.objects.create(
        email_address=address, created=clock.now(), key=f"k{EmailConfirmation.objects.count()}"
    )


def _log_entry(person: Person) -> None:
    LogEntry.objects.create(user=person, action_flag=CHANGE, object_repr="x", action_time=clock.now())


def _erasure(person: Person) -> None:
    Erasure.objects.create(account=1, opened_at=clock.now(), contributions="stay", others="stay", at=clock.now())


def _account(person: Person) -> None:
    made = a_person(f"Dormeuse {Person.objects.count()}")
    Person.objects.filter(pk=made.pk).update(last_login=clock.now(), warned_at=clock.now() + INACTIVE_FOR)


def _count(person: Person) -> None:
    expires = (clock.now() + WITH_DELAY[CACHE]).replace(microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {CACHE} (cache_key, value, expires) VALUES (%s, '', %s)",
            [f"k{expires.isoformat()}", connection.ops.adapt_datetimefield_value(expires)],
        )


def _counted() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {CACHE}")
        return int(cursor.fetchone()[0])


# How a row of each table comes to be now, and how many there are.
MAKES: dict[str, tuple[Callable[[Person], object], Callable[[], int]]] = {
    "drafts.Draft": (
        lambda who: keep(by=who, place=f"p/{Draft.objects.count()}", words={"a": "b"}),
        Draft.objects.count,
    ),
    "files.File": (lambda who: a_received_file(who), File.objects.count),
    "outbox.Letter": (lambda who: write(EmailMessage("Un", "mot", to=["a@exemple.test"])), Letter.objects.count),
    "sessions.Session": (_session, Session.objects.count),
    "people.SignIn": (_sign_in, SignIn.objects.count),
    "account.EmailConfirmation": (_confirmation, EmailConfirmation.objects.count),
    "admin.LogEntry": (_log_entry, LogEntry.objects.count),
    "privacy.Erasure": (_erasure, Erasure.objects.count),
    "people.Person": (_account, Person.objects.filter(name__startswith="Dormeuse").count),
    CACHE: (_count, _counted),
}


def test_every_delay_that_is_declared_is_enforced_and_tried_here() -> None:
    assert WITH_DELAY.keys() == ENFORCED.keys()
    assert WITH_DELAY.keys() == MAKES.keys()
    assert keep_no_longer_at_times in {doing for _what, doing in ROUND}


@pytest.mark.parametrize("label", sorted(WITH_DELAY))
def test_what_is_old_goes_and_what_is_fresh_stays(label: str, resident: Person) -> None:
    call_command("createcachetable", verbosity=0)
    Person.objects.filter(pk=resident.pk).update(last_login=datetime(2100, 1, 1, tzinfo=UTC))
    make, count = MAKES[label]
    make(resident)
    travel(to=clock.now() + WITH_DELAY[label] - SECOND)
    make(resident)
    keep_no_longer()
    assert count() == 2, "nothing goes before its time"
    travel(to=clock.now() + 2 * SECOND)
    for _turn in range(2):
        keep_no_longer()
    assert count() == 1, "what is old is gone, what is fresh is there"


def test_an_account_that_nobody_confirms_goes_after_a_week(resident: Person) -> None:
    late = a_person("Jamais Venue")
    EmailAddress.objects.filter(user=late).update(verified=False)
    travel(to=clock.now() + UNCONFIRMED_FOR + SECOND)
    fresh = a_person("Vient d'arriver")
    EmailAddress.objects.filter(user=fresh).update(verified=False)
    keep_no_longer()
    assert set(Person.objects.values_list("name", flat=True)) == {resident.name, fresh.name}


def test_somebody_whose_account_sleeps_is_written_to_once_and_comes_back_in_time(
    resident: Person, letterbox: Letterbox
) -> None:
    Person.objects.filter(pk=resident.pk).update(last_login=clock.now())
    travel(to=clock.now() + INACTIVE_FOR + SECOND)
    for _turn in range(3):
        keep_no_longer()
    ((to, _subject, body),) = letterbox.received
    assert to == resident.email
    assert "30\N{NO-BREAK SPACE}jours" in body
    Person.objects.filter(pk=resident.pk).update(last_login=clock.now() + timedelta(days=1))
    travel(to=clock.now() + TO_COME_BACK + timedelta(days=2))
    keep_no_longer()
    assert Person.objects.filter(pk=resident.pk).exists()


def test_somebody_who_does_not_come_back_is_erased_and_the_register_knows(resident: Person) -> None:
    Person.objects.filter(pk=resident.pk).update(last_login=clock.now())
    actor = author_of(resident).identifier
    travel(to=clock.now() + INACTIVE_FOR + SECOND)
    keep_no_longer()
    travel(to=clock.now() + TO_COME_BACK + SECOND)
    keep_no_longer()
    assert not Person.objects.filter(pk=resident.pk).exists()
    event = Event.objects.get(kind="privacy.account-erased")
    assert (event.actor, event.public, event.facts["by_the_worker"]) == (actor, False, True)


def test_whoever_holds_a_public_function_is_left_alone(resident: Person) -> None:
    appointed(resident, Role.OFFICIAL, "adjoint")
    Person.objects.filter(pk=resident.pk).update(last_login=clock.now())
    travel(to=clock.now() + INACTIVE_FOR + TO_COME_BACK + SECOND)
    keep_no_longer()
    assert not Letter.objects.exists()
    assert Person.objects.get(pk=resident.pk).warned_at is None


def test_batches_are_bounded(resident: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cestvous.foundation.drafts.actions.AT_MOST", 2)
    for place in range(5):
        keep(by=resident, place=f"p/{place}", words={"a": "b"})
    travel(to=clock.now() + WITH_DELAY["drafts.Draft"] + SECOND)
    assert [ENFORCED["drafts.Draft"][0]() for _turn in range(4)] == [2, 2, 1, 0]


def test_the_worker_looks_once_in_ten_minutes_unless_there_is_something_to_do(
    resident: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = iter([3, 0, 5])
    monkeypatch.setattr(tasks, "_due", 0.0)
    monkeypatch.setattr(tasks, "keep_no_longer", lambda: next(done))
    assert [keep_no_longer_at_times() for _turn in range(4)] == [3, 0, 0, 0]


def test_who_comes_back_while_others_are_being_erased_stays(resident: Person) -> None:
    among = Person.objects.filter(name=resident.name)
    Person.objects.filter(pk=resident.pk).update(name="Revenue")
    assert not erase_if_still(person=resident, among=among)
    assert Person.objects.filter(pk=resident.pk).exists()


def test_an_account_that_cannot_be_erased_holds_up_nobody(
    resident: Person, other_resident: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*, person: Person, among: object) -> bool:
        if person.pk == resident.pk:
            raise RuntimeError
        erased.append(person.pk)
        return True

    erased: list[int] = []
    monkeypatch.setattr(retaining, "erase_if_still", failing)
    monkeypatch.setattr(retaining, "_FAILED", set())
    both = Person.objects.filter(pk__in=[resident.pk, other_resident.pk])
    assert retaining._erase(both) == 1
    assert erased == [other_resident.pk]
    assert {resident.pk} == retaining._FAILED


def test_who_is_to_take_office_is_left_alone(other_resident: Person) -> None:
    appointed(other_resident, Role.AGENT, "chargée de rien encore", starts_on=clock.now().date() + timedelta(days=40))
    assert Person.objects.filter(retaining._in_office(), pk=other_resident.pk).exists()
