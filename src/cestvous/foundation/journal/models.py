"""Events, and the seals that number and chain them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import connections, models, router

from cestvous.kernel import chain, clock, digests
from cestvous.kernel.personal_data import NOTHING_PERSONAL, PersonalData
from cestvous.kernel.references import Reference


class AppendOnly(TypeError):
    """Somebody tried to change or drop an entry of the journal."""


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> EventQuerySet:
        return self.filter(public=True)

    def of(self, reference: Reference) -> EventQuerySet:
        """Everything recorded about one thing."""
        return self.filter(
            consultation=reference.consultation, subject_kind=reference.kind, subject_number=reference.number
        )

    def update(self, **values: object) -> NoReturn:
        raise AppendOnly("the journal is append-only")

    def delete(self) -> NoReturn:
        raise AppendOnly("the journal is append-only")


class Event(models.Model):
    """One official act. ``at`` is the instant that counts; ``recorded_at`` when it was written down."""

    kind = models.CharField(max_length=80)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    consultation = models.PositiveIntegerField(null=True)
    subject_kind = models.CharField(max_length=40)
    subject_number = models.PositiveBigIntegerField()
    actor = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    public = models.BooleanField()
    salt = models.CharField(max_length=32, default=digests.new_salt)

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL
    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["consultation", "subject_kind", "subject_number"], name="events_of_a_thing"),
            models.Index(fields=["kind"], name="events_of_a_kind"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("the journal is append-only")
        super().save(*args, **kwargs)

    @property
    def reference(self) -> Reference:
        return Reference(self.subject_kind, self.subject_number, self.consultation)

    def content(self) -> dict[str, object]:
        """What the digest covers, in the form in which it is downloaded."""
        return {
            "kind": self.kind,
            "at": self.at.isoformat(),
            "recorded_at": self.recorded_at.isoformat(),
            "consultation": self.consultation,
            "subject": {"kind": self.subject_kind, "number": self.subject_number},
            "actor": self.actor,
            "facts": self.facts,
        }

    def digest(self) -> str:
        return digests.salted(self.salt, digests.canonical(self.content()))

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise AppendOnly("the journal is append-only")


class Unsealed(models.Model):
    """An event that waits for its number, and the database transaction that wrote it (PostgreSQL's xid8)."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="+")
    transaction = models.BigIntegerField(default=0)

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL

    def __str__(self) -> str:
        return f"event {self.event_id}"


class SealQuerySet(models.QuerySet["Seal"]):
    def between(self, after: int, last: int) -> SealQuerySet:
        """Those numbered above ``after``, up to and with ``last``, in order, with their events."""
        return self.filter(number__gt=after, number__lte=last).select_related("event").order_by("number")

    def last_numbered(self, at_most: int | None = None) -> Seal | None:
        """The last seal, or the last whose number is ``at_most`` this one."""
        seals = self if at_most is None else self.filter(number__lte=at_most)
        return seals.order_by("-number").first()


class Seal(models.Model):
    """The number of an event in the register and its link in the chain. Numbers have no gap."""

    number = models.PositiveBigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, models.PROTECT)
    digest = models.CharField(max_length=64)
    link = models.CharField(max_length=64)

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL
    objects = SealQuerySet.as_manager()

    def __str__(self) -> str:
        return f"n° {self.number}"

    def as_line(self) -> str:
        """The entry as it is downloaded: of a restricted event, nothing but its number, digest and link."""
        event = self.event
        content, salt = (event.content(), event.salt) if event.public else (None, "")
        return chain.entry(self.number, self.digest, self.link, content, salt)


PER_QUERY = 1_000


def journal_lines(after: int = 0) -> Iterator[str]:
    """The sealed journal as it is downloaded (docs/journal-format.md), from the entry after number ``after``.

    Memory stays constant: entries are read PER_QUERY at a time, up to the last one sealed when the first line is asked
    for. An ``after`` beyond the last entry gives a download without entries.
    """
    last = Seal.objects.last_numbered()
    before = Seal.objects.last_numbered(at_most=after)
    number, link = (before.number, before.link) if before else (0, digests.GENESIS)
    yield chain.head(settings.SITE_URL, number + 1, link)
    count = 0
    while last is not None and number < last.number:
        for seal in Seal.objects.between(number, last.number)[:PER_QUERY]:
            yield seal.as_line()
            count, number, link = count + 1, seal.number, seal.link
    yield chain.tail(count, link)


@dataclass(frozen=True)
class JournalState:
    """How many events are committed and up to which number they are sealed, as the database ``using`` has it at ``at``.

    ``recorded`` grows with every commit that records something, a late one too, and with nothing else. It is None
    while so many events wait for the sealer that counting them would cost too much.
    """

    using: str
    recorded: int | None
    sealed: int
    at: datetime


def journal_state(count_at_most: int = PER_QUERY) -> JournalState:
    """Where the journal stands: one query, on the database from which the journal is read."""
    using = router.db_for_read(Seal)
    database = connections[using]
    present = "clock_timestamp()" if database.vendor == "postgresql" else "NULL"
    # One statement, hence one snapshot: an event that is being sealed is counted once, on one side or the other.
    with database.cursor() as cursor:
        cursor.execute(_STATE.format(now=present), [count_at_most + 1])
        sealed, waiting, at = cursor.fetchone()
    recorded = sealed + waiting if waiting <= count_at_most else None
    return JournalState(using, recorded, sealed, clock.told(at))


_STATE = (
    f"SELECT COALESCE((SELECT MAX(number) FROM {Seal._meta.db_table}), 0),"  # noqa: S608 — our own tables
    f" (SELECT COUNT(*) FROM (SELECT 1 FROM {Unsealed._meta.db_table} LIMIT %s) AS waiting), {{now}}"
)


def recompute() -> tuple[int, str]:
    """Recompute every seal, those of restricted events too: how many there are, and the last link.

    Raises BrokenChain at the first that does not hold. Memory stays constant.
    """
    number, link = 0, digests.GENESIS
    last = Seal.objects.last_numbered()
    while last is not None and number < last.number:
        for seal in Seal.objects.between(number, last.number)[:PER_QUERY]:
            number += 1
            if seal.number != number:
                raise chain.BrokenChain(chain.Fault.NUMBER, number, number)
            if seal.event.digest() != seal.digest:
                raise chain.BrokenChain(chain.Fault.DIGEST, number, number)
            link = digests.link(link, number, seal.digest)
            if seal.link != link:
                raise chain.BrokenChain(chain.Fault.LINK, number, number)
    return number, link
