"""Writes that race with a change of phase: each is judged at one instant, on one side of it."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier, BrokenBarrierError, Event

import pytest

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution
from cestvous.activities.questions import actions as questions
from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import Finding, coverage_of
from cestvous.foundation.journal.models import Event as Act
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock, transactions
from cestvous.kernel.transactions import action
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations.actions import settle, settle_all_due, settling
from cestvous.procedure.consultations.models import Activity, Consultation
from tests.activities.counts import wrong_counts
from tests.activities.together import at_once, failures
from tests.factories import a_finding, a_person, a_synthesis, activity, fresh, in_phase

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
MOMENT = timedelta(milliseconds=1)


@pytest.fixture
def closing(open_consultation: Consultation) -> datetime:
    coming = open_consultation.schedule.coming
    assert coming is not None
    return coming.starts_at


@action
def _submit_slowly(person: Person, row: int, at: datetime, written: Event, may_commit: Event) -> None:
    with clock.at(at):
        to = Activity.objects.select_related("consultation").get(pk=row)
        contributions.submit(by=Person.objects.get(pk=person.pk), to=to, title="Des arbres", body="Plus d'arbres.")
        written.set()
        may_commit.wait(timeout=1)


def _settle(consultation: Consultation, at: datetime, after: Event, done: list[float]) -> None:
    assert after.wait(timeout=10)
    with clock.at(at):
        settle_all_due()
    done.append(time.monotonic())


def test_a_phase_ends_only_once_what_was_said_in_time_is_on_record(
    open_consultation: Consultation, closing: datetime, resident: Person
) -> None:
    written, may_commit, settled = Event(), Event(), list[float]()
    row = activity(open_consultation, "contributions").pk
    committed: list[float] = []

    def write() -> None:
        _submit_slowly(resident, row, closing - MOMENT, written, may_commit)
        committed.append(time.monotonic())

    assert not failures(at_once([write, partial(_settle, open_consultation, closing, written, settled)]))
    assert committed[0] - 0.5 < settled[0], "the phase changed while a contribution in time was being written"
    assert fresh(open_consultation).schedule.phases[2].entered_at == closing
    assert coverage_of(open_consultation).waiting == 1
    assert not wrong_counts(open_consultation)


def test_what_is_written_after_the_phase_has_ended_is_refused_even_if_its_page_was_loaded_before(
    open_consultation: Consultation, closing: datetime, resident: Person
) -> None:
    loaded = Activity.objects.select_related("consultation").get(pk=activity(open_consultation, "contributions").pk)
    assert loaded.consultation.schedule.current is not None
    with clock.at(closing):
        settle_all_due()
    with clock.at(closing + MOMENT), pytest.raises(Refused):
        contributions.submit(by=resident, to=loaded, title="Trop tard", body="Trop tard.")
    with clock.at(closing), pytest.raises(Refused):
        contributions.submit(by=resident, to=loaded, title="Trop tard", body="Trop tard.")


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Barrier]:
    """Two writers who have each looked, and found that the phase must change, before either of them changes it."""
    both = Barrier(2)
    real: Callable[..., bool] = settling._nothing_to_do

    def look(*asked: object) -> bool:
        nothing = real(*asked)
        if not nothing and both.n_waiting < 2:
            try:
                both.wait(timeout=2)
            except BrokenBarrierError:
                return nothing
        return nothing

    monkeypatch.setattr(settling, "_nothing_to_do", look)
    yield both
    both.abort()


def test_two_writers_who_both_have_to_change_the_phase_deadlock_and_try_again(
    consultation: Consultation, transactional_db: None, meeting: Barrier
) -> None:
    """Each holds the consultation in share mode and wants it alone: the database picks one, which starts over."""
    Consultation.objects.filter(pk=consultation.pk).update(question="")
    opening = consultation.schedule.phases[1].starts_at
    with clock.at(opening + MOMENT):
        settle_all_due()
    # What was missing is there again, and nobody has looked since.
    Consultation.objects.filter(pk=consultation.pk).update(question="Que faut-il changer ?")
    people = [a_person("Samira Benali"), a_person("Paul Schmitt")]
    row = activity(consultation, "questions").pk

    def ask(person: Person) -> object:
        with clock.at(opening + 2 * MOMENT):
            to = Activity.objects.select_related("consultation").get(pk=row)
            return questions.ask(by=Person.objects.get(pk=person.pk), to=to, body="Qui paiera ?")

    began = time.monotonic()
    assert not failures(at_once([partial(ask, person) for person in people]))
    assert time.monotonic() - began > 0.5, "they did not wait for each other: this test shows nothing"
    entered = Act.objects.filter(kind="consultations.phase-entered", facts__phase="consultation")
    assert entered.count() == 1
    assert not wrong_counts(consultation)


@action
def _settle_in(consultation: Consultation) -> None:
    settle(consultation)


def test_many_readers_and_the_worker_enter_a_phase_once(
    open_consultation: Consultation, closing: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nobody may try again: had they waited for each other in a circle, one of them would fail.
    monkeypatch.setattr(transactions, "ATTEMPTS", 1)

    def look() -> None:
        with clock.at(closing + MOMENT):
            _settle_in(Consultation.objects.get(pk=open_consultation.pk))

    assert not failures(at_once([look] * 10))
    assert Act.objects.filter(kind="consultations.phase-entered", facts__phase="synthesis").count() == 1


def test_the_synthesis_cannot_be_published_past_a_withdrawal_or_a_citation_under_way(
    open_consultation: Consultation, resident: Person, agent: Person
) -> None:
    contribution = contributions.submit(
        by=resident, to=activity(open_consultation, "contributions"), title="Des bancs", body="Il en manque."
    )
    consultation = in_phase(open_consultation, "synthesis")
    finding = a_finding(consultation)
    syntheses.cite(by=agent, finding=finding, source=contribution.source)

    def publish() -> object:
        about = activity(Consultation.objects.get(pk=consultation.pk), "syntheses")
        return syntheses.publish(by=Person.objects.get(pk=agent.pk), activity=about)

    def uncite() -> object:
        citation = finding.words.citations.get()
        again = Finding.objects.with_words().select_related("synthesis__activity__consultation").get(pk=finding.pk)
        citation.finding_version = again.words
        citation.finding_version.finding = again
        return syntheses.uncite(by=Person.objects.get(pk=agent.pk), citation=citation)

    def withdraw() -> object:
        again = Contribution.objects.with_words().select_related("activity__consultation").get(pk=contribution.pk)
        return contributions.withdraw(by=Person.objects.get(pk=resident.pk), contribution=again)

    results = at_once([publish, uncite, withdraw])
    assert all(isinstance(failure, Refused) for failure in failures(results)), results
    assert not (a_synthesis(consultation).versions.exists() and coverage_of(consultation).waiting)
    assert not wrong_counts(consultation)
