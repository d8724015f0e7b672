"""The decision: its versions, and the answer to each finding."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cestvous.activities.syntheses.models import Finding
from cestvous.foundation.authors.models import Author
from cestvous.foundation.mandates.models import Mandate
from cestvous.kernel import digests
from cestvous.kernel.personal_data import NOTHING_PERSONAL, KeptFor, PersonalData
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.models import Activity


class AnswerOutcome(models.TextChoices):
    ADOPTED = "adopted", _("adopted")
    ADOPTED_IN_PART = "adopted_in_part", _("adopted in part")
    DECLINED = "declined", _("declined")
    REFERRED = "referred", _("referred elsewhere")
    POSTPONED = "postponed", _("postponed")


class Decision(models.Model):
    """What the elected officials decide at the end of one consultation."""

    activity = models.OneToOneField(Activity, models.PROTECT, related_name="+")

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL

    def __str__(self) -> str:
        return f"decision of {self.activity_id}"

    @property
    def reference(self) -> Reference:
        return Reference("decision", 1, self.activity.consultation.number)


class DecisionVersionQuerySet(models.QuerySet["DecisionVersion"]):
    def signed(self) -> DecisionVersionQuerySet:
        return self.filter(signed_at__isnull=False)

    def drafts(self) -> DecisionVersionQuerySet:
        return self.filter(signed_at__isnull=True)

    def with_signature(self) -> DecisionVersionQuerySet:
        return self.select_related("signed_by__person")


class DecisionVersion(models.Model):
    """A decision as drafted, then signed. ``decided_on``: the day of the deliberation or of the act."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    preamble = models.TextField(blank=True)
    authority = models.CharField(max_length=160, blank=True)
    deliberation = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="+")
    edition = models.PositiveIntegerField(default=1)

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL
    objects = DecisionVersionQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["decision", "number"], name="one_decision_version_for_a_number"),
            models.UniqueConstraint(
                fields=["decision"], condition=Q(signed_at__isnull=True), name="one_draft_of_a_decision"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True)
                | (Q(signed_by__isnull=False, decided_on__isnull=False) & ~Q(authority="")),
                name="signed_with_name_date_and_authority",
            ),
        )

    def __str__(self) -> str:
        return f"{self.decision_id} v{self.number}"


class Answer(models.Model):
    """What is decided on one finding, and why."""

    version = models.ForeignKey(DecisionVersion, models.PROTECT, related_name="answers")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=16, choices=AnswerOutcome)
    reasons = models.TextField()
    referred_to = models.CharField(max_length=160, blank=True)
    author = models.ForeignKey(Author, models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField(default=1)

    personal: ClassVar[PersonalData] = PersonalData(
        kept_for=KeptFor.OFFICE,
        about=_("What agents and elected officials write"),
        fields={"author": _("who drafted an answer")},
        kept=_("for as long as the consultation's public record"),
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["version", "finding"], name="one_answer_for_a_finding"),
            models.CheckConstraint(condition=~Q(reasons=""), name="an_answer_has_reasons"),
            models.CheckConstraint(
                condition=~Q(outcome="referred") | ~Q(referred_to=""), name="referred_means_to_somebody"
            ),
        )

    def __str__(self) -> str:
        return f"{self.version_id}: {self.outcome}"

    @property
    def digest(self) -> str:
        return digests.plain({"outcome": self.outcome, "reasons": self.reasons, "referred_to": self.referred_to})
