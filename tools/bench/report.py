"""Shows what a run saw: as a table, or in docs/performance.md (``python -m tools.bench.report --markdown``)."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.bench.results import City, Measure, Run
from tools.bench.targets import LARGE, SMALL, judge

ROOT = Path(__file__).resolve().parents[2]
LATEST = ROOT / "var" / "bench" / "latest.json"
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- from here on by tools.bench.report -->", "<!-- until here by tools.bench.report -->"
HEADINGS = (
    "page", "who", "how", "at once", "queries", "bytes", "req/s", "ratio", "p50 ms", "p95 ms", "p99 ms", "web ms",
    "db ms", "cost", f"{LARGE}/{SMALL}",
)  # fmt: skip


def table(run: Run) -> str:
    """Everything, for people with a wide screen."""
    parts = [f"{name}: {value}" for name, value in run.facts.items()]
    for city in run.cities:
        rows = [HEADINGS, *(_row(run, city, measure) for measure in city.measures)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        parts += ["", f"{city.size}: {_about(city)}", _counts(city)]
        parts += ["  ".join(_aligned(cell, width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join([*parts, "", *map(str, judge(run))]) + "\n"


def markdown(run: Run) -> str:
    """The same for docs/performance.md, without what only a profile needs."""
    parts = ["\n".join(f"- {name}: {value}" for name, value in run.facts.items())]
    parts += ["\n".join(f"- {judgement}" for judgement in judge(run))]
    for city in run.cities:
        parts += [f"### {city.size}", f"{_counts(city)}\n{_about(city)}", "\n".join(_markdown_rows(run, city))]
    return "\n\n".join(parts) + "\n"


def placed(text: str, words: str) -> str:
    """The page with these words between its marks."""
    before, _begin, rest = text.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"{PAGE.name} lacks the lines {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{words}\n{END}{after}"


def _about(city: City) -> str:
    return f"A database of {city.database_megabytes:,.0f} MB; {city.memory:.0f} MB for the heaviest web process."


def _counts(city: City) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in city.counts.items()) + "."


def _row(run: Run, city: City, measure: Measure) -> tuple[str, ...]:
    return (
        measure.page,
        measure.who,
        measure.how,
        str(measure.connections),
        "" if measure.queries is None else str(measure.queries),
        str(measure.bytes or ""),
        f"{measure.rate:.1f}",
        f"{measure.ratio:.3f}",
        *(f"{wait:.1f}" for wait in (measure.p50, measure.p95, measure.p99, measure.web_ms, measure.database_ms)),
        f"{measure.cost:.1f}",
        _growth(run, city, measure),
    )


def _markdown_rows(run: Run, city: City) -> Iterator[str]:
    """One line for a page as one reader sees it; what changes with connections is said of each, in their order."""
    connections = list(dict.fromkeys(measure.connections for measure in city.measures))
    rows: dict[tuple[str, str, str], list[Measure]] = {}
    for measure in city.measures:
        rows.setdefault(measure.key[:3], []).append(measure)
    at = " / ".join(map(str, connections))
    headings = ("page", "who", "how", "queries", "kB", "req/s", "ratio", "p50 ms", "p95 ms", "p99 ms", "CPU ms", "cost")
    growing = city.size == LARGE and run.city(SMALL) is not None
    yield f"At {at} connections:\n"
    yield "| " + " | ".join((*headings, *([HEADINGS[-1]] if growing else []))) + " |"
    yield "|---|---|---|" + "--:|" * (len(headings) - 3 + growing)
    for (page, who, how), measures in rows.items():
        first = measures[0]
        cells = [page, who, how, "" if first.queries is None else str(first.queries)]
        cells += [f"{first.bytes / 1024:.1f}" if first.bytes else "", _each(measures, "rate", "{:.0f}")]
        cells += [_each(measures, "ratio", "{:.2f}"), *(_each(measures, wait, "{:.0f}") for wait in _WAITS)]
        cells += [_each(measures, "cpu_ms", "{:.1f}"), _each(measures, "cost", "{:.1f}")]
        cells += [" / ".join(_growth(run, city, measure) for measure in measures)] if growing else []
        yield "| " + " | ".join(cells) + " |"


_WAITS = ("p50", "p95", "p99")


def _each(measures: Sequence[Measure], name: str, form: str) -> str:
    return " / ".join(form.format(getattr(measure, name)) for measure in measures)


def _growth(run: Run, city: City, measure: Measure) -> str:
    growth = run.growth(measure, SMALL, LARGE) if city.size == LARGE else None
    return "" if growth is None else f"{growth:.2f}"


def _aligned(cell: str, width: int) -> str:
    return cell.rjust(width) if cell[:1].isdigit() else cell.ljust(width)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, nargs="?", default=LATEST, help="the file of a run")
    parser.add_argument("--markdown", action="store_true", help=f"write it into {PAGE.relative_to(ROOT)}")
    asked = parser.parse_args(arguments)
    if not asked.run.exists():
        print(f"There is no run in {asked.run}: make bench makes one.", file=sys.stderr)
        return 1
    run = Run.read(asked.run)
    if asked.markdown:
        PAGE.write_text(placed(PAGE.read_text(encoding="utf-8"), markdown(run)), encoding="utf-8")
        print(f"Written into {PAGE.relative_to(ROOT)}.")
    else:
        print(table(run), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
