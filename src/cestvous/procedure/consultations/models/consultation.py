"""Consultations and the themes of the city."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel.languages import DEFAULT_LANGUAGE
from cestvous.kernel.personal_data import NOTHING_PERSONAL, PersonalData
from cestvous.kernel.references import Reference
from cestvous.procedure.rules.grid import Grid
from cestvous.procedure.rules.schedule import PhaseTime, Schedule

if TYPE_CHECKING:
    from cestvous.procedure.consultations.models.grid import Activity, Phase


class State(models.TextChoices):
    DRAFT = "draft", _("in preparation")
    PUBLISHED = "published", _("published")
    SUSPENDED = "suspended", _("suspended")
    CANCELLED = "cancelled", _("cancelled")
    ARCHIVED = "archived", _("archived")


class Theme(models.Model):
    """What a consultation or a contribution is about, among those that the city distinguishes."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


# What a procedure is read from.
GRID = ("phase_rows", "activity_rows__openings")


def _agents() -> models.Prefetch[str, models.QuerySet[Mandate], str]:
    return models.Prefetch("agents", Mandate.objects.by_name())


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def public(self) -> ConsultationQuerySet:
        return self.exclude(state=State.DRAFT)

    def with_procedure(self) -> ConsultationQuerySet:
        """With phases, activities, openings and the people in charge: four more queries for any number of them."""
        return self.with_grid().prefetch_related(_agents())

    def with_grid(self) -> ConsultationQuerySet:
        """With all that ``with_procedure`` reads but the agents in charge: three more queries."""
        return self.select_related("sponsor__person").prefetch_related(*GRID)

    def that_nobody_leads(self, at: datetime) -> ConsultationQuerySet:
        """Not over, and none of the agents in charge still holds the mandate by which they were named."""
        leading = Mandate.objects.at(at).filter(person__is_active=True)
        return self.exclude(state__in=(State.CANCELLED, State.ARCHIVED)).exclude(agents__in=leading)

    def latest_first(self) -> ConsultationQuerySet:
        return self.order_by(F("published_at").desc(nulls_first=True), "-number")


class Consultation(models.Model):
    """One project or question put to the city."""

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=160)
    question = models.CharField(max_length=300, blank=True)
    summary = models.CharField(max_length=400, blank=True)
    presentation = models.TextField(blank=True)
    stakes = models.TextField(blank=True)
    open_to_discussion = models.TextField(blank=True)
    not_open = models.TextField(blank=True)
    how_decided = models.TextField(blank=True)
    decided_by = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=8, default=DEFAULT_LANGUAGE)
    sponsor = models.ForeignKey(Mandate, models.PROTECT, null=True, blank=True, related_name="+")
    agents = models.ManyToManyField(Mandate, related_name="+", blank=True)
    neighbourhoods = models.ManyToManyField(Neighbourhood, related_name="+", blank=True)
    themes = models.ManyToManyField(Theme, related_name="+", blank=True)
    origin = models.CharField(max_length=300, blank=True)
    import_key = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    state_reason = models.CharField(max_length=400, blank=True)
    state_since = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)
    edition = models.PositiveIntegerField(default=1)

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL
    objects = ConsultationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False), name="only_a_draft_is_unpublished"
            ),
            models.UniqueConstraint(fields=["import_key"], condition=~Q(import_key=""), name="imported_once"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        return slugify(self.title)[:60].strip("-") or "consultation"

    @property
    def reference(self) -> Reference:
        return Reference("consultation", self.number)

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @cached_property
    def grid(self) -> Grid:
        """The procedure as the rules see it. Costs no query after ``with_procedure``."""
        rows = self.activities
        return Grid(
            phases=tuple(phase.plan for phase in self.phases),
            activities=tuple(row.plan for row in rows),
            openings=tuple(opening.plan(row.key) for row in rows for opening in row.openings.all()),
        )

    @cached_property
    def phases(self) -> list[Phase]:
        """The phase rows in order."""
        models.prefetch_related_objects([self], *GRID)
        return sorted(self.phase_rows.all(), key=lambda phase: phase.position)

    @cached_property
    def activities(self) -> list[Activity]:
        """The activity rows in order; each knows this very object as its consultation."""
        models.prefetch_related_objects([self], *GRID)
        rows = sorted(self.activity_rows.all(), key=lambda activity: activity.position)
        phases = {phase.pk: phase for phase in self.phases}
        for row in rows:
            row.consultation = self
            for opening in row.openings.all():
                opening.phase = phases[opening.phase_id]
        return rows

    @cached_property
    def agents_in_charge(self) -> list[Mandate]:
        models.prefetch_related_objects([self], _agents())
        return list(self.agents.all())

    def activity_of_kind(self, kind: str) -> Activity | None:
        """The first activity of a kind, if the procedure has one."""
        return next((activity for activity in self.activities if activity.kind == kind), None)

    @cached_property
    def schedule(self) -> Schedule:
        """The phases in time, as the rules see them. Costs no query after ``with_procedure``."""
        return Schedule(
            tuple(
                PhaseTime(phase.key, phase.plan.purpose, phase.announced_at, phase.starts_at, phase.entered_at)
                for phase in self.phases
            ),
            self.waiting_since,
        )

    def forget_procedure(self) -> None:
        """Read phases, activities and openings anew next time: they have been changed."""
        for name in ("grid", "phases", "activities", "agents_in_charge", "schedule", "_prefetched_objects_cache"):
            self.__dict__.pop(name, None)
