"""The memory of kept pages is bounded, whoever fills it; and until when a page holds."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from cestvous.foundation.journal.models import JournalState
from cestvous.web.design.dates import ago
from cestvous.web.keeping.instants import unchanged_until
from cestvous.web.keeping.memory import LARGEST_PAGE, Address, Memory, Page

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def page(content: bytes = b"x", **told: object) -> Page:
    given: dict[str, object] = {
        "recorded": 7,
        "sealed": None,
        "drawn_at": NOON,
        "until": NOON + timedelta(minutes=1),
        "etag": '"x"',
    }
    given |= {"headers": (), "content": content, "asked": 0.0, "asked_at": NOON}
    return Page(**{**given, **told})  # type: ignore[arg-type]


def at(path: str, query: str = "") -> Address:
    return ("default", "https", "city.test", path, query)


def state(recorded: int = 7, sealed: int = 3, **after: float) -> JournalState:
    return JournalState("default", recorded, sealed, NOON + timedelta(**after))


def test_what_was_asked_for_longest_ago_leaves_first() -> None:
    memory = Memory(plain=300_000)
    for number in range(3):
        memory.put(at(f"/{number}"), page(b"x" * 90_000))
    assert memory.get(at("/0")) is not None
    memory.put(at("/3"), page(b"x" * 90_000))
    assert [memory.get(at(f"/{number}")) is not None for number in range(4)] == [True, False, True, True]
    assert memory.weight <= 300_000


def test_addresses_that_somebody_makes_up_push_out_none_without_a_query_and_take_no_more_room() -> None:
    memory = Memory(asked=100_000)
    memory.put(at("/"), page())
    for number in range(2_000):
        memory.put(at("/", f"x={number}"), page())
    assert memory.get(at("/")) is not None
    assert memory.weight <= 100_000 + 5_000
    assert len(list(memory.addresses())) < 40


def test_a_page_drawn_again_takes_the_place_of_the_first() -> None:
    memory = Memory()
    memory.put(at("/"), page(b"x" * 1_000))
    before = memory.weight
    memory.put(at("/"), page(b"y" * 1_000))
    assert memory.weight == before
    kept = memory.get(at("/"))
    assert kept is not None
    assert kept.content[:1] == b"y"


def test_a_page_that_is_very_large_is_not_kept_nor_is_what_stood_there() -> None:
    memory = Memory()
    memory.put(at("/"), page())
    memory.put(at("/"), page(b"x" * (LARGEST_PAGE + 1)))
    assert (memory.get(at("/")), memory.weight) == (None, 0)


@pytest.mark.parametrize(
    ("kept", "now", "holds"),
    [
        (page(), state(), True),
        (page(), state(seconds=59.9), True),
        (page(), state(minutes=1), False),
        (page(), state(seconds=-1), False),
        (page(), state(recorded=8), False),
        (page(), state(recorded=6), False),
        (page(), state(sealed=4), True),
        (page(sealed=3), state(sealed=3), True),
        (page(sealed=3), state(sealed=4), False),
    ],
)
def test_a_page_holds_while_nothing_is_recorded_and_its_minute_lasts(
    kept: Page, now: JournalState, holds: bool
) -> None:
    assert kept.holds(now, 1.0) is holds


@pytest.mark.parametrize(
    ("second", "others", "until"),
    [(0, (), 60), (59.5, (), 60), (10, (20,), 20), (20, (20,), 60), (30, (20,), 60), (30, (20, 40.25), 40.25)],
)
def test_a_page_may_change_when_a_minute_begins_and_at_the_second_of_a_phase_that_slid(
    second: float, others: tuple[float, ...], until: float
) -> None:
    seconds = [timedelta(seconds=other) for other in others]
    assert unchanged_until(NOON + timedelta(seconds=second), seconds) == NOON + timedelta(seconds=until)


@pytest.mark.parametrize(
    ("said", "seen", "words"),
    [
        (NOON + timedelta(seconds=50), NOON + timedelta(seconds=59), "just now"),
        (NOON + timedelta(seconds=50), NOON + timedelta(seconds=60), "1 minute ago"),
        (NOON + timedelta(seconds=50), NOON + timedelta(seconds=119), "1 minute ago"),
        (NOON + timedelta(seconds=50), NOON + timedelta(minutes=2), "2 minutes ago"),
        (NOON + timedelta(seconds=50), NOON + timedelta(days=3), "3 days ago"),
    ],
)
def test_how_long_ago_something_was_changes_when_a_minute_begins(said: datetime, seen: datetime, words: str) -> None:
    with override("en"):
        assert ago(said, seen).replace("\N{NO-BREAK SPACE}", " ") == words
