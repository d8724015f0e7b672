"""Time: half-open periods in UTC, and walls whose clocks change twice a year."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cestvous.kernel import clock
from cestvous.kernel.periods import ImpossibleTime, Period, from_wall_clock

PARIS = ZoneInfo("Europe/Paris")
instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
lengths = st.timedeltas(timedelta(seconds=1), timedelta(days=400))


@given(instants, lengths)
def test_a_period_holds_its_beginning_and_not_its_end(start: datetime, length: timedelta) -> None:
    period = Period(start, start + length)
    assert start in period
    assert start + length not in period
    assert start + length - timedelta(microseconds=1) in period
    assert start - timedelta(microseconds=1) not in period


@given(instants, lengths, instants)
def test_periods_that_follow_one_another_hold_each_instant_once(
    start: datetime, length: timedelta, instant: datetime
) -> None:
    first, second = Period(start, start + length), Period(start + length)
    assert (instant in first) + (instant in second) == (instant >= start)


@given(instants, lengths, lengths)
def test_moving_a_period_keeps_its_length(start: datetime, length: timedelta, by: timedelta) -> None:
    moved = Period(start, start + length).moved(by)
    assert moved.ends_at is not None
    assert moved.ends_at - moved.starts_at == length
    assert Period(start).moved(by) == Period(start + by)


@given(instants)
def test_what_the_wall_shows_is_the_instant_it_stands_for_or_is_refused(instant: datetime) -> None:
    wall = instant.astimezone(PARIS).replace(tzinfo=None, fold=0)
    try:
        assert from_wall_clock(wall, PARIS) == instant
    except ImpossibleTime:
        other = instant + timedelta(hours=1), instant - timedelta(hours=1)
        assert wall in [moment.astimezone(PARIS).replace(tzinfo=None, fold=0) for moment in other]


@pytest.mark.parametrize(
    ("wall", "instant"),
    [
        (datetime(2026, 3, 29, 1, 59), datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),  # noqa: DTZ001
        (datetime(2026, 3, 29, 3, 0), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),  # noqa: DTZ001
        (datetime(2026, 10, 25, 1, 59), datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),  # noqa: DTZ001
        (datetime(2026, 10, 25, 3, 0), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),  # noqa: DTZ001
    ],
)
def test_the_hours_around_a_change_are_what_they_say(wall: datetime, instant: datetime) -> None:
    assert from_wall_clock(wall, PARIS) == instant


@pytest.mark.parametrize(
    "wall",
    [
        datetime(2026, 3, 29, 2, 0),  # noqa: DTZ001
        datetime(2026, 3, 29, 2, 59),  # noqa: DTZ001
        datetime(2026, 10, 25, 2, 0),  # noqa: DTZ001
        datetime(2026, 10, 25, 2, 59),  # noqa: DTZ001
    ],
)
def test_an_hour_that_is_left_out_or_comes_twice_is_refused(wall: datetime) -> None:
    with pytest.raises(ImpossibleTime):
        from_wall_clock(wall, PARIS)


def test_one_stands_only_at_an_instant_with_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2026, 3, 2)):  # noqa: DTZ001
        pass


def test_standing_at_an_instant_ends() -> None:
    before = clock.now()
    with clock.at(datetime(2020, 1, 1, tzinfo=UTC)):
        assert clock.now() == datetime(2020, 1, 1, tzinfo=UTC)
        with clock.at(datetime(2019, 1, 1, tzinfo=PARIS)):
            assert clock.now().year == 2018
        assert clock.now().year == 2020
    assert clock.now() == before
