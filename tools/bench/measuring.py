"""Measures a city that is there already, by its DATABASE_URL: ``python -m tools.bench.measuring PLACES ANSWER``.

A program, and not to be imported: it loads Django. ``make bench`` starts it once for each size.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402 — once Django is loaded

from tools.bench import counting, people, results, writes  # noqa: E402 — likewise
from tools.bench.load import Form, Load, LoadFailed, send  # noqa: E402 — likewise
from tools.bench.pages import PAGES, City  # noqa: E402 — likewise
from tools.bench.places import Places  # noqa: E402 — likewise
from tools.bench.plans import Plan, add_options  # noqa: E402 — likewise
from tools.bench.reading import Reading, awake  # noqa: E402 — likewise
from tools.bench.server import ServerFailed, serving  # noqa: E402 — likewise
from tools.bench.turns import Task, Turns  # noqa: E402 — likewise

# Faster than anything seen: forms are made in advance, and must not run out.
FORMS_PER_SECOND = 500
WRITERS = 60


class Measuring:
    """One size of city, from the first page to the last form. ``database``: the process of PostgreSQL."""

    def __init__(self, plan: Plan, places: Places, folder: Path, database: int) -> None:
        self.plan, self.places, self.folder, self.database = plan, places, folder, database
        self.city = City.of(places)
        self.paths = {page: page.path(self.city) for page in PAGES if plan.wants(page.name)}
        self.memory = 0.0
        self.measures: list[results.Measure] = []

    def run(self) -> results.City:
        with self._serving(keeps_pages=False) as turns:
            cookies = people.signed_in_by_form(turns.server.origin, self.places.people[0], self.places.password)
            turns.take([*self._fresh(Reading(turns.server, self.plan.seconds), cookies)], self.plan.connections)
        with self._serving(keeps_pages=True) as turns:
            reading = Reading(turns.server, self.plan.seconds)
            public = [(page, path) for page, path in self.paths.items() if not page.is_personal]
            turns.take([task for page, path in public for task in reading.kept(page.name, path)], self.plan.connections)
            self._write(turns)
        return results.City(self.plan.size, self.places.counts, self.measures, self.memory, _megabytes())

    def _fresh(self, reading: Reading, cookies: str) -> Iterator[Task]:
        for page, path in self.paths.items():
            if not page.is_personal:
                yield reading.fresh(page.name, path, results.VISITOR, counting.of_page(path))
        for page, path in self.paths.items():
            yield reading.fresh(page.name, path, results.RESIDENT, counting.of_page(path, cookies), cookies)

    def _write(self, turns: Turns) -> None:
        sessions = [people.Session(person) for person in people.found(self.places.people[:WRITERS])]
        for write in writes.WRITES:
            for over in self.plan.connections if self.plan.wants(write.name) else ():
                first, *forms = write.some(self.city, sessions, 1 + self.plan.seconds * FORMS_PER_SECOND)
                queries = counting.of_form(first)
                sending = Sending(turns.server.origin, forms, self.plan.seconds, write)
                turns.take([Task(write.name, results.RESIDENT, results.WRITE, queries, 0, sending)], [over])

    @contextmanager
    def _serving(self, *, keeps_pages: bool) -> Iterator[Turns]:
        with serving(self.folder, keeps_pages=keeps_pages) as server:
            awake(server)
            turns = Turns(server, self.database, _tell)
            yield turns
            self.memory = max(self.memory, server.memory())
        self.measures += turns.measures


class Sending:
    """Sends forms, and sees to it that each one that was accepted is there."""

    def __init__(self, origin: str, forms: Sequence[Form], seconds: int, write: writes.Write) -> None:
        self.origin, self.forms, self.seconds, self.write = origin, forms, seconds, write

    def __call__(self, connections: int) -> Load:
        there = self.write.count()
        load = send(self.origin, self.forms, connections=connections, seconds=self.seconds)
        made = self.write.count() - there
        # What was under way when the load ended may be there, or not.
        if not load.accepted <= made <= load.accepted + connections:
            raise LoadFailed(f"{self.write.name}: {load.accepted} were accepted, {made} are there")
        return load


def _megabytes() -> float:
    """How much the database weighs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database()) / 1048576.0")
        return float(cursor.fetchone()[0])


def _tell(words: str) -> None:
    print(words, flush=True)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("places", type=Path)
    parser.add_argument("answer", type=Path)
    add_options(parser)
    asked = parser.parse_args(arguments)
    plan = Plan(asked.sizes[0], asked.seconds, asked.only, asked.connections)
    try:
        measuring = Measuring(plan, Places.read(asked.places), asked.answer.parent, int(os.environ["BENCH_POSTGRESQL"]))
        measuring.run().write(asked.answer)
    except (LoadFailed, ServerFailed) as failed:
        print(f"Not measured: {failed}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
