"""What docs/security.md says of the standard is about all of it, names tests that are there, and is fresh."""

from collections import Counter

import pytest

from tools import asvs

ONE = """
["1.1.1"]
level = 2
asks = "something"
"""
TEST = "tests/architecture/test_security_page.py::test_the_standard_is_as_large_as_it_says"


def of_one(answer: str) -> list[str]:
    """What is wrong with one answer, whatever is wrong with all those that are not given."""
    return [fault for fault in asvs.faults(asvs.answers(ONE + answer)) if not fault.endswith("no answer")]


def test_the_standard_is_as_large_as_it_says() -> None:
    assert sum(len(levels) for levels in asvs.LEVELS.values()) == 345
    assert Counter(asvs.asked().values()) == {1: 70, 2: 184}
    assert {section.partition(".")[0] for section in asvs.LEVELS} == {str(n) for n in range(1, len(asvs.CHAPTERS) + 1)}


def test_every_requirement_is_answered_once_with_a_test_a_page_or_a_reason() -> None:
    assert list(asvs.faults(asvs.answers())) == []


def test_a_requirement_left_out_is_seen() -> None:
    assert "1.1.1: no answer" in list(asvs.faults(asvs.answers()[1:]))


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        (f'met = ["{TEST}"]', []),
        (f'met = ["{TEST}"]\ndocumented = ["SECURITY.md#what-we-promise"]', []),
        ('documented = ["docs/settings.md"]', []),
        ('not_applicable = "there is none"', []),
        (
            'met = ["tests/architecture/test_security_page.py::test_nothing"]',
            ["1.1.1: tests/architecture/test_security_page.py::test_nothing is not there"],
        ),
        ('met = ["tests/nowhere.py::test_nothing"]', ["1.1.1: tests/nowhere.py::test_nothing is not there"]),
        ('documented = ["docs/settings.md#nowhere"]', ["1.1.1: docs/settings.md#nowhere is not there"]),
        ('documented = ["docs/nowhere.md"]', ["1.1.1: docs/nowhere.md is not there"]),
        ("", ["1.1.1: nothing is said of it"]),
        ("met = []", ["1.1.1: nothing is said of it"]),
        ('not_met = "no"', ["1.1.1: say why"]),
        (f'met = ["{TEST}"]\nnot_met = "half of it"', ["1.1.1: met and not_met is said of it"]),
    ],
)
def test_an_answer_that_proves_nothing_is_seen(answer: str, wrong: list[str]) -> None:
    assert of_one(answer) == wrong


def test_an_answer_to_what_is_not_asked_is_seen() -> None:
    strange = asvs.answers('["1.2.10"]\nlevel = 3\nasks = "x"\nnot_met = "not for us"')
    assert "1.2.10: nothing of levels 1 and 2" in list(asvs.faults(strange))
    wrong = asvs.answers('["1.1.1"]\nlevel = 1\nasks = "x"\nnot_met = "not for us"')
    assert "1.1.1: of level 2" in list(asvs.faults(wrong))


def test_the_page_says_what_the_answers_say() -> None:
    assert asvs.TARGET.read_text(encoding="utf-8") == asvs.page(), "run `make asvs`"
    assert all(f"| {number} | {level} |" in asvs.page() for number, level in asvs.asked().items())
