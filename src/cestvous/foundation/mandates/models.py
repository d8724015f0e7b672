"""Roles and mandates."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel.personal_data import KeptFor, PersonalData
from cestvous.kernel.references import Reference


class Role(models.TextChoices):
    AGENT = "agent", _("city agent")
    OFFICIAL = "official", _("elected official")
    CONCILIATOR = "conciliator", _("municipal conciliator")
    COUNCIL_MEMBER = "council_member", _("member of a citizens' council")


class MandateQuerySet(models.QuerySet["Mandate"]):
    def on(self, day: date) -> MandateQuerySet:
        """Those in force on a day of the city's calendar."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day)

    def at(self, instant: datetime) -> MandateQuerySet:
        return self.on(timezone.localdate(instant))

    def granting(self, *roles: Role) -> MandateQuerySet:
        return self.filter(role__in=roles)

    def by_name(self) -> MandateQuerySet:
        return self.select_related("person").order_by("person__name", "pk")


class Mandate(models.Model):
    """A role that a person holds, from ``starts_on`` included to ``ends_on`` excluded."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="mandates")
    role = models.CharField(max_length=14, choices=Role)
    function = models.CharField(max_length=120)
    neighbourhood = models.ForeignKey(Neighbourhood, models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    appointed_by_act = models.CharField(max_length=120)

    personal: ClassVar[PersonalData] = PersonalData(
        kept_for=KeptFor.OFFICE,
        about=_("Public functions"),
        fields={"person": _("who holds one"), "function": _("which one")},
        kept=_("for as long as the acts signed under it, which are public records"),
    )
    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="mandate_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person.name}, {self.function}"

    @property
    def reference(self) -> Reference:
        return Reference("mandate", self.pk)

    @property
    def slug(self) -> str:
        """The holder's name in an address; decoration, as everywhere."""
        return slugify(self.person.name)[:60].strip("-") or "mandat"

    def in_force(self, instant: datetime) -> bool:
        day = timezone.localdate(instant)
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)
