"""What a long download takes: ``python -m tools.bench.long_export [--rows 250000]``.

Fills a consultation on a PostgreSQL of its own, and takes it away as its pages offer it: the whole, and the table of
contributions. Says how soon the first bytes are there, what the rest took of the processor, and by how much the memory
of the process grew over that of the first tenth.

A program, and not to be imported: it prepares its environment before Django is loaded.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from tests.machinery.environment import prepare
from tests.machinery.postgresql import Cluster

FOLDER = tempfile.TemporaryDirectory(prefix="cestvous-export-")
CLUSTER = Cluster(Path(FOLDER.name))
# The one database that every new cluster has.
prepare(CLUSTER.url.replace("/cestvous?", "/postgres?"), Path(FOLDER.name))

import django  # noqa: E402 — reads the environment

django.setup()

from django.core.management import call_command  # noqa: E402 — likewise
from django.db import connection, connections, transaction  # noqa: E402 — likewise
from django.test import Client  # noqa: E402 — likewise
from django.urls import reverse  # noqa: E402 — likewise

from cestvous.activities.contributions.models import Contribution  # noqa: E402 — likewise
from cestvous.foundation.authors.models import Author, AuthorKind  # noqa: E402 — likewise
from cestvous.foundation.discussions.actions import open_threads  # noqa: E402 — likewise
from cestvous.foundation.discussions.models import Thread  # noqa: E402 — likewise
from cestvous.foundation.mandates.models import Role  # noqa: E402 — likewise
from cestvous.foundation.sources.actions import Text, publish_many  # noqa: E402 — likewise
from cestvous.foundation.sources.models import Source, Version  # noqa: E402 — likewise
from cestvous.kernel import clock  # noqa: E402 — likewise
from cestvous.kernel.references import Reference  # noqa: E402 — likewise
from cestvous.procedure.consultations.models import Activity, Consultation  # noqa: E402 — likewise
from tests.factories import a_consultation, a_person, activity, appointed  # noqa: E402 — likewise

AT_ONCE = 1_000
WORDS = "Il manque des bancs **à l'ombre** devant l'école. " * 8


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.bench.long_export")
    parser.add_argument("--rows", type=int, default=250_000)
    rows = parser.parse_args(arguments).rows
    CLUSTER.start()
    try:
        call_command("migrate", verbosity=0, interactive=False)
        consultation = _consultation(rows)
        for name, extra in (("takeaway_whole", ()), ("takeaway_table", ("contributions",))):
            _take(reverse(name, args=[consultation.number, *extra]), rows)
    finally:
        connections.close_all()
        CLUSTER.stop()
        FOLDER.cleanup()
    return 0


def _consultation(rows: int) -> Consultation:
    with clock.at(clock.now() - timedelta(days=30)):
        agent, official = a_person("Nadia Weber"), a_person("Claire Muller")
        appointed(agent, Role.AGENT, "chargée de participation")
        appointed(official, Role.OFFICIAL, "adjointe à l'urbanisme")
        consultation = a_consultation(agent, official)
    author = Author.objects.create(kind=AuthorKind.IMPORTED, name="Anne (ailleurs)")
    about = activity(consultation, "contributions")
    _say(about, author, range(1, AT_ONCE + 1))
    _repeat(rows // AT_ONCE - 1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return consultation


@transaction.atomic
def _say(about: Activity, author: Author, numbers: range) -> None:
    references = [Reference("contribution", number, about.consultation.number) for number in numbers]
    texts = [
        Text(reference=each, author=author, title=f"N° {each.number}", body=WORDS, at=clock.now())
        for each in references
    ]
    said = zip(numbers, publish_many(texts), open_threads(under=references), strict=True)
    Contribution.objects.bulk_create(
        Contribution(activity=about, number=number, source=source, thread=thread) for number, source, thread in said
    )


# What holds the number of a row, or that of another that is copied with it.
MOVED = {"id", "number", "source_id", "current_id", "thread_id"}


@transaction.atomic
def _repeat(copies: int) -> None:
    """The rows that were made, so many times more, each AT_ONCE further on; by the database itself."""
    for model in (Source, Version, Thread, Contribution):
        columns = [field.attname for field in model._meta.concrete_fields]
        # Every version is a first one.
        moved = MOVED - {"number"} if model is Version else MOVED
        values = [f"{column} + copy * {AT_ONCE}" if column in moved else column for column in columns]
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} "
                f"FROM {table}, generate_series(1, {copies}) AS copy WHERE id <= {AT_ONCE}"
            )


def _take(address: str, rows: int) -> None:
    asked, began = time.monotonic(), time.process_time()
    chunks = iter(Client(SERVER_NAME="localhost").get(address, secure=True))
    last, lines = next(chunks), 0
    size = len(last)
    first_after, early = time.monotonic() - asked, 0
    for chunk in chunks:
        size, lines, last = size + len(chunk), lines + chunk.count(b"\n"), chunk
        if not early and lines > rows / 10:
            early = _resident()
    print(
        f"{address}: {size / 1e6:.0f} MB, the first bytes after {first_after:.2f} s, "
        f"{time.process_time() - began:.1f} s of the processor, memory {early / 1e6:.0f} MB after a tenth, "
        f"{_resident() / 1e6:.0f} MB in the end; ends with {last.decode(errors='replace').splitlines()[-1]}"
    )


def _resident() -> int:
    """The bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4_096


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
