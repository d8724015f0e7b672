"""Words that nobody sees, or that take a machine minutes to show."""

import time
from collections.abc import Callable
from functools import partial

import pytest

from cestvous.kernel import text
from cestvous.web.contributions.differences import differences

LONGEST = 20_000
# Each took between five seconds and several minutes; a slow machine under load still has a good margin.
AT_MOST_SECONDS = 4


@pytest.mark.parametrize(
    "show",
    [
        partial(text.to_html, "a" + " " * LONGEST + "b"),
        partial(text.to_html, "a" + "\u00a0" * LONGEST + "b"),
        partial(text.clean, "a" + "\u0315\u0300" * 100_000),
        partial(differences, "a " * 2_000, "b a " * 1_000),
        partial(differences, "a\n\n" * 6_000, "b\n\na\n\n" * 3_000),
    ],
    ids=["spaces", "no-break spaces", "marks", "words alike", "paragraphs alike"],
)
def test_no_text_keeps_a_machine_busy(show: Callable[[], object]) -> None:
    started = time.process_time()
    show()
    assert time.process_time() - started < AT_MOST_SECONDS


@pytest.mark.parametrize(
    "nothing",
    ["\u200d", "\u3164", "\u2800 \u2800", "\u00ad", "\ufe0f", "\u0301", "\U000e0041", "\u202e\u061c", "\ud800"],
)
def test_what_cannot_be_seen_says_nothing(nothing: str) -> None:
    assert text.clean(nothing) == ""


@pytest.mark.parametrize("seen", ["❤️", "می‌خواهم", "Việt Nam", "…", "👩‍🌾", "שָׁלוֹם"])
def test_what_can_be_seen_stays_as_it_is(seen: str) -> None:
    assert text.folded(text.clean(seen)) == text.folded(seen)
    assert text.clean(seen)


def test_marks_do_not_pile_up_over_the_neighbours() -> None:
    piled = text.clean("Z" + "\u0335\u0321" * 50 + "algo")
    assert len(piled) < 15
    assert text.clean(piled) == piled


def test_half_a_character_never_reaches_the_database() -> None:
    assert text.clean("oui\udfff") == "oui"


def test_a_line_has_one_end() -> None:
    assert text.clean("un\u2028deux\u2029trois\r\nquatre") == "un\ndeux\ntrois\nquatre"
