"""Commitments: what the city undertakes, by whom, by when, and how it goes."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cestvous.activities.decisions.models.decision import Decision, DecisionVersion
from cestvous.activities.syntheses.models import Finding
from cestvous.foundation.authors.models import Author
from cestvous.foundation.mandates.models import Mandate
from cestvous.kernel.personal_data import NOTHING_PERSONAL, KeptFor, PersonalData
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.models import Activity


class CommitmentState(models.TextChoices):
    UNDER_WAY = "under_way", _("under way")
    LATE = "late", _("late")
    DONE = "done", _("done")


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def signed(self) -> CommitmentQuerySet:
        return self.filter(signed_in__isnull=False)

    def with_milestones(self) -> CommitmentQuerySet:
        findings = models.Prefetch("findings", Finding.objects.select_related("current").order_by("number"))
        return self.prefetch_related("milestones", findings).order_by("number")


class Commitment(models.Model):
    """What the city undertakes after a decision. ``owner``: the service answerable for it."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="commitments")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    owner = models.CharField(max_length=160)
    due_on = models.DateField()
    first_due_on = models.DateField()
    findings = models.ManyToManyField(Finding, related_name="commitments")
    signed_in = models.ForeignKey(DecisionVersion, models.PROTECT, null=True, related_name="commitments")
    edition = models.PositiveIntegerField(default=1)

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL
    objects = CommitmentQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["decision", "number"], name="one_commitment_for_a_public_number"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def activity(self) -> Activity:
        return self.decision.activity

    @property
    def reference(self) -> Reference:
        return Reference("commitment", self.number, self.decision.activity.consultation.number)

    def state_on(self, day: date) -> CommitmentState:
        """Done when every milestone is; late when its own date, or that of a milestone, has passed. Read with
        ``with_milestones``."""
        milestones = list(self.milestones.all())
        undone = [milestone for milestone in milestones if milestone.done_on is None]
        if milestones and not undone:
            return CommitmentState.DONE
        if self.due_on < day or any(milestone.due_on < day for milestone in undone):
            return CommitmentState.LATE
        return CommitmentState.UNDER_WAY


class Milestone(models.Model):
    """A dated step of a commitment."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    done_on = models.DateField(null=True)

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL

    class Meta:
        ordering = ("due_on", "position")

    def __str__(self) -> str:
        return self.title


class Progress(models.Model):
    """A report on a commitment: what was done, or why it will be later. Never changed, only followed by another."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="progress")
    milestone = models.ForeignKey(Milestone, models.PROTECT, null=True, related_name="progress")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    author = models.ForeignKey(Author, models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="+")
    body = models.TextField()
    done_on = models.DateField(null=True)
    moved_from = models.DateField(null=True)
    moved_to = models.DateField(null=True)

    personal: ClassVar[PersonalData] = PersonalData(
        kept_for=KeptFor.OFFICE,
        about=_("What agents and elected officials write"),
        fields={"author": _("who reported on a commitment")},
        kept=_("for as long as the consultation's public record"),
    )

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["commitment", "number"], name="one_report_for_a_number"),)

    def __str__(self) -> str:
        return f"{self.commitment_id} report {self.number}"

    @property
    def reference(self) -> Reference:
        """What its pictures are attached to. It goes by its key: reports are counted within their commitment."""
        return Reference("progress", self.pk, self.commitment.reference.consultation)
