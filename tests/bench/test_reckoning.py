"""What is made of figures: ratios, growth, targets, tables."""

import argparse
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from tools.bench import costs
from tools.bench.places import Places
from tools.bench.plans import Plan, add_options
from tools.bench.report import BEGIN, END, PAGE, markdown, placed, table
from tools.bench.results import FRESH, KEPT, RESIDENT, UNCHANGED, VISITOR, WRITE, City, Measure, Run
from tools.bench.targets import judge

LIST = Measure(
    page="list", who=VISITOR, how=FRESH, connections=8, queries=9, bytes=20_480, requests=500, rate=250.0, p50=30.0,
    p95=40.0, p99=50.0, web_ms=7.0, database_ms=1.0, bare_rate=1_000.0, bare_ms=2.0,
)  # fmt: skip


def a_run(*measures: Measure, large: float = 200.0, memory: float = 100.0) -> Run:
    """A run of two cities; the large one answers each page at ``large`` a second."""
    many = [replace(measure, rate=large) for measure in measures]
    return Run({"Python": "3"}, [City("1k", {}, [*measures], memory), City("100k", {}, many, memory)])


def missed(run: Run) -> list[str]:
    return [judgement.target for judgement in judge(run) if not judgement.reached]


def test_a_page_is_measured_in_bare_pages() -> None:
    assert LIST.ratio == 0.25
    assert LIST.cost == 4.0


def test_growth_is_of_ratios_so_that_a_slower_minute_is_no_growth() -> None:
    run = a_run(LIST, large=125.0)
    assert run.growth(LIST, "1k", "100k") == 2.0
    slower = replace(run.cities[1].measures[0], bare_rate=500.0)
    assert replace(run, cities=[run.cities[0], replace(run.cities[1], measures=[slower])]).growth(
        LIST, "1k", "100k"
    ) == pytest.approx(1.0)


def test_a_page_that_was_seen_in_one_city_has_not_grown() -> None:
    run = a_run(LIST)
    assert run.growth(replace(LIST, page="home"), "1k", "100k") is None
    assert run.growth(LIST, "1k", "10k") is None


def test_a_run_that_reaches_everything_misses_nothing() -> None:
    kept, unchanged = replace(LIST, how=KEPT, rate=1_100.0), replace(LIST, how=UNCHANGED, rate=2_500.0)
    run = Run({}, [City("1k", {}, [LIST, kept, unchanged], 100.0), City("100k", {}, [LIST, kept, unchanged], 149.0)])
    assert len(judge(run)) == 6
    assert not missed(run)


@pytest.mark.parametrize(
    ("run", "target"),
    [
        (a_run(replace(LIST, queries=13)), "queries"),
        (a_run(replace(LIST, who=RESIDENT, queries=17)), "queries"),
        (a_run(replace(LIST, rate=199.0)), "fresh"),
        (a_run(replace(LIST, page="contribution"), large=199.0), "fresh"),
        (a_run(replace(LIST, how=KEPT, rate=999.0), large=1_000.0), "kept"),
        (a_run(replace(LIST, how=UNCHANGED, rate=1_999.0), large=2_000.0), "not changed"),
        (a_run(replace(LIST, page="home"), large=160.0), "on every page"),
        (a_run(replace(LIST, page="search"), large=80.0), "for a search"),
        (a_run(LIST, large=250.0, memory=150.5), "MB"),
    ],
)
def test_each_target_is_missed_for_its_own_reason(run: Run, target: str) -> None:
    assert [target in each for each in missed(run)] == [True]


def test_what_is_no_page_has_no_bound_of_pages() -> None:
    run = a_run(replace(LIST, page="comment", who=RESIDENT, how=WRITE, queries=40), large=10.0)
    assert not missed(run)
    assert not missed(a_run(replace(LIST, page="search", rate=100.0), large=50.0))


def test_a_city_of_another_shape_is_judged_by_its_memory_alone() -> None:
    other = City("adhocracy", {}, [replace(LIST, rate=1.0, queries=99)], 90.0)
    assert [judgement.reached for judgement in judge(Run({}, [other]))] == [True]


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    run = a_run(LIST, replace(LIST, queries=None))
    run.write(tmp_path / "there" / "run.json")
    assert Run.read(tmp_path / "there" / "run.json") == run


def test_tables_say_every_measure_and_how_much_it_grew() -> None:
    run = a_run(LIST, replace(LIST, connections=1))
    words = table(run)
    assert words.count("\nlist ") == 4
    assert "reached: " in words
    rows = [line for line in markdown(run).splitlines() if line.startswith("| list ")]
    # One line for a page: what 8 and 1 connections came to stands in it, in that order.
    assert rows[0] == (
        "| list | visitor | fresh | 9 | 20.0 | 250 / 250 | 0.25 / 0.25 | 30 / 30 | 40 / 40 | 50 / 50 | 8.0 / 8.0 "
        "| 4.0 / 4.0 |"
    )
    assert rows[1].endswith("| 1.25 / 1.25 |")


def test_the_page_about_it_takes_a_run_between_its_marks() -> None:
    text = PAGE.read_text(encoding="utf-8")
    once = placed(text, "what was seen\n")
    assert "what was seen" in once
    assert placed(once, "something else\n").count("something else") == 1
    assert "what was seen" not in placed(once, "something else\n")
    assert (once.startswith(text.partition(BEGIN)[0]), once.endswith(text.partition(END)[2])) == (True, True)
    with pytest.raises(ValueError, match="lacks"):
        placed("nothing", "what was seen")


def test_places_are_read_with_counts_of_counts(tmp_path: Path) -> None:
    told = {
        "consultation": 8, "concluded": 6, "contribution_with_100_comments": 20, "finding": 1, "deep": "/?before=4",
        "people": ["a@bench.test"], "password": "secret", "search_word": "arbres", "more": True,
        "counts": {"journal": 5, "concluded": {"finding": 100}},
    }  # fmt: skip
    (tmp_path / "places.json").write_text(json.dumps(told), encoding="utf-8")
    assert Places.read(tmp_path / "places.json").counts == {"journal": 5, "concluded finding": 100}


def test_a_plan_is_what_was_asked_for_but_for_the_shape_of_adhocracy() -> None:
    parser = argparse.ArgumentParser()
    add_options(parser)
    asked = parser.parse_args(["--only", "list,home", "--connections", "2"])
    plan, other = Plan.of(asked, "1k"), Plan.of(asked, "adhocracy")
    assert (plan.wants("home"), plan.wants("search"), plan.connections) == (True, False, [2])
    assert (list(other.only), list(other.connections)) == (["list"], [4])
    again = parser.parse_args(plan.arguments())
    assert Plan.of(again, again.sizes[0]) == plan


def test_what_a_process_costs_is_read_from_the_machine() -> None:
    before = costs.cpu_seconds(os.getpid())
    sum(number * number for number in range(2_000_000))
    assert costs.cpu_seconds(os.getpid()) > before
    assert 5 < costs.megabytes(os.getpid()) < 5_000
    assert costs.children(2**22 + 1) == []
