"""Recording an act, and sealing what has been recorded."""

import logging
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from django.db import OperationalError, connection, transaction
from django.db.models.expressions import RawSQL

from cestvous.foundation.journal.events import EventKind
from cestvous.foundation.journal.models import Event, Seal, Unsealed
from cestvous.kernel import clock, digests
from cestvous.kernel.databases.reading import reads_replica
from cestvous.kernel.references import Reference

logger = logging.getLogger(__name__)
# Any number that no other part of this database locks: "registre" on a telephone's keys.
SEALER_LOCK = 7344_7873
AT_MOST = 1_000
# So many rows go into one statement.
IN_A_STATEMENT = 1_000
# After so many turns other work is due: 20,000 events, some two seconds.
TURNS = 20

Fact = str | int | bool | None
Facts = dict[str, Fact]
_OLDEST_OPEN = RawSQL("pg_snapshot_xmin(pg_current_snapshot())::text::bigint", ())
_NOT_BEGUN = RawSQL("pg_snapshot_xmax(pg_current_snapshot())::text::bigint", ())
_IDENTIFIER = re.compile(r"[\w.:+/-]{0,80}", re.ASCII)


class WordsInTheJournal(ValueError):
    """A fact holds words. The journal never does: they could not be erased from it."""


def record(
    kind: EventKind, *, on: Reference, at: datetime, actor: str = "", facts: Mapping[str, Fact] | None = None
) -> Event:
    """Append an event to the journal, in the caller's transaction.

    ``actor`` is the public identifier of an author, or empty when nobody acts (a phase that begins). ``facts`` are
    identifiers, numbers and digests. Raises WordsInTheJournal for anything that could be somebody's words, and
    RuntimeError outside a transaction: the event must live or die with the act.
    """
    event = _event(kind, on, at, actor, facts or {})
    return _at_once(event) if connection.vendor == "postgresql" else _one_after_the_other(event)


def record_many(kind: EventKind, *, about: Iterable[tuple[Reference, Facts]], at: datetime, actor: str = "") -> None:
    """``record`` one event about each of these things: as many as one act concerns, in few statements."""
    recorded_at, on_postgresql = clock.now(), connection.vendor == "postgresql"
    written_by = RawSQL("pg_current_xact_id()::text::bigint", ()) if on_postgresql else 0
    events = [_event(kind, on, at, actor, facts) for on, facts in about]
    for event in events:
        event.recorded_at = recorded_at
    made = Event.objects.bulk_create(events, batch_size=IN_A_STATEMENT)
    waiting = (Unsealed(event=event, transaction=written_by) for event in made)
    Unsealed.objects.bulk_create(waiting, batch_size=IN_A_STATEMENT)


def _event(kind: EventKind, on: Reference, at: datetime, actor: str, facts: Mapping[str, Fact]) -> Event:
    if not connection.in_atomic_block:
        raise RuntimeError("an event is recorded within the transaction of its act")
    for name, fact in facts.items():
        if isinstance(fact, str) and not _IDENTIFIER.fullmatch(fact):
            raise WordsInTheJournal(f"{kind.name}: {name} must be an identifier, a number or a digest")
    return Event(
        kind=kind.name,
        at=at,
        consultation=on.consultation,
        subject_kind=on.kind,
        subject_number=on.number,
        actor=actor,
        facts=dict(facts),
        public=kind.public,
    )


def _at_once(event: Event) -> Event:
    """Both rows, the clock and the transaction's number in one statement: whoever writes holds locks meanwhile."""
    fields = [field for field in Event._meta.concrete_fields if field.attname not in ("id", "recorded_at")]
    columns = ", ".join(field.attname for field in fields)
    values = [field.get_db_prep_save(getattr(event, field.attname), connection) for field in fields]
    statement = f"""
        WITH event AS (
            INSERT INTO {Event._meta.db_table} ({columns}, recorded_at)
            VALUES ({"%s, " * len(fields)} COALESCE(%s::timestamptz, clock_timestamp()))
            RETURNING id, recorded_at
        ), waiting AS (
            INSERT INTO {Unsealed._meta.db_table} (event_id, transaction)
            SELECT id, pg_current_xact_id()::text::bigint FROM event
        )
        SELECT id, recorded_at FROM event"""  # noqa: S608 — our own tables and columns
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, clock.standing()])
        event.pk, recorded_at = cursor.fetchone()
    event.recorded_at = recorded_at.astimezone(UTC)
    event._state.adding, event._state.db = False, connection.alias
    return event


def _one_after_the_other(event: Event) -> Event:
    """The same where writers are serial, and every row that can be seen may be sealed."""
    event.recorded_at = clock.now()
    event.save()
    Unsealed.objects.create(event=event)
    return event


@transaction.atomic
def seal(at_most: int = AT_MOST, *, patiently: bool = True) -> int:
    """Number and chain committed events that wait for it, ``at_most`` at once. Returns how many.

    Never passes an open transaction: on PostgreSQL an event is sealed only when every transaction that began before
    its own ended has ended too, so that a late commit can't slip in behind a number already given. Sealers take turns;
    one who is not ``patiently`` there leaves it to the one who is sealing.
    """
    ready = Unsealed.objects.order_by("event_id").select_related("event")
    if connection.vendor == "postgresql":
        if not _takes_its_turn(patiently):
            return 0
        # One statement, hence one snapshot, for the rows and for what is still open. A visible row "from the future"
        # comes from another cluster, by a restored backup: it was committed long ago.
        ready = ready.exclude(transaction__gte=_OLDEST_OPEN, transaction__lt=_NOT_BEGUN)
    waiting = list(ready[:at_most])
    if not waiting:
        return 0
    last = Seal.objects.order_by("-number").first()
    number, previous = (last.number, last.link) if last else (0, digests.GENESIS)
    seals = []
    for unsealed in waiting:
        number += 1
        digest = unsealed.event.digest()
        previous = digests.link(previous, number, digest)
        seals.append(Seal(number=number, event=unsealed.event, digest=digest, link=previous))
    Seal.objects.bulk_create(seals)
    Unsealed.objects.filter(pk__in=[unsealed.pk for unsealed in waiting]).delete()
    return len(seals)


def seal_what_waits() -> int:
    """Seal AT_MOST events at once while there are as many, TURNS times at most. Returns how many."""
    sealed = 0
    for _turn in range(TURNS):
        number = seal(AT_MOST)
        sealed += number
        if number < AT_MOST:
            break
    return sealed


def _takes_its_turn(patiently: bool) -> bool:
    """Hold the sealer's lock until the transaction ends; False if another holds it and one would not wait."""
    with connection.cursor() as cursor:
        if patiently:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALER_LOCK])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        (is_ours,) = cursor.fetchone()
    return bool(is_ours)


def seal_for_reading() -> None:
    """Before the register is read: seal what waits, so that it holds the newest acts whether or not a worker runs.

    This writes although somebody only reads, as entering a phase on its date does: the acts are done already, and get
    their numbers. It costs one query where a worker has been; it seals AT_MOST events at once; it doesn't wait for
    another sealer; and where a long write keeps the database (SQLite), or a replica is read, the register is read as it
    stands.
    """
    if reads_replica() or not Unsealed.objects.exists():
        return
    try:
        seal(patiently=False)
    except OperationalError:
        logger.warning("The register is read unsealed: the database is kept by another write.", exc_info=True)
