"""What the guide says of the size of machines follows from what it says of the cost of a request."""

import re

import pytest

from tools import sizing

GUIDE = sizing.GUIDE.read_text(encoding="utf-8")


def with_costs(guide: str) -> str:
    """The guide, as if every request cost the same."""
    rows = sizing._KIND.sub(lambda row: f"| {row['kind']} | {row['share']} | 3.0 | 1.0 |", guide)
    return sizing._MEMORY.sub("| memory of a web process after load, MB | | 120 | |", rows)


def test_the_guide_says_what_follows_from_its_costs() -> None:
    assert sizing.filled(GUIDE) == GUIDE, "run `python tools/sizing.py`"


def test_a_city_and_a_large_one() -> None:
    told = sizing.filled(with_costs(GUIDE))
    assert "| **mean** | 1 | 3.00 | 1.00 |" in told
    assert "| requests per second in the busiest minute | 11 | 200 |" in told
    # 11 × 3 ms is 0.033 of a core, filled to 0.6 at most; 200 × 3 ms is 0.6.
    assert "| cores for the web | 0.1 | 1.0 |" in told
    assert "| web processes and their memory | 4 × 120 MB = 0.5 GB | 4 × 120 MB = 0.5 GB |" in told
    assert "| connections to the database | 30 | 30 |" in told
    assert sizing.filled(told) == told


def test_what_was_not_measured_is_not_made_up() -> None:
    told = sizing.filled(re.sub(r"3\.0", "…", with_costs(GUIDE), count=1))
    assert sizing.measured(told) is None
    assert "| cores for the web | … | … |" in told


def test_shares_make_up_the_whole() -> None:
    with pytest.raises(ValueError, match="whole"):
        sizing.filled(GUIDE.replace("| 0.20 |", "| 0.30 |"))


@pytest.mark.parametrize(("inhabitants", "requests"), [(10_000, 1), (110_000, 11), (2_000_000, 200)])
def test_the_formula_in_words_is_the_one_that_is_computed(inhabitants: int, requests: int) -> None:
    assert sizing.per_second(inhabitants) == pytest.approx(requests)
    assert "*R* = *N* × 0.02 × 6 × 3 / 3600 = *N* / 10 000" in GUIDE
