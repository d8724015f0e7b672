"""How many contributions a list has, however it is narrowed: kept, not recounted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cestvous.activities.contributions.models.orders import Tendency
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel.personal_data import NOTHING_PERSONAL, PersonalData
from cestvous.procedure.consultations.models import Activity, Theme


class Drawer(models.Model):
    """How many contributions that are shown share a theme, a neighbourhood, a tendency, a kind of voice, and a fate.

    A list that is narrowed is counted by adding drawers up. ``key`` spells what they share; ``is_cited``: does a
    finding cite them, in a draft too?
    """

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, related_name="+")
    neighbourhood = models.ForeignKey(Neighbourhood, models.PROTECT, null=True, related_name="+")
    tendency = models.CharField(max_length=9, choices=Tendency, blank=True, default="")
    is_for_many = models.BooleanField(default=False)
    is_cited = models.BooleanField(default=False)
    count = models.PositiveIntegerField(default=0)

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL

    class Meta:
        constraints = (models.UniqueConstraint(fields=["activity", "key"], name="one_drawer_for_a_key"),)

    def __str__(self) -> str:
        return f"{self.activity_id} {self.key}: {self.count}"
