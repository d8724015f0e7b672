"""For a second a kept page is given without asking the journal: not to who has just written, and not past a turn."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cestvous.activities.contributions import actions
from cestvous.activities.contributions.models import Contribution, Stance
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation, Phase
from cestvous.web.keeping import memory
from cestvous.web.requests import HAS_WRITTEN
from tests.machinery.clock import travel
from tests.web.browsing import signed_in
from tests.web.keeping import forget, queries, visit

pytestmark = pytest.mark.django_db


class SteadyClock:
    """``time.monotonic``, moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(autouse=True)
def steady(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[SteadyClock]:
    settings.KEEP_PAGES = True
    steady = SteadyClock()
    monkeypatch.setattr(time, "monotonic", steady)
    forget()
    yield steady
    forget()


def of(contribution: Contribution) -> str:
    return reverse("contribution", args=[contribution.activity.consultation.number, contribution.number])


def test_within_a_second_it_costs_no_query(contribution: Contribution, steady: SteadyClock) -> None:
    page = of(contribution)
    visit(page)
    steady.seconds += memory.UNASKED_SECONDS - 0.01
    assert queries(page) == 0
    steady.seconds += 0.01
    assert queries(page) == 1
    assert queries(page) == 0, "the journal was asked just now"


def test_what_has_happened_is_seen_a_second_later(
    contribution: Contribution, neighbour: Person, steady: SteadyClock
) -> None:
    page = of(contribution)
    before = visit(page).content  # type: ignore[attr-defined]
    actions.take_position(by=neighbour, contribution=contribution, stance=Stance.FOR)
    assert visit(page).content == before  # type: ignore[attr-defined]
    steady.seconds += memory.UNASKED_SECONDS
    assert visit(page).content != before  # type: ignore[attr-defined]


def test_who_has_written_sees_it_at_once_signed_in_and_signed_out(
    contribution: Contribution, neighbour: Person
) -> None:
    page = of(contribution)
    before = visit(page).content  # type: ignore[attr-defined]
    author = signed_in(neighbour)
    author.post(f"{page}position/", {"stance": "for", "reason": "Les platanes donnent de l'ombre."})
    assert b"platanes" in author.get(page).content
    author.post(reverse("account_logout"))
    author.get("/fr/")
    assert author.cookies[HAS_WRITTEN]["max-age"]
    assert b"platanes" in author.get(page).content
    # Nothing but the cookie tells: the journal is asked, and the others see it too.
    reader = Client()
    reader.cookies[HAS_WRITTEN] = "1"
    assert b"platanes" in reader.get(page).content
    assert visit(page).content != before  # type: ignore[attr-defined]


def test_who_only_reads_gets_no_cookie(contribution: Contribution) -> None:
    reader = Client()
    for address in (of(contribution), "/fr/", reverse("consultations")):
        reader.get(address)
    assert not reader.cookies


def test_a_phase_begins_at_its_instant_all_the_same(open_consultation: Consultation, steady: SteadyClock) -> None:
    page = reverse("procedure", args=[open_consultation.number])
    starts_at = Phase.objects.get(consultation=open_consultation, key="synthesis").starts_at
    travel(to=starts_at - timedelta(seconds=0.5))
    before = visit(page).content  # type: ignore[attr-defined]
    steady.seconds += 0.4
    assert queries(page) == 0
    steady.seconds += 0.1
    travel(to=starts_at)
    assert visit(page).content != before  # type: ignore[attr-defined]
