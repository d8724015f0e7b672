"""Translations, and how a reader's screens find them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cestvous.foundation.authors.models import Author
from cestvous.foundation.mandates.models import Mandate
from cestvous.kernel import digests
from cestvous.kernel.languages import Words
from cestvous.kernel.personal_data import KeptFor, PersonalData
from cestvous.kernel.references import Reference

# The names that tell one translation's place from another's: only rows are ever added, the newest stands.
PLACE = ("consultation", "kind", "number", "part", "language")


def digest_of(original: str) -> str:
    """What a translation keeps of the words that it was made from: enough to know whether they have changed."""
    return digests.plain({"words": original})


class TranslationQuerySet(models.QuerySet["Translation"]):
    def into(self, language: str) -> TranslationQuerySet:
        return self.filter(language=language)

    def of_consultations(self, numbers: Iterable[int]) -> TranslationQuerySet:
        return self.filter(consultation__in=list(numbers))

    def of(self, reference: Reference) -> TranslationQuerySet:
        return self.filter(kind=reference.kind, number=reference.number, consultation=reference.consultation or 0)

    def standing(self) -> TranslationQuerySet:
        """The newest of each part in each language; the earlier ones stay readable."""
        later = Translation.objects.filter(**{name: OuterRef(name) for name in PLACE}, pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later))

    def latest_first(self) -> TranslationQuerySet:
        return self.order_by("-pk")


class Translation(models.Model):
    """One part of one thing ("body" of "finding 4") in another language. Blank ``words`` take the translation back.

    ``original`` is the digest of the words that it was made from: once they change, the translation says so.
    """

    kind = models.CharField(max_length=40)
    number = models.PositiveBigIntegerField()
    consultation = models.PositiveIntegerField()
    part = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    words = models.TextField(blank=True)
    original = models.CharField(max_length=64)
    author = models.ForeignKey(Author, models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    personal: ClassVar[PersonalData] = PersonalData(
        kept_for=KeptFor.OFFICE,
        about=_("Translations"),
        fields={"author": _("who translated it")},
        kept=_("for as long as the consultation's public record"),
    )
    objects = TranslationQuerySet.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(part=""), name="a_translation_is_of_a_part"),)
        indexes = (models.Index(fields=["consultation", "language", "kind", "number"], name="translations_of_a_page"),)

    def __str__(self) -> str:
        return f"{self.reference} {self.part} {self.language}"

    @property
    def reference(self) -> Reference:
        return Reference(self.kind, self.number, self.consultation)

    @property
    def digest(self) -> str:
        return digests.plain({"language": self.language, "words": self.words})

    def is_of(self, original: str) -> bool:
        """Was it made from these very words?"""
        return self.original == digest_of(original)


class Translations:
    """Those that stand for one or several consultations in one language: what a page is read with, in one query."""

    def __init__(self, rows: Collection[Translation] = ()) -> None:
        self._rows = {(row.reference, row.part): row for row in rows if row.words}

    def __bool__(self) -> bool:
        return bool(self._rows)

    def read(self, reference: Reference, part: str, original: str, language: str) -> Words:
        """A part as somebody reads it: translated if it is, else the original. What says nothing stays so."""
        row = self._rows.get((reference, part)) if original else None
        if row is None:
            return Words(original, language, of_the_city=True)
        stale = not row.is_of(original)
        return Words(row.words, row.language, of_the_city=True, translated_from=language, is_stale=stale)
