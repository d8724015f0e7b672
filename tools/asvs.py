"""OWASP ASVS 5.0, levels 1 and 2, as ``docs/security/asvs.toml`` answers it.

``make asvs`` writes the answers into docs/security.md.
Tests hold the answers to the numbers and levels of the standard, and each test and page that they name to be there.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ANSWERS = ROOT / "docs" / "security" / "asvs.toml"
TARGET = ROOT / "docs" / "security.md"
MARK = "<!-- asvs: written by `make asvs` from docs/security/asvs.toml -->\n"
CHAPTERS = (
    "Encoding and Sanitization", "Validation and Business Logic", "Web Frontend Security", "API and Web Service",
    "File Handling", "Authentication", "Session Management", "Authorization", "Self-contained Tokens",
    "OAuth and OIDC", "Cryptography", "Secure Communication", "Configuration", "Data Protection",
    "Secure Coding and Architecture", "Security Logging and Error Handling", "WebRTC",
)  # fmt: skip
# The levels of every requirement, section by section, in the order of the standard (5.0.0).
LEVELS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123",
    "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "22",
    "3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333", "3.6": "3", "3.7": "22333",
    "4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222",
    "5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222",
    "6.1": "122", "6.2": "111111112222", "6.3": "11223333", "6.4": "112233", "6.5": "22222333", "6.6": "2223",
    "6.7": "33", "6.8": "2222",
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22",
    "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23",
    "9.1": "111", "9.2": "1222",
    "10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333", "10.5": "22222", "10.6": "22",
    "10.7": "222",
    "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23", "11.6": "23", "11.7": "33",
    "12.1": "12233", "12.2": "11", "12.3": "22223",
    "13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233",
    "14.1": "22", "14.2": "12223333", "14.3": "122",
    "15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
    "17.1": "23", "17.2": "22223333", "17.3": "22",
}  # fmt: skip
# How each state of an answer is said; in this order where they are counted.
STATES = {
    "met": "met, tested",
    "documented": "met, on paper",
    "untested": "met, not tested",
    "not_applicable": "not applicable",
    "not_met": "**not met**",
}


def asked() -> dict[str, int]:
    """The number of every requirement of levels 1 and 2, with its level."""
    return {
        f"{section}.{place}": int(level)
        for section, levels in LEVELS.items()
        for place, level in enumerate(levels, 1)
        if level != "3"
    }


@dataclass(frozen=True)
class Answer:
    """What we say of one requirement. ``says``: a reason, for the states that need one."""

    number: str
    level: int
    asks: str
    met: tuple[str, ...] = ()
    documented: tuple[str, ...] = ()
    untested: str = ""
    not_applicable: str = ""
    not_met: str = ""
    how: str = ""

    @property
    def states(self) -> list[str]:
        """One as a rule. Pages may stand beside tests."""
        given = [state for state in STATES if getattr(self, state)]
        return [state for state in given if not (state == "documented" and "met" in given)]

    @property
    def state(self) -> str:
        return self.states[0]

    @property
    def says(self) -> str:
        return self.untested or self.not_applicable or self.not_met or self.how


def answers(written: str | None = None) -> list[Answer]:
    told = tomllib.loads(ANSWERS.read_text(encoding="utf-8") if written is None else written)
    given: dict[str, dict[str, Any]] = {
        number: {name: tuple(value) if isinstance(value, list) else value for name, value in one.items()}
        for number, one in told.items()
    }
    return [Answer(number, **one) for number, one in given.items()]


@cache
def _tests_in(path: Path) -> frozenset[str]:
    found = (
        re.findall(r"^\s*def (test_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE) if path.is_file() else []
    )
    return frozenset(found)


@cache
def _anchors_in(path: Path) -> frozenset[str]:
    """The addresses of headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE) if path.is_file() else []
    return frozenset(re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)


def _is_there(test: str) -> bool:
    path, _colons, name = test.partition("::")
    return name in _tests_in(ROOT / path)


def _is_written(page: str) -> bool:
    path, sign, anchor = page.partition("#")
    return anchor in _anchors_in(ROOT / path) if sign else (ROOT / path).is_file()


def faults(given: list[Answer]) -> Iterator[str]:
    """What is wrong with the answers."""
    levels = {answer.number: answer.level for answer in given}
    yield from (f"{number}: no answer" for number in asked().keys() - levels.keys())
    yield from (f"{number}: nothing of levels 1 and 2" for number in levels.keys() - asked().keys())
    known = levels.keys() & asked().keys()
    yield from (f"{number}: of level {asked()[number]}" for number in known if levels[number] != asked()[number])
    for answer in given:
        if len(answer.states) != 1:
            yield f"{answer.number}: {' and '.join(answer.states) or 'nothing'} is said of it"
        elif answer.state not in ("met", "documented") and len(answer.says.split()) < 2:
            yield f"{answer.number}: say why"
        yield from (f"{answer.number}: {test} is not there" for test in answer.met if not _is_there(test))
        yield from (f"{answer.number}: {page} is not there" for page in answer.documented if not _is_written(page))


def _proof(test: str) -> str:
    path, _colons, name = test.partition("::")
    sentence = name.removeprefix("test_").replace("_", " ")
    return f"[{sentence}](../{path})"


def _page(page: str) -> str:
    path, _sign, anchor = page.partition("#")
    # Addresses are from docs/, where the page stands.
    shown = path.removeprefix("docs/") if path.startswith("docs/") else f"../{path}"
    return f"[{shown.removeprefix('../')}]({shown}{'#' if anchor else ''}{anchor})"


def _row(answer: Answer) -> str:
    proofs = [*map(_page, answer.documented), *map(_proof, answer.met)]
    told = "; ".join([part for part in (answer.says, *proofs) if part])
    return f"| {answer.number} | {answer.level} | {answer.asks} | {STATES[answer.state]} | {told} |"


def _chapter(answer: Answer) -> int:
    return int(answer.number.partition(".")[0])


def _counted(given: list[Answer]) -> Iterator[str]:
    yield f"| | {' | '.join(STATES.values())} | of |"
    yield f"|---|{'---|' * (len(STATES) + 1)}"
    for level in (1, 2):
        yield _counts(f"level {level}", [answer for answer in given if answer.level == level])
    yield _counts("both", given)


def _counts(name: str, given: list[Answer]) -> str:
    counted = Counter(answer.state for answer in given)
    return f"| {name} | {' | '.join(str(counted[state]) for state in STATES)} | {len(given)} |"


def written(given: list[Answer]) -> str:
    """What stands below the mark in docs/security.md."""
    lines = ["", *_counted(given), ""]
    for chapter, title in enumerate(CHAPTERS, 1):
        rows = [_row(answer) for answer in given if _chapter(answer) == chapter]
        lines += [
            f"### V{chapter} {title}",
            "",
            "| | level | asks that | state | where, or why |",
            "|---|---|---|---|---|",
        ]
        lines += [*rows, ""]
    return "\n".join(lines)


def page() -> str:
    """docs/security.md, whole: what is written by hand, then the answers."""
    by_hand = TARGET.read_text(encoding="utf-8").partition(MARK)[0]
    return by_hand + MARK + written(answers())


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
