"""Events, and the seals that number and chain them."""

from __future__ import annotations

from typing import ClassVar, NoReturn

from django.db import models

from cestvous.kernel import digests
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

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise AppendOnly("the journal is append-only")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise AppendOnly("the journal is append-only")


class Unsealed(models.Model):
    """An event that waits for its number, and the database transaction that wrote it (PostgreSQL's xid8)."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="+")
    transaction = models.BigIntegerField(default=0)

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL


class Seal(models.Model):
    """The number of an event in the register and its link in the chain. Numbers have no gap."""

    number = models.PositiveBigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, models.PROTECT)
    digest = models.CharField(max_length=64)
    link = models.CharField(max_length=64)

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL

    def __str__(self) -> str:
        return f"n° {self.number}"
