"""Time: one phase at a time, on its date if its gate is open, later ones sliding behind one that waits."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from cestvous.procedure.rules.schedule import Gate, PhaseTime, Schedule, prolong, settle, slide
from tests.procedure.rules.grids import DAY, START, calendar, lived, short, standard

MINUTE = timedelta(minutes=1)
MOMENT = timedelta(microseconds=1)


def always_open(_phase: PhaseTime) -> Sequence[object]:
    return ()


def shut_before(*keys: str) -> Gate:
    return lambda phase: ["something"] if phase.key in keys else []


def at(days: float) -> datetime:
    return START + days * DAY


# The standard calendar starts on day 0, then 14, 42, 56, 70 and 98.
ON_TIME = [
    (at(0) - MOMENT, None),
    (at(0), "presentation"),
    (at(14) - MOMENT, "presentation"),
    (at(14), "consultation"),
    (at(42) - MINUTE, "consultation"),
    (at(42), "synthesis"),
    (at(56), "debate"),
    (at(70), "decision"),
    (at(98), "follow-up"),
    (at(4000), "follow-up"),
]


@pytest.mark.parametrize(("instant", "current"), ON_TIME)
def test_exactly_one_phase_is_current_from_its_first_instant_to_the_next_ones(
    instant: datetime, current: str | None
) -> None:
    after = settle(calendar(standard()), instant, always_open).schedule
    assert (after.current.key if after.current else None) == current


def test_phases_begin_on_their_dates_however_late_anybody_looks() -> None:
    before = calendar(standard())
    settlement = settle(before, at(75), always_open)
    assert [(entered.key, entered.at, entered.slid_by) for entered in settlement.entered] == [
        ("presentation", at(0), timedelta()),
        ("consultation", at(14), timedelta()),
        ("synthesis", at(42), timedelta()),
        ("debate", at(56), timedelta()),
        ("decision", at(70), timedelta()),
    ]
    assert [phase.starts_at for phase in settlement.schedule.phases] == [phase.starts_at for phase in before.phases]


def test_settling_twice_at_the_same_instant_changes_nothing() -> None:
    once = settle(calendar(standard()), at(60), shut_before("debate"))
    again = settle(once.schedule, at(60), shut_before("debate"))
    assert again.schedule == once.schedule
    assert not again.entered


def test_a_phase_whose_gate_is_shut_waits_since_its_date_and_says_what_is_missing() -> None:
    settlement = settle(calendar(standard()), at(60), shut_before("debate"))
    assert settlement.schedule.current is not None
    assert settlement.schedule.current.key == "synthesis"
    assert settlement.schedule.waiting_since == at(56)
    assert settlement.missing == ("something",)


def test_the_acts_of_a_phase_end_on_the_announced_instant_even_while_the_next_one_waits() -> None:
    waiting = settle(calendar(standard()), at(60), shut_before("debate")).schedule
    assert waiting.period_open(at(56) - MOMENT)
    assert not waiting.period_open(at(56))
    assert not waiting.period_open(at(60))


def test_a_phase_that_waited_begins_when_its_gate_opens_and_the_later_ones_keep_their_durations() -> None:
    waiting = settle(calendar(standard()), at(60), shut_before("debate")).schedule
    settlement = settle(waiting, at(61.5), always_open)
    assert [(entered.key, entered.at, entered.slid_by) for entered in settlement.entered] == [
        ("debate", at(61.5), 5.5 * DAY)
    ]
    after = settlement.schedule
    assert after.waiting_since is None
    assert [phase.starts_at for phase in after.phases] == [at(0), at(14), at(42), at(61.5), at(75.5), at(103.5)]
    assert [phase.announced_at for phase in after.phases] == [at(0), at(14), at(42), at(56), at(70), at(98)]


def test_a_phase_that_waited_past_the_dates_of_later_ones_does_not_rush_through_them() -> None:
    waiting = settle(calendar(standard()), at(300), shut_before("debate")).schedule
    after = settle(waiting, at(300), always_open).schedule
    assert after.current is not None
    assert after.current.key == "debate"
    assert after.ends_at("debate") == at(314)


def test_the_first_phase_may_wait_too() -> None:
    waiting = settle(calendar(standard()), at(3), shut_before("presentation")).schedule
    assert waiting.current is None
    assert not waiting.period_open(at(3))
    assert settle(waiting, at(5), always_open).schedule.phases[1].starts_at == at(19)


def test_the_last_phase_has_no_end() -> None:
    last = settle(calendar(short()), at(1000), always_open).schedule
    assert last.coming is None
    assert last.ends_at("follow-up") is None
    assert last.period_open(at(100_000))
    assert not last.is_due(at(100_000))


def test_sliding_moves_what_is_to_come_and_nothing_that_was_lived() -> None:
    slid = slide(lived(calendar(standard()), 2), 10 * DAY)
    assert [phase.starts_at for phase in slid.phases] == [at(0), at(14), at(52), at(66), at(80), at(108)]
    assert slid.waiting_since is None


def test_sliding_while_a_phase_waits_moves_since_when_it_waits() -> None:
    waiting = Schedule(lived(calendar(standard()), 3).phases, at(56))
    assert slide(waiting, 10 * DAY).waiting_since == at(66)


def test_prolonging_announces_the_new_dates() -> None:
    longer = prolong(lived(calendar(standard()), 2), 7 * DAY, at(20))
    assert [phase.starts_at for phase in longer.phases] == [at(0), at(14), at(49), at(63), at(77), at(105)]
    assert [phase.announced_at for phase in longer.phases] == [at(0), at(14), at(49), at(63), at(77), at(105)]


def test_prolonging_a_phase_that_is_over_opens_it_again_from_now_on() -> None:
    waiting = Schedule(lived(calendar(standard()), 3).phases, at(56))
    longer = prolong(waiting, 7 * DAY, at(60))
    assert longer.waiting_since is None
    assert longer.period_open(at(60))
    assert [phase.starts_at for phase in longer.phases][3:] == [at(67), at(81), at(109)]
