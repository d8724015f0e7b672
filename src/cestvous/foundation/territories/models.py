"""The neighbourhoods."""

from typing import ClassVar

from django.db import models

from cestvous.kernel.personal_data import NOTHING_PERSONAL, PersonalData


class Neighbourhood(models.Model):
    """A part of the city, with its name as residents say it. ``population`` is counted in inhabitants."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    population = models.PositiveIntegerField(null=True, blank=True)

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
