"""How large a machine a city needs: fills the tables of docs/operators.md from the costs that stand in its first one.

``make bench`` measures the costs of a request; whoever writes them there runs ``python tools/sizing.py`` afterwards.
"""

import math
import re
import sys
from dataclasses import dataclass
from pathlib import Path

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "operators.md"
UNKNOWN = "…"
CITIES = (110_000, 2_000_000)
# The evening on which it is on the news; the guide says the same in words.
COME_IN_THE_BUSIEST_HOUR, PAGES_EACH, BUSIEST_MINUTE = 0.02, 6, 3
WRITES = 0.02
MOST_OF_A_CORE = 0.6
THREADS, FOR_A_WORKER, FOR_HANDS, WORKERS = 4, 2, 10, 2
_COSTS = re.compile(r"(<!-- sizing:costs begin.*?-->\n)(.*?)(<!-- sizing:costs end -->)", re.DOTALL)
_CITIES = re.compile(r"(<!-- sizing:cities begin.*?-->\n)(.*?)(<!-- sizing:cities end -->)", re.DOTALL)
_KIND = re.compile(r"^\| (?P<kind>[^|*]+) \| (?P<share>0\.\d+) \| (?P<web>\S+) \| (?P<database>\S+) \|$", re.MULTILINE)
_MEMORY = re.compile(r"^\| memory of a web process after load, MB \| \| (?P<memory>\S+) \| \|$", re.MULTILINE)
_MEAN = re.compile(r"^\| \*\*mean\*\* .*$", re.MULTILINE)


@dataclass(frozen=True)
class Costs:
    """CPU for the mean request, in milliseconds, and the memory of one web process, in MB."""

    web: float
    database: float
    memory: float


def measured(guide: str) -> Costs | None:
    """What the guide's table of costs comes to; None as long as some of it has not been measured."""
    table = _COSTS.search(guide)
    if table is None:
        raise ValueError("the guide has no table of costs")
    rows, memory = list(_KIND.finditer(table[2])), _MEMORY.search(table[2])
    if not rows or memory is None or not math.isclose(sum(float(row["share"]) for row in rows), 1):
        raise ValueError("the shares in the table of costs don't make up the whole, or its rows are not as expected")
    if any(UNKNOWN in {row["web"], row["database"], memory["memory"]} for row in rows):
        return None
    web, database = (sum(float(row["share"]) * float(row[what]) for row in rows) for what in ("web", "database"))
    return Costs(web, database, float(memory["memory"]))


def per_second(inhabitants: int) -> float:
    """Requests per second in the busiest minute."""
    return inhabitants * COME_IN_THE_BUSIEST_HOUR * PAGES_EACH * BUSIEST_MINUTE / 3600


def _column(inhabitants: int, costs: Costs | None) -> list[str]:
    requests = per_second(inhabitants)
    known = [f"{requests:g}", f"{requests * WRITES:.2g}"]
    if costs is None:
        return known + [UNKNOWN] * 4
    web, database = (max(0.1, requests * cost / 1000 / MOST_OF_A_CORE) for cost in (costs.web, costs.database))
    # Two servers of two processes at least, so that one can be renewed.
    processes = max(4, math.ceil(web))
    connections = processes * THREADS + WORKERS * FOR_A_WORKER + FOR_HANDS
    memory = processes * costs.memory / 1000
    return [
        *known,
        f"{web:.1f}",
        f"{database:.1f}",
        f"{processes} × {costs.memory:g} MB = {memory:.1f} GB",
        str(connections),
    ]


def filled(guide: str) -> str:
    """The guide with what follows from its costs."""
    costs = measured(guide)
    mean = f"| {costs.web:.2f} | {costs.database:.2f} |" if costs else f"| {UNKNOWN} | {UNKNOWN} |"
    guide = _COSTS.sub(lambda found: found[1] + _MEAN.sub(f"| **mean** | 1 {mean}", found[2]) + found[3], guide)
    names = (
        "requests per second in the busiest minute",
        "of which writes",
        "cores for the web",
        "cores for the database",
        "web processes and their memory",
        "connections to the database",
    )
    columns = [_column(inhabitants, costs) for inhabitants in CITIES]
    head = " | ".join(f"{inhabitants:,} inhabitants".replace(",", " ") for inhabitants in CITIES)
    rows = "\n".join(f"| {name} | {' | '.join(cells)} |" for name, *cells in zip(names, *columns, strict=True))
    table = f"| | {head} |\n|---|---|---|\n{rows}\n"
    return _CITIES.sub(lambda found: found[1] + table + found[3], guide)


if __name__ == "__main__":
    GUIDE.write_text(filled(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.exit(0)
