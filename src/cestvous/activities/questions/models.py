"""Questions and replies."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cestvous.foundation.sources.models import Source
from cestvous.kernel.personal_data import NOTHING_PERSONAL, PersonalData
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.models import Activity, Consultation


class QuestionQuerySet(models.QuerySet["Question"]):
    def of(self, consultation: Consultation) -> QuestionQuerySet:
        return self.filter(activity__consultation=consultation)

    def with_words(self) -> QuestionQuerySet:
        return self.select_related(
            "source__current", "source__author__person", "source__mandate__person",
            "reply__current", "reply__author__person", "reply__mandate__person",
        )  # fmt: skip

    def latest_first(self) -> QuestionQuerySet:
        return self.order_by("-number")


class Question(models.Model):
    """What a resident asks those who lead the consultation; available to cite."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    number = models.PositiveBigIntegerField()
    source = models.OneToOneField(Source, models.PROTECT, related_name="+")
    reply = models.OneToOneField(Source, models.PROTECT, null=True, related_name="+")

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL
    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["activity", "number"], name="one_question_for_a_public_number"),)

    def __str__(self) -> str:
        return str(self.reference)

    @property
    def reference(self) -> Reference:
        return Reference("question", self.number, self.source.consultation)
