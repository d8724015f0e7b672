"""Standing pages and their versions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cestvous.foundation.mandates.models import Mandate
from cestvous.kernel import digests
from cestvous.kernel.personal_data import NOTHING_PERSONAL, PersonalData
from cestvous.kernel.references import Reference


class PageName(models.TextChoices):
    """The standing pages that every site has; there are no others."""

    HELP = "help", _("Help")
    CONTACT = "contact", _("Contact")
    HOW_IT_WORKS = "how_it_works", _("How it works")
    CHARTER = "charter", _("Charter of participation")
    MODERATION_RULES = "moderation_rules", _("Moderation rules")
    OPEN_DATA = "open_data", _("Open data")
    ACCESSIBILITY = "accessibility", _("Accessibility")
    PRIVACY = "privacy", _("Personal data")
    LEGAL = "legal", _("Legal notice")


class StandingPageQuerySet(models.QuerySet["StandingPage"]):
    def with_words(self) -> StandingPageQuerySet:
        return self.select_related("current__mandate__person")


class StandingPage(models.Model):
    """A page in one language, from the moment agents wrote other words for it than those that ship."""

    name = models.CharField(max_length=20, choices=PageName)
    language = models.CharField(max_length=8)
    current = models.OneToOneField("StandingPageVersion", models.PROTECT, null=True, related_name="+")

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL
    objects = StandingPageQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["name", "language"], name="one_page_for_a_name_and_language"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"

    @property
    def reference(self) -> Reference:
        return Reference("standing_page", self.pk)


class StandingPageVersion(models.Model):
    """The words of a page from ``at`` on. Number 1 are those that shipped when agents first wrote others: nobody's."""

    page = models.ForeignKey(StandingPage, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    body = models.TextField()
    reason = models.CharField(max_length=300, blank=True)
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["page", "number"], name="one_page_version_for_a_number"),
            models.CheckConstraint(
                condition=Q(number=1, mandate__isnull=True) | Q(number__gt=1, mandate__isnull=False) & ~Q(reason=""),
                name="who_rewrites_a_page_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.page_id} v{self.number}"

    @property
    def digest(self) -> str:
        return digests.plain({"title": self.title, "body": self.body})
