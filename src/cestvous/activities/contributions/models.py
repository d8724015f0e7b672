"""Contributions, positions, and tallies from elsewhere."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cestvous.foundation.authors.models import Author
from cestvous.foundation.discussions.models import Thread
from cestvous.foundation.sources.models import Source, Standing, Version
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel.personal_data import NOTHING_PERSONAL, PersonalData
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.models import Activity, Consultation, Theme


class Stance(models.TextChoices):
    FOR = "for", _("for")
    AGAINST = "against", _("against")
    MIXED = "mixed", _("mixed")


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def of(self, consultation: Consultation) -> ContributionQuerySet:
        return self.filter(activity__consultation=consultation)

    def published(self) -> ContributionQuerySet:
        return self.filter(source__standing=Standing.PUBLISHED)

    def with_words(self) -> ContributionQuerySet:
        return self.select_related(
            "source__current", "source__author__person", "source__mandate__person", "thread", "theme",
            "neighbourhood", "tally_elsewhere",
        )  # fmt: skip

    def with_same_text(self) -> ContributionQuerySet:
        """Each with ``same_text``: how many published ones of its consultation say the same, itself included."""
        alike = Source.objects.filter(
            consultation=OuterRef("source__consultation"),
            kind="contribution",
            standing=Standing.PUBLISHED,
            current__fingerprint=OuterRef("source__current__fingerprint"),
        )
        counted = alike.order_by().values("consultation").annotate(count=Count("pk")).values("count")
        return self.annotate(same_text=Coalesce(Subquery(counted), 0))

    def latest_first(self) -> ContributionQuerySet:
        return self.order_by("-number")


class Contribution(models.Model):
    """What one author says in answer to a consultation's question."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    number = models.PositiveBigIntegerField()
    source = models.OneToOneField(Source, models.PROTECT)
    thread = models.OneToOneField(Thread, models.PROTECT)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="+")
    neighbourhood = models.ForeignKey(Neighbourhood, models.PROTECT, null=True, blank=True, related_name="+")
    stays_after_erasure = models.BooleanField(default=True)
    for_count = models.PositiveIntegerField(default=0)
    against_count = models.PositiveIntegerField(default=0)
    mixed_count = models.PositiveIntegerField(default=0)

    personal: ClassVar[PersonalData] = PersonalData(
        fields={"neighbourhood": "which neighbourhood the author speaks of"},
        kept="for as long as the consultation's public record",
    )
    objects = ContributionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["activity", "number"], name="one_contribution_for_a_public_number"),
        )

    def __str__(self) -> str:
        return str(self.reference)

    @property
    def reference(self) -> Reference:
        return Reference("contribution", self.number, self.source.consultation)

    @property
    def title(self) -> str:
        return self.source.words.title


class Position(models.Model):
    """Where one person stands on a contribution; public as a count only. ``version``: the one they judged."""

    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="positions")
    author = models.ForeignKey(Author, models.PROTECT, related_name="+")
    stance = models.CharField(max_length=7, choices=Stance)
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    reason = models.OneToOneField(Source, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    personal: ClassVar[PersonalData] = PersonalData(
        fields={"author": "whose opinion", "stance": "a political opinion"},
        kept="until withdrawn or the account is erased",
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["contribution", "author"], name="one_position_per_person"),)

    def __str__(self) -> str:
        return f"{self.author_id} {self.stance} {self.contribution_id}"


class TallyElsewhere(models.Model):
    """Votes cast on another platform, as it counted them: shown as such, never mixed with positions taken here."""

    contribution = models.OneToOneField(Contribution, models.PROTECT, related_name="tally_elsewhere")
    for_count = models.PositiveIntegerField()
    against_count = models.PositiveIntegerField()
    mixed_count = models.PositiveIntegerField()

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL

    def __str__(self) -> str:
        return f"{self.for_count}/{self.against_count}/{self.mixed_count}"
