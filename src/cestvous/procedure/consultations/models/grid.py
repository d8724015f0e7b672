"""The grid as rows: phases, activities, openings; and the adaptations that changed them in public."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cestvous.foundation.authors.models import Author
from cestvous.foundation.mandates.models import Mandate
from cestvous.kernel.personal_data import NOTHING_PERSONAL, KeptFor, PersonalData
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.models.consultation import Consultation
from cestvous.procedure.rules.grid import ActivityPlan, Audience, AudienceKind, PhasePlan, Purpose
from cestvous.procedure.rules.grid import Opening as OpeningPlan


class Phase(models.Model):
    """A period of time with one purpose. It ends when the next one starts; the last is without end."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="phase_rows")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    purpose = models.CharField(max_length=12, choices=[(purpose.value, purpose.value) for purpose in Purpose])
    title = models.CharField(max_length=80, blank=True)
    announced_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True)

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["consultation", "key"], name="one_phase_for_a_key"),
            models.CheckConstraint(
                condition=Q(entered_at__isnull=True) | Q(entered_at=F("starts_at")),
                name="a_phase_starts_when_it_is_entered",
            ),
        )

    def __str__(self) -> str:
        return f"{self.consultation_id}/{self.key}"

    @property
    def plan(self) -> PhasePlan:
        return PhasePlan(self.key, Purpose(self.purpose), self.title)


class Activity(models.Model):
    """Something people do in a consultation: a row of its grid, of one kind."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="activity_rows")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=80, blank=True)
    settings = models.JSONField(default=dict)

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["consultation", "key"], name="one_activity_for_a_key"),)

    def __str__(self) -> str:
        return f"{self.consultation_id}/{self.key}"

    @property
    def reference(self) -> Reference:
        return Reference("activity", self.pk)

    @property
    def plan(self) -> ActivityPlan:
        return ActivityPlan(self.key, self.kind, self.title, self.settings)


class Opening(models.Model):
    """During this phase, this activity lets this audience do these acts."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="openings")
    phase = models.ForeignKey(Phase, models.CASCADE, related_name="openings")
    acts = models.JSONField(default=list)
    audience = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in AudienceKind])
    audience_of = models.JSONField(default=list)

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.activity_id} × {self.phase_id}"

    def plan(self, activity: str) -> OpeningPlan:
        kind, of = AudienceKind(self.audience), frozenset(self.audience_of)
        audience = Audience(
            kind,
            neighbourhoods=of if kind == AudienceKind.NEIGHBOURHOODS else frozenset(),
            roles=of if kind == AudienceKind.ROLES else frozenset(),
        )
        return OpeningPlan(activity, self.phase.key, frozenset(self.acts), audience)


class Adaptation(models.Model):
    """A published change to a running procedure: who, when, why, before and after."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="adaptations")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="+")
    reason = models.TextField()
    before = models.JSONField()
    after = models.JSONField()

    personal: ClassVar[PersonalData] = PersonalData(
        kept_for=KeptFor.OFFICE,
        about=_("What agents and elected officials write"),
        fields={"by": _("who adapted a procedure")},
        kept=_("for as long as the consultation's public record"),
    )

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["consultation", "number"], name="one_adaptation_for_a_number"),
            models.CheckConstraint(condition=~Q(reason=""), name="an_adaptation_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.consultation_id} n° {self.number}"
