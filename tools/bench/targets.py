"""What is to be reached, and whether a run reached it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tools.bench.plans import ADHOCRACY
from tools.bench.results import FRESH, KEPT, UNCHANGED, VISITOR, WRITE, Measure, Run

SMALL, LARGE = "1k", "100k"
GROWTH, GROWTH_OF_SEARCH = 1.5, 3.0
FRESH_RATIO, KEPT_RATIO, UNCHANGED_RATIO = 0.2, 1.0, 2.0
QUERIES_OF_VISITOR, QUERIES_OF_RESIDENT = 12, 16
MEGABYTES = 150
# A list, or a contribution, whatever one asks of them.
SHOWN_FRESH = {"list", "list-deep", "list-sorted", "list-filtered", "contribution", "contribution-10"}


@dataclass(frozen=True)
class Judgement:
    """One target: what was worst, and whether that is good enough."""

    target: str
    reached: bool
    worst: str

    def __str__(self) -> str:
        return f"{'reached' if self.reached else 'missed'}: {self.target} ({self.worst})"


@dataclass(frozen=True)
class _Seen:
    """One figure, where it was seen, and how far it is from what is asked: above 1 is too far."""

    value: float
    where: str
    excess: float


def judge(run: Run) -> list[Judgement]:
    """Each target that this run can tell of, by what came out worst."""
    judgements = [
        _judged(f"no page over {QUERIES_OF_VISITOR} queries for a visitor, {QUERIES_OF_RESIDENT} signed in",
                _queries(run), "{:.0f} queries"),
        _judged(f"a fresh list or contribution at {FRESH_RATIO} of the bare page's rate or more",
                _ratios(run, FRESH, FRESH_RATIO, lambda measure: measure.page in SHOWN_FRESH), "{:.3f}"),
        _judged(f"a kept page at {KEPT_RATIO} or more", _ratios(run, KEPT, KEPT_RATIO), "{:.2f}"),
        _judged(f"a page that has not changed at {UNCHANGED_RATIO} or more",
                _ratios(run, UNCHANGED, UNCHANGED_RATIO), "{:.2f}"),
        _judged(f"{LARGE} cost at most {GROWTH} times {SMALL} on every page",
                _growth(run, GROWTH, lambda measure: measure.page != "search"), "{:.2f} times"),
        _judged(f"{LARGE} cost at most {GROWTH_OF_SEARCH:.0f} times {SMALL} for a search",
                _growth(run, GROWTH_OF_SEARCH, lambda measure: measure.page == "search"), "{:.2f} times"),
        _judged(f"a web process under {MEGABYTES} MB after the load",
                (_Seen(city.memory, city.size, city.memory / MEGABYTES) for city in run.cities), "{:.0f} MB"),
    ]  # fmt: skip
    return [judgement for judgement in judgements if judgement]


def _judged(target: str, seen: Iterable[_Seen], form: str) -> Judgement | None:
    worst = max(seen, key=lambda each: each.excess, default=None)
    if worst is None:
        return None
    return Judgement(target, worst.excess <= 1, f"worst: {form.format(worst.value)}, {worst.where}")


def _measures(run: Run) -> Iterator[tuple[str, Measure]]:
    """The shape of adhocracy+ is there to compare with, at other connections: targets are about our own sizes."""
    for city in run.cities:
        if city.size != ADHOCRACY:
            yield from ((city.size, measure) for measure in city.measures)


def _named(size: str, measure: Measure) -> str:
    return f"{measure.page} of {size}, {measure.who}, {measure.connections} at once"


def _ratios(run: Run, how: str, least: float, of: Callable[[Measure], bool] = lambda _measure: True) -> Iterator[_Seen]:
    for size, measure in _measures(run):
        if (measure.how, measure.who) == (how, VISITOR) and of(measure):
            yield _Seen(measure.ratio, _named(size, measure), least / measure.ratio)


def _queries(run: Run) -> Iterator[_Seen]:
    for size, measure in _measures(run):
        if measure.queries is not None and measure.how != WRITE:
            most = QUERIES_OF_VISITOR if measure.who == VISITOR else QUERIES_OF_RESIDENT
            yield _Seen(measure.queries, _named(size, measure), measure.queries / most)


def _growth(run: Run, most: float, of: Callable[[Measure], bool]) -> Iterator[_Seen]:
    large = run.city(LARGE)
    for measure in large.measures if large else ():
        growth = run.growth(measure, SMALL, LARGE)
        if growth is not None and measure.how != WRITE and of(measure):
            yield _Seen(growth, _named(LARGE, measure), growth / most)
