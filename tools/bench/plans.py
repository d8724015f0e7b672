"""What of each size of city is measured, and for how long."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

ADHOCRACY = "adhocracy"
SIZES = ("1k", "10k", "100k", ADHOCRACY)
# What was measured of adhocracy+: its list of ideas, an idea, ten comments, and saving one.
LIKE_ADHOCRACY = ("list", "contribution-10", "contribution", "comment")
# Kept pages answer thousands of times a second: it does not take long to know.
SECONDS, SECONDS_KEPT = 2, 1


@dataclass(frozen=True)
class Plan:
    """``only``: the pages and writes that were asked for by name; all of them if none was."""

    size: str
    seconds: int = SECONDS
    only: Sequence[str] = ()
    connections: Sequence[int] = (1, 8)

    @classmethod
    def of(cls, asked: argparse.Namespace, size: str) -> "Plan":
        if size == ADHOCRACY:
            only = [name for name in LIKE_ADHOCRACY if not asked.only or name in asked.only]
            return cls(size, asked.seconds, only, (4,))
        return cls(size, asked.seconds, asked.only, asked.connections)

    def wants(self, name: str) -> bool:
        return not self.only or name in self.only

    def arguments(self) -> list[str]:
        """As they are said on the command line of ``tools.bench.measuring``."""
        lists = {"--only": ",".join(self.only), "--connections": ",".join(map(str, self.connections))}
        said = [part for name, value in lists.items() if value for part in (name, value)]
        return ["--sizes", self.size, "--seconds", str(self.seconds), *said]


def add_options(parser: argparse.ArgumentParser) -> None:
    """What decides about the plan."""
    parser.add_argument("--sizes", type=names, default=list(SIZES), help=f"some of {','.join(SIZES)}")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="for each measure")
    parser.add_argument("--only", type=names, default=[], help="pages and writes by name, separated by commas")
    parser.add_argument(
        "--connections", type=lambda words: [int(word) for word in names(words)], default=[1, 8], help="as many at once"
    )


def names(words: str) -> list[str]:
    return [word for word in words.split(",") if word]
