"""Accounting for everything that was said: what is cited, what is set aside, what still waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cestvous.activities.syntheses.models.document import BY_AN_AGENT, Synthesis
from cestvous.foundation.authors.models import Author
from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.sources.models import CITED, SET_ASIDE, Fate, Heard, Source, SourceQuerySet, Standing, voices
from cestvous.kernel.personal_data import PersonalData
from cestvous.procedure.consultations.models import Consultation


class SetAsideReason(models.TextChoices):
    OFF_TOPIC = "off_topic", _("does not answer the question")
    OUTSIDE_COMPETENCE = "outside_competence", _("is not within the city's powers")
    DUPLICATE = "duplicate", _("says the same as another one that is cited")
    NOT_UNDERSTOOD = "not_understood", _("could not be understood")
    PERSONAL_CASE = "personal_case", _("is about one person's own case")
    OTHER = "other", _("another reason")


class SetAsideQuerySet(models.QuerySet["SetAside"]):
    def at(self, instant: datetime) -> SetAsideQuerySet:
        """Those in force at an instant."""
        return self.filter(Q(lifted_at__isnull=True) | Q(lifted_at__gt=instant), at__lte=instant)

    def in_force(self) -> SetAsideQuerySet:
        return self.filter(lifted_at__isnull=True)

    def with_words(self) -> SetAsideQuerySet:
        return self.select_related("source__current", *voices("source__"), "mandate__person")


class SetAside(models.Model):
    """A source that no finding cites, with the stated reason. Lifted when it is cited after all; the row stays."""

    synthesis = models.ForeignKey(Synthesis, models.PROTECT, related_name="set_asides")
    source = models.ForeignKey(Source, models.PROTECT, related_name="set_asides")
    reason = models.CharField(max_length=20, choices=SetAsideReason)
    words = models.TextField()
    in_bulk = models.BooleanField(default=False)
    at = models.DateTimeField()
    author = models.ForeignKey(Author, models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    # That of its source, which an index knows.
    number = models.PositiveBigIntegerField(default=0)

    personal: ClassVar[PersonalData] = BY_AN_AGENT
    objects = SetAsideQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["synthesis", "source"], condition=Q(lifted_at__isnull=True), name="set_aside_once"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="a_set_aside_has_a_reason_in_words"),
        )
        indexes = (
            models.Index(
                fields=["synthesis", "reason", "number"],
                condition=Q(lifted_at__isnull=True),
                name="set_asides_in_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source_id} set aside"


@dataclass(frozen=True)
class Coverage:
    """How much of what was said is accounted for, in sources; ``people`` said it, and ``bodies``:
    organisations and councils.

    ``cited``, ``set_aside`` and ``waiting`` add up to ``total``. Withdrawn and hidden sources are counted apart.
    """

    total: int = 0
    people: int = 0
    bodies: int = 0
    cited: int = 0
    by_passage: int = 0
    set_aside: int = 0
    in_bulk: int = 0
    waiting: int = 0
    withdrawn: int = 0
    hidden: int = 0

    @property
    def percent(self) -> int:
        """Whole percents, rounded down: 100 means everything. 100 of nothing."""
        return 100 if not self.total else 100 * (self.total - self.waiting) // self.total

    @property
    def is_complete(self) -> bool:
        return self.waiting == 0


def accounted(consultation: Consultation) -> SourceQuerySet:
    """The sources of a consultation; the ``fate`` of each says what became of it."""
    return Source.objects.of_consultation(consultation.number)


def coverage_of(consultation: Consultation) -> Coverage:
    """The coverage of a consultation by the synthesis as it stands, draft included. One query, of kept counts."""
    rows = Heard.objects.filter(consultation=consultation.number).order_by("what").values_list("what", "count")
    counts: Counter[str] = Counter(dict(rows))

    def of(standing: Standing, fates: Iterable[Fate] = tuple(Fate)) -> int:
        return sum(counts[Heard.named(standing, fate)] for fate in fates)

    return Coverage(
        total=of(Standing.PUBLISHED),
        people=counts[Heard.PEOPLE],
        bodies=counts[Heard.BODIES],
        cited=of(Standing.PUBLISHED, CITED),
        by_passage=of(Standing.PUBLISHED, [Fate.PASSAGE]),
        set_aside=of(Standing.PUBLISHED, SET_ASIDE),
        in_bulk=of(Standing.PUBLISHED, [Fate.BULK]),
        waiting=of(Standing.PUBLISHED, [Fate.WAITING]),
        withdrawn=of(Standing.WITHDRAWN) + of(Standing.ERASED),
        hidden=of(Standing.HIDDEN),
    )


def waiting(consultation: Consultation) -> SourceQuerySet:
    """The sources that are neither cited nor set aside, in the order of their numbers."""
    return accounted(consultation).to_account_for().filter(fate=Fate.WAITING).order_by("number")
