"""What the journal costs: ``python -m tools.bench.journalling``.

On a PostgreSQL of its own that keeps what it acknowledged (fsync), four processes contribute, comment and take position
through the city's own actions, in turns with ``record`` as it is and with nothing in its place. Meanwhile one process
seals as the worker does, one commits late, and readers follow the register from the last number that they have seen.
Afterwards every committed event must stand in the register once, in a chain without a gap, and have passed before every
reader's eyes.

A program, and not to be imported: it prepares its environment before Django is loaded. Ends with 1 if an event is
missing, twice or out of the chain, or if the ratio of rates is under ``--at-least``.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from tests.machinery.environment import prepare
from tests.machinery.postgresql import Cluster
from tools.bench.database import DURABLE

FOLDER = tempfile.TemporaryDirectory(prefix="cestvous-journalling-")
CLUSTER = Cluster(Path(FOLDER.name), DURABLE)
# The one database that every new cluster has.
prepare(CLUSTER.url.replace("/cestvous?", "/postgres?"), Path(FOLDER.name))

import django  # noqa: E402 — reads the environment

django.setup()

from django.core.management import call_command  # noqa: E402 — likewise
from django.db import connections  # noqa: E402 — likewise

from tools.bench import writers  # noqa: E402 — likewise


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.bench.journalling")
    parser.add_argument("--seconds", type=float, default=3, help="how long each round lasts (%(default)s)")
    parser.add_argument("--pairs", type=int, default=10, help="rounds with and without the journal (%(default)s each)")
    parser.add_argument("--at-least", type=float, default=0, help="the ratio of rates below which to end with 1")
    asked = parser.parse_args(arguments)
    CLUSTER.start()
    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        writers.make_a_city()
        return _run(asked.seconds, asked.pairs, asked.at_least)
    finally:
        connections.close_all()
        CLUSTER.stop()
        FOLDER.cleanup()


def _run(seconds: float, pairs: int, at_least: float) -> int:
    server = CLUSTER.pid or 0
    print(f"{'':>10} {'writes/s':>9} {'CPU ms a write: processes':>26} {'server':>7} {'both':>7}")
    with writers.meanwhile() as others:
        writers.one_round(server, 2, journalled=True)  # warms caches; counts for nothing
        rounds: list[tuple[writers.Round, writers.Round]] = []
        for pair in range(pairs):
            # Whichever goes second finds larger tables: they take turns at that.
            first = bool(pair % 2)
            done = {each: writers.one_round(server, seconds, journalled=each) for each in (first, not first)}
            rounds.append((done[True], done[False]))
            for one in done.values():
                print(
                    f"{'journalled' if one.journalled else 'without':>10} {one.rate:9.1f} "
                    f"{one.processes:26.2f} {one.server:7.2f} {one.both:7.2f}",
                    flush=True,
                )
    rates = median(with_it.rate / without.rate for with_it, without in rounds)
    costs = median(without.both / with_it.both for with_it, without in rounds)
    print(f"ratio of rates, median of {pairs} pairs: {rates:.3f}; of the processor's seconds: {costs:.3f}")
    faults = writers.faults(others)
    print(
        f"{others.entries} entries, {others.late} of them committed late; sealing took {others.per_entry:.2f} ms each"
    )
    print("\n".join(faults) or "No gap, no duplicate, the chain holds, no reader skipped an entry.")
    return 1 if faults or rates < at_least else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
