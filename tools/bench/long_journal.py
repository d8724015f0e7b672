"""A long journal to check: ``python -m tools.bench.long_journal FILE``, then ``cestvous verify FILE``.

Entries such as a city's: acts on contributions, comments, findings, with the facts that they carry; a part of them
restricted. Written line by line. ``--check`` checks it at once, and says what that took of the processor.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cestvous.kernel import chain, digests

SITE = "https://participation.example"
BEGAN = datetime(2026, 3, 2, 8, tzinfo=UTC)
# Kind of event, kind of thing, names of facts: a digest and numbers.
ACTS = (
    ("contributions.submitted", "contribution", ("digest",)),
    ("contributions.commented", "contribution", ("comment", "digest")),
    ("contributions.position-taken", "contribution", ("version",)),
    ("contributions.edited", "contribution", ("digest", "version")),
    ("syntheses.finding-revised", "finding", ("digest", "mandate", "version")),
)


def lines(entries: int, restricted: int) -> Iterator[str]:
    """The lines of a journal; ``restricted`` of a hundred entries are."""
    yield chain.head(SITE, 1, digests.GENESIS)
    link = digests.GENESIS
    for number in range(1, entries + 1):
        content = _content(number)
        salt = f"{number * 0x9E3779B97F4A7C15 % 2**128:032x}"
        digest = digests.salted(salt, digests.canonical(content))
        link = digests.link(link, number, digest)
        yield chain.entry(number, digest, link, None if number % 100 < restricted else content, salt)
    yield chain.tail(entries, link)


def _content(number: int) -> dict[str, object]:
    kind, thing, names = ACTS[number % len(ACTS)]
    at = BEGAN + timedelta(milliseconds=1_733 * number)
    drawn = sha256(str(number).encode()).hexdigest()
    return {
        "kind": kind,
        "at": at.isoformat(),
        "recorded_at": (at + timedelta(microseconds=number % 9_973)).isoformat(),
        "consultation": number % 40 + 1,
        "subject": {"kind": thing, "number": number // 5 + 1},
        "actor": drawn[:22],
        "facts": {name: drawn if name == "digest" else number % 7 + 1 for name in names},
    }


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.bench.long_journal")
    parser.add_argument("file", type=Path)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--restricted", type=int, default=40, metavar="PERCENT")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args(arguments)
    with asked.file.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines(asked.entries, asked.restricted))
    print(f"{asked.file}: {asked.entries} entries, {asked.file.stat().st_size / 1e6:.0f} MB")
    if asked.check:
        began = time.process_time()
        with asked.file.open("rb") as journal:
            chain.check(journal)
        print(f"checked in {time.process_time() - began:.1f} seconds of the processor")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
