"""Objections to a synthesis, and what was replied."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cestvous.activities.syntheses.models.document import Finding, FindingVersion, Synthesis
from cestvous.foundation.sources.models import Source, Standing
from cestvous.kernel.personal_data import NOTHING_PERSONAL, PersonalData
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.models import Activity


class Ground(models.TextChoices):
    MISREADS = "misreads", _("it misreads what I said")
    LEAVES_OUT = "leaves_out", _("it leaves out what I said")


class Outcome(models.TextChoices):
    REVISED = "revised", _("the finding was revised")
    MAINTAINED = "maintained", _("the finding was maintained")


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def with_words(self) -> ObjectionQuerySet:
        return self.select_related(
            "source__current", "source__author__person", "reply__current", "reply__author__person",
            "reply__mandate__person", "finding__current", "about__current", "revised_as__published_in",
        )  # fmt: skip

    def waiting(self) -> ObjectionQuerySet:
        """Those that still need a reply."""
        return self.filter(reply__isnull=True, source__standing=Standing.PUBLISHED)


class Objection(models.Model):
    """Somebody says that the synthesis misreads, or leaves out, what they said: ``about`` is the text in question."""

    synthesis = models.ForeignKey(Synthesis, models.PROTECT, related_name="objections")
    number = models.PositiveIntegerField()
    ground = models.CharField(max_length=10, choices=Ground)
    about = models.ForeignKey(Source, models.PROTECT, related_name="objections")
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, blank=True, related_name="objections")
    source = models.OneToOneField(Source, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reply = models.OneToOneField(Source, models.PROTECT, null=True, related_name="+")
    revised_as = models.ForeignKey(FindingVersion, models.PROTECT, null=True, related_name="+")

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL
    objects = ObjectionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["synthesis", "number"], name="one_objection_for_a_public_number"),
            models.CheckConstraint(
                condition=Q(reply__isnull=True, outcome="") | (Q(reply__isnull=False) & ~Q(outcome="")),
                name="a_reply_says_what_it_leads_to",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="revised") | Q(revised_as__isnull=False), name="revised_means_a_new_version"
            ),
            models.CheckConstraint(
                condition=~Q(ground="misreads") | Q(finding__isnull=False), name="a_misreading_is_in_a_finding"
            ),
        )

    def __str__(self) -> str:
        return str(self.reference)

    @property
    def activity(self) -> Activity:
        return self.synthesis.activity

    @property
    def reference(self) -> Reference:
        return Reference("objection", self.number, self.source.consultation)
