"""The journal as a file that anyone can check: how its lines are written, and what is wrong with one that was altered.

docs/journal-format.md is the public description. No database here, no settings and no network.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, NoReturn

from cestvous.kernel.digests import canonical, link, salted

FORMAT, VERSION = "cestvous-journal", 1
LONGEST_LINE = 65_536
_BOM = b"\xef\xbb\xbf"
_TICK = 10_000


class Fault(StrEnum):
    """What can be wrong with a line."""

    NOT_UTF8 = "not_utf8"
    TOO_LONG = "too_long"
    NOT_JSON = "not_json"
    NOT_AS_WRITTEN = "not_as_written"
    NOT_A_JOURNAL = "not_a_journal"
    UNKNOWN_VERSION = "unknown_version"
    NUMBER = "number"
    DIGEST = "digest"
    LINK = "link"
    NO_END = "no_end"
    WRONG_END = "wrong_end"
    AFTER_THE_END = "after_the_end"


class BrokenChain(ValueError):
    """The first line at fault (counted from 1), and the number of the entry that should stand there, if any."""

    def __init__(self, fault: Fault, line: int, number: int | None = None) -> None:
        super().__init__(f"line {line}: {fault}")
        self.fault, self.line, self.number = fault, line, number


@dataclass(frozen=True)
class Checked:
    """A download that holds together. ``first`` and ``last`` are entry numbers; ``last`` is ``first - 1`` if it is
    empty. ``found``: the link that was looked for is among its own."""

    site: str
    first: int
    last: int
    restricted: int
    link_before: str
    last_link: str
    found: bool

    @property
    def count(self) -> int:
        return self.last - self.first + 1


def head(site: str, first: int, link_before: str) -> str:
    """The first line: ``link_before`` is the link of the entry before number ``first``."""
    return _line({"format": FORMAT, "version": VERSION, "site": site, "first": first, "link_before": link_before})


def entry(number: int, digest: str, link: str, content: Mapping[str, object] | None, salt: str) -> str:
    """The line of one entry; without ``content``, that of a restricted one."""
    shown: dict[str, object] = {"restricted": True} if content is None else {"content": content, "salt": salt}
    return _line({"number": number, "digest": digest, "link": link, **shown})


def tail(count: int, last_link: str) -> str:
    """The last line, without which a download was interrupted."""
    return _line({"end": True, "count": count, "last_link": last_link})


def _line(fields: Mapping[str, object]) -> str:
    return canonical(fields).decode() + "\n"


def check(file: BinaryIO, *, wanted: str = "", progress: Callable[[int], None] = lambda count: None) -> Checked:
    """Recompute a downloaded journal. Raises BrokenChain at its first fault.

    ``wanted`` is a link to look for; ``progress`` is told from time to time how many entries were checked.
    """
    lines = _lines(file)
    position, first_line = next(lines, (1, b""))
    site, first, before = _read_head(first_line, position)
    number, previous, restricted, found = first - 1, before, 0, wanted == before
    for position, raw in lines:
        fields = _parsed(raw, position, number + 1)
        if "end" in fields:
            if raw != tail(number - first + 1, previous).rstrip("\n").encode():
                raise BrokenChain(Fault.WRONG_END, position)
            for after, _rest in lines:
                raise BrokenChain(Fault.AFTER_THE_END, after)
            return Checked(site, first, number, restricted, before, previous, found)
        number += 1
        previous = _checked(fields, raw, position, number, previous)
        restricted += "restricted" in fields
        found = found or previous == wanted
        if not number % _TICK:
            progress(number - first + 1)
    raise BrokenChain(Fault.NO_END, position + 1, number + 1)


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Lines with their position, without their ends: a file that went through Windows is still the same."""
    position = 0
    while raw := file.readline(LONGEST_LINE + 1):
        position += 1
        if len(raw) > LONGEST_LINE:
            raise BrokenChain(Fault.TOO_LONG, position)
        yield position, raw.removeprefix(_BOM).rstrip(b"\r\n") if position == 1 else raw.rstrip(b"\r\n")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_JSON = json.JSONDecoder(parse_constant=_refuse_constant)


def _parsed(raw: bytes, position: int, number: int | None = None) -> dict[str, object]:
    try:
        fields = _JSON.decode(raw.decode())
    except UnicodeDecodeError:
        raise BrokenChain(Fault.NOT_UTF8, position, number) from None
    except (ValueError, RecursionError):
        raise BrokenChain(Fault.NOT_JSON, position, number) from None
    if not isinstance(fields, dict):
        raise BrokenChain(Fault.NOT_JSON, position, number)
    return fields


def _read_head(raw: bytes, position: int) -> tuple[str, int, str]:
    fields = _parsed(raw, position)
    site, first, before = fields.get("site"), fields.get("first"), fields.get("link_before")
    if fields.get("format") != FORMAT:
        raise BrokenChain(Fault.NOT_A_JOURNAL, position)
    if fields.get("version") != VERSION:
        raise BrokenChain(Fault.UNKNOWN_VERSION, position)
    if not (isinstance(site, str) and isinstance(first, int) and isinstance(before, str)) or first < 1:
        raise BrokenChain(Fault.NOT_A_JOURNAL, position)
    if raw != head(site, first, before).rstrip("\n").encode(errors="replace"):
        raise BrokenChain(Fault.NOT_AS_WRITTEN, position)
    return site, first, before


def _checked(fields: dict[str, object], raw: bytes, position: int, number: int, previous: str) -> str:
    """The link of the entry that should have this number and follow ``previous``."""

    def broken(fault: Fault) -> BrokenChain:
        return BrokenChain(fault, position, number)

    content, salt, digest = fields.get("content"), fields.get("salt", ""), fields.get("digest")
    if fields.get("number") != number:
        raise broken(Fault.NUMBER)
    if not isinstance(digest, str) or not isinstance(salt, str):
        raise broken(Fault.DIGEST)
    if "restricted" not in fields:
        if not isinstance(content, dict):
            raise broken(Fault.DIGEST)
        try:
            recomputed = salted(salt, canonical(content))
        except (ValueError, RecursionError):  # half a character, an infinite number, a bottomless nest
            raise broken(Fault.NOT_JSON) from None
        if recomputed != digest:
            raise broken(Fault.DIGEST)
    expected = link(previous, number, digest)
    if fields.get("link") != expected:
        raise broken(Fault.LINK)
    # Whoever reads the line must read what was checked: nothing twice, nothing beside it, nothing spelt otherwise.
    shown = content if isinstance(content, dict) else None
    if raw != entry(number, digest, expected, shown, salt).rstrip("\n").encode():
        raise broken(Fault.NOT_AS_WRITTEN)
    return expected
