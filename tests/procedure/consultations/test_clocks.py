"""Clocks: on the nights when they change, on a day that comes every four years, put back, and for one minute."""

from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution
from cestvous.commands.management.commands.worker import ROUND, one_round
from cestvous.foundation.journal.actions import seal
from cestvous.foundation.journal.models import Event, Seal, Unsealed, journal_lines
from cestvous.foundation.people.models import Person
from cestvous.kernel.chain import check
from cestvous.kernel.dates import instant_in_words
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations.actions import prolong
from cestvous.procedure.consultations.models import Adaptation, Consultation
from tests.factories import PASSWORD, a_consultation, a_contribution, activity, fresh, in_phase
from tests.machinery.clock import PARIS, travel

pytestmark = pytest.mark.django_db
# Presentation, consultation, then the next ones: the consultation ends at noon on this day.
NOON = 12


def ending(agent: Person, official: Person, day: datetime) -> Consultation:
    """A consultation under way whose phase of consultation ends at noon of ``day``, in Paris."""
    end = day.replace(hour=NOON, tzinfo=PARIS)
    travel(to=(end - timedelta(days=14)).astimezone(UTC))
    later = [end + timedelta(days=days) for days in (0, 14, 28, 42)]
    starts = [end - timedelta(days=14), end - timedelta(days=13), *later]
    return in_phase(a_consultation(agent, official, starts=[start.astimezone(UTC) for start in starts]), "consultation")


def end_of(consultation: Consultation) -> datetime:
    end = fresh(consultation).schedule.ends_at("consultation")
    assert end is not None
    return end.astimezone(PARIS)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (datetime(2026, 3, 24), "31 mars 2026"),  # noqa: DTZ001
        (datetime(2026, 10, 20), "27 octobre 2026"),  # noqa: DTZ001
        (datetime(2028, 2, 22), "29 février 2028"),  # noqa: DTZ001
        (datetime(2028, 2, 25), "3 mars 2028"),  # noqa: DTZ001
    ],
    ids=["to summer time", "to winter time", "to a leap day", "over a leap day"],
)
def test_a_phase_made_a_week_longer_ends_at_the_same_hour_of_the_wall(
    agent: Person, official: Person, day: datetime, words: str
) -> None:
    consultation = ending(agent, official, day)
    assert instant_in_words(end_of(consultation)).endswith("à 12\xa0h")
    for _double_click in range(2):
        prolong(by=agent, consultation=fresh(consultation), days=7, reason="Les vacances.")
    end = end_of(consultation)
    assert instant_in_words(end).replace("\xa0", " ") == f"{words} à 12 h"
    assert Adaptation.objects.count() == 1


def test_what_is_written_in_the_hour_that_comes_twice_is_before_or_after_the_end_and_not_both(
    agent: Person, official: Person, resident: Person
) -> None:
    """The end lies in the second two o'clock of that night; half past two of the first one is before it."""
    consultation = ending(agent, official, datetime(2026, 10, 24))  # noqa: DTZ001
    end = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)  # two o'clock for the second time
    consultation.phase_rows.filter(key="synthesis").update(starts_at=end, announced_at=end)
    Consultation.objects.filter(pk=consultation.pk).update(edition=consultation.edition + 1)
    travel(to=end - timedelta(minutes=30))
    a_contribution(resident, fresh(consultation), "À la première demie")
    travel(to=end + timedelta(minutes=30))
    with pytest.raises(Refused):
        a_contribution(resident, fresh(consultation), "À la seconde demie")


def test_a_phase_of_one_minute_opens_and_closes_by_itself_and_takes_words_only_within(
    agent: Person, official: Person, resident: Person
) -> None:
    begins = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
    minute = timedelta(minutes=1)
    starts = [begins - minute, begins, begins + minute, *(begins + timedelta(days=days) for days in (1, 2, 3))]
    travel(to=begins - minute)
    consultation = a_consultation(agent, official, starts=starts)
    to = activity(consultation, "contributions")

    def say(title: str) -> Contribution:
        return contributions.submit(by=resident, to=to, title=title, body="Des arbres.")

    for at, is_open in [(-1, False), (0, True), (59, True), (60, False), (61, False)]:
        travel(to=begins + timedelta(seconds=at))
        one_round(ROUND)
        if is_open:
            say(f"À {at} secondes")
        else:
            with pytest.raises(Refused):
                say(f"À {at} secondes")
    assert Contribution.objects.count() == 2
    entered = Event.objects.filter(kind="consultations.phase-entered").order_by("pk").values_list("facts__phase", "at")
    assert list(entered) == [("presentation", starts[0]), ("consultation", starts[1]), ("synthesis", starts[2])]


def test_a_clock_that_is_put_back_reopens_no_phase_and_breaks_no_chain(
    agent: Person, official: Person, resident: Person
) -> None:
    consultation = ending(agent, official, datetime(2026, 3, 24))  # noqa: DTZ001
    a_contribution(resident, consultation, "À temps")
    travel(to=end_of(consultation) + timedelta(minutes=5))
    one_round(ROUND)
    before = fresh(consultation).schedule
    travel(hours=-1)
    one_round(ROUND)
    assert fresh(consultation).schedule == before
    with pytest.raises(Refused):
        a_contribution(resident, fresh(consultation), "Une heure plus tôt")
    a_consultation(agent, official)  # recorded an hour before what was recorded before it
    times = Event.objects.order_by("pk").values_list("recorded_at", flat=True)
    assert list(times) != sorted(times), "the clock was not put back"
    seal()
    assert not Unsealed.objects.exists()
    numbers = Seal.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, Event.objects.count() + 1))
    assert check(BytesIO("".join(journal_lines()).encode())).count == Event.objects.count()


def test_a_clock_that_is_put_back_signs_nobody_out_and_lets_nobody_in(client: Client, resident: Person) -> None:
    client.force_login(resident)
    address = "/fr/compte/"
    assert client.get(address).status_code == 200
    travel(hours=-2)
    assert client.get(address).status_code == 200
    other = Client()
    for attempt in range(5):
        travel(minutes=-attempt)
        other.post("/fr/compte/se-connecter/", {"login": resident.email, "password": "autre chose"})
    other.post("/fr/compte/se-connecter/", {"login": resident.email, "password": PASSWORD})
    assert other.get(address).status_code == 302  # five failures count, whatever the clock says


def test_the_worker_goes_on_when_the_clock_is_put_back(consultation: Consultation) -> None:
    travel(hours=-5)
    call_command("worker", "--once", stdout=StringIO())
    assert fresh(consultation).schedule.current is not None
