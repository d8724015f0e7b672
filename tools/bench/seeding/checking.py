"""Whether what was made at once is as the actions would have made it: counted anew, stemmed anew, chained anew."""

from collections.abc import Iterator
from io import BytesIO

from django.db import connection

from cestvous.foundation.journal.models import Unsealed, journal_lines
from cestvous.foundation.sources.actions import fingerprint_of
from cestvous.foundation.sources.models import Version
from cestvous.kernel import chain, stems
from cestvous.procedure.consultations.models import Consultation
from tests.activities.counts import wrong_counts, wrong_numbers

_SAMPLE = 997


def faults() -> Iterator[str]:
    """What is wrong, in words."""
    for consultation in Consultation.objects.with_grid().order_by("number"):
        for wrong in (*wrong_counts(consultation), *wrong_numbers(consultation)):
            yield f"consultation {consultation.number}: {wrong}"
    yield from _wrong_words()
    yield from _dangling()
    if Unsealed.objects.exists():
        yield "entries of the journal wait for their seal"
    try:
        chain.check(_Lines(journal_lines()))
    except chain.BrokenChain as broken:
        yield f"journal: {broken}"


def _wrong_words() -> Iterator[str]:
    """Of one version in so many: what it is found by, and what shows that it was said twice."""
    few = Version.objects.count() < 20 * _SAMPLE
    rows = Version.objects.order_by("pk") if few else Version.objects.filter(pk__iregex=r"97$").order_by("pk")
    for version in rows.iterator():
        if version.stems != stems.stored(version.title, version.body, version.place):
            yield f"version {version.pk}: stems"
        if version.fingerprint != fingerprint_of(version.title, version.body):
            yield f"version {version.pk}: fingerprint"


def _dangling() -> Iterator[str]:
    """References were not looked up when they were written: they are now."""
    introspection = connection.introspection
    with connection.cursor() as cursor:
        for table in introspection.table_names(cursor):
            for column, (key, other) in introspection.get_relations(cursor, table).items():
                quoted = [connection.ops.quote_name(name) for name in (table, column, other, key)]
                cursor.execute(
                    "SELECT count(*) FROM {0} WHERE {1} IS NOT NULL "
                    "AND NOT EXISTS (SELECT 1 FROM {2} AS known WHERE known.{3} = {0}.{1})".format(*quoted)
                )
                (count,) = cursor.fetchone()
                if count:
                    yield f"{table}.{column}: {count} point at nothing"


class _Lines(BytesIO):
    """Lines as a file is read, one at a time."""

    def __init__(self, lines: Iterator[str]) -> None:
        super().__init__()
        self.lines = lines

    def readline(self, size: int | None = -1, /) -> bytes:
        return next(self.lines, "").encode()
