"""Drafts."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cestvous.foundation.authors.models import Author
from cestvous.foundation.people.models import Person
from cestvous.kernel.personal_data import KeptFor, PersonalData

# What nobody has touched for so long will not be sent any more.
KEPT_FOR = timedelta(days=365)


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, person: Person) -> DraftQuerySet:
        return self.filter(author__person=person)

    def latest_first(self) -> DraftQuerySet:
        return self.order_by("-at", "pk")


class Draft(models.Model):
    """What one author has typed at one ``place`` ("contribute/5"): the words of each field, by its name."""

    author = models.ForeignKey(Author, models.PROTECT, related_name="+")
    place = models.CharField(max_length=80)
    words = models.JSONField(default=dict)
    at = models.DateTimeField()

    personal: ClassVar[PersonalData] = PersonalData(
        kept_for=KeptFor.PARTICIPATION,
        about=_("Your drafts"),
        fields={"author": _("that they are yours"), "words": _("what you have typed and not sent yet")},
        kept=_("until you send them or throw them away, a year at most; or until your account is erased"),
        delay=KEPT_FOR,
    )
    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["author", "place"], name="one_draft_at_a_place"),)

    def __str__(self) -> str:
        return self.place
