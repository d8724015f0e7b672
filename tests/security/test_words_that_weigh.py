"""Words that nobody sees, or that take a machine minutes to show."""

import time
from collections.abc import Callable
from functools import partial

import pytest
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline

from cestvous.kernel import text
from cestvous.web.differences import differences

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


@pytest.mark.parametrize("unit", ["[", "![", "[\n", "a [ ", "[[](", "[a]", "[a](b) ", "<![CDATA["])
@pytest.mark.parametrize("times", [900, LONGEST])
def test_brackets_are_read_in_few_steps(unit: str, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    steps, skip = 0, ParserInline.skipToken

    def counted(self: ParserInline, state: StateInline) -> None:
        nonlocal steps
        steps += 1
        skip(self, state)

    monkeypatch.setattr(ParserInline, "skipToken", counted)
    written = (unit * times)[:LONGEST]
    text.to_html(written)
    # Two million were needed.
    assert steps < 100_000
    assert text.to_plain(written)


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", ">- ", "> > - "])
def test_no_word_is_too_deep_to_be_shown(mark: str) -> None:
    for depth in (1, 10, 20, 38, 39, 40, 41, 100, 101, 3_000):
        written = f"Avant.\n\n{mark * depth}ce mot\n\nAprès."
        for shown in (text.to_html(written), text.to_plain(written)):
            assert "ce mot" in shown
            assert "Après." in shown


def test_what_is_too_deep_or_has_too_many_brackets_is_shown_as_it_was_typed() -> None:
    assert text.to_html("[" * 2_000 + "x](y)\nun <b> *mot*").endswith("[x](y)<br>\nun &lt;b&gt; *mot*</p>\n")
    assert text.to_html(">" * 50 + " un\n\n*deux*").endswith("&gt; un</p>\n<p>*deux*</p>\n")
    assert "<em>deux</em>" in text.to_html("[un](https://mulhouse.fr) " * 300 + "> " * 8 + "*deux*")


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
