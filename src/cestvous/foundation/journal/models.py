"""Events, and the seals that number and chain them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models

from cestvous.kernel import chain, digests
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
