"""Sources, versions, passages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cestvous.foundation.authors.models import Author, AuthorKind
from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.organisations.models import Representative
from cestvous.foundation.people.models import Person
from cestvous.kernel import digests
from cestvous.kernel.languages import DEFAULT_LANGUAGE
from cestvous.kernel.personal_data import NOTHING_PERSONAL, PersonalData
from cestvous.kernel.references import Reference

LONGEST_PLACE = 160


class Standing(models.TextChoices):
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn by its author")
    HIDDEN = "hidden", _("hidden by moderation")
    ERASED = "erased", _("erased")


class Fate(models.TextChoices):
    """What a synthesis makes of a text, draft included: it is cited whole or by passage, set aside, or it waits."""

    WAITING = "waiting"
    WHOLE = "whole"
    PASSAGE = "passage"
    ASIDE = "aside"
    BULK = "bulk"


CITED, SET_ASIDE = (Fate.WHOLE, Fate.PASSAGE), (Fate.ASIDE, Fate.BULK)


# What a page shows of a text and of who says it: nothing else of an account is read.
_SHOWN = (
    *("kind", "number", "consultation", "language", "standing", "standing_since", "said_at", "recorded_at"),
    *("current__number", "current__title", "current__body", "current__place", "current__through"),
    *("author_is_shown", "author__kind", "author__name", "author__person__name"),
    *("mandate__person", "mandate__role", "mandate__function"),
)


def shown_columns(source: str = "") -> tuple[str, ...]:
    """Enough of many texts to show them, for ``only``; ``source`` leads to them ("source__")."""
    return tuple(f"{source}{name}" for name in _SHOWN)


# The same as one row of plain values: with the keys of what is joined, and with who speaks for an organisation.
_IN_ONE_ROW = (
    *("id", "kind", "number", "consultation", "language", "standing", "standing_since", "said_at", "recorded_at"),
    *("current__id", "current__number", "current__title", "current__body", "current__place"),
    *("author_is_shown", "author__id", "author__kind", "author__name", "author__person__id", "author__person__name"),
    *("mandate__id", "mandate__role", "mandate__function"),
    *("current__through__id", "current__through__function", "current__through__author__id"),
    *("current__through__author__kind", "current__through__author__name"),
    *("current__through__author__person__id", "current__through__author__person__name"),
    *("current__through__organisation__id", "current__through__organisation__sort"),
)


def columns_in_one_row(source: str = "") -> tuple[str, ...]:
    """All of a text that pages show, and of who says it, for ``values_list``; ``source`` leads to it ("source__")."""
    return tuple(f"{source}{name}" for name in _IN_ONE_ROW)


def voices(source: str = "") -> tuple[str, ...]:
    """What is read with a source to show who speaks; ``source`` leads to it ("source__")."""
    return (f"{source}author__person", f"{source}mandate")


def speakers(source: str = "") -> models.Prefetch[str, models.QuerySet[Representative], str]:
    """Who speaks for an organisation, apart: few texts have one, and planning the joins took longer than the rest."""
    return models.Prefetch(
        f"{source}current__through", Representative.objects.select_related("author__person", "organisation")
    )


class SourceQuerySet(models.QuerySet["Source"]):
    def of_consultation(self, number: int) -> SourceQuerySet:
        return self.filter(consultation=number)

    def to_account_for(self) -> SourceQuerySet:
        """Those that a synthesis must cite or set aside: withdrawn and hidden ones are counted apart."""
        return self.filter(must_be_accounted_for=True, standing=Standing.PUBLISHED)

    def said_by(self, person: Person, organisations: Iterable[int] = ()) -> SourceQuerySet:
        """What a person said, or said for an organisation, or what these ``organisations`` (their Authors) said."""
        spoken = Q(author__kind=AuthorKind.ORGANISATION, current__through__author__person=person)
        return self.filter(Q(author__person=person) | spoken | Q(author__in=list(organisations)))

    def with_words(self) -> SourceQuerySet:
        return self.select_related("current", *voices()).prefetch_related(speakers())


class Source(models.Model):
    """A text by an author, said on one day and recorded on another when it was imported."""

    kind = models.CharField(max_length=40)
    number = models.PositiveBigIntegerField()
    consultation = models.PositiveIntegerField()
    author = models.ForeignKey(Author, models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="+")
    author_is_shown = models.BooleanField(default=True)
    language = models.CharField(max_length=8, default=DEFAULT_LANGUAGE)
    must_be_accounted_for = models.BooleanField()
    standing = models.CharField(max_length=9, choices=Standing, default=Standing.PUBLISHED)
    standing_since = models.DateTimeField(null=True)
    current = models.OneToOneField("Version", models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    fate = models.CharField(max_length=7, choices=Fate, default=Fate.WAITING)

    personal: ClassVar[PersonalData] = PersonalData(
        about=_("What you say: contributions, questions, comments, reasons, objections"),
        fields={"author": _("that you said it")},
        kept=_("for as long as the consultation's public record"),
    )
    objects = SourceQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["consultation", "kind", "number"], name="one_source_for_a_public_number"),
        )
        indexes = (
            models.Index(
                fields=["consultation", "standing", "number"],
                condition=Q(must_be_accounted_for=True),
                name="sources_by_standing",
            ),
            models.Index(
                fields=["consultation", "fate", "number"],
                condition=Q(must_be_accounted_for=True, standing=Standing.PUBLISHED),
                name="sources_by_fate",
            ),
            models.Index(
                fields=["consultation", "number"], condition=Q(must_be_accounted_for=True), name="sources_in_order"
            ),
            models.Index(fields=["author", "consultation"], name="sources_of_an_author"),
        )

    def __str__(self) -> str:
        return str(self.reference)

    @property
    def reference(self) -> Reference:
        return Reference(self.kind, self.number, self.consultation)

    @property
    def words(self) -> Version:
        """The current version. Every source has one from the moment it exists."""
        if self.current is None:
            raise ValueError(f"the source {self.reference} was made without words")
        return self.current

    @property
    def is_published(self) -> bool:
        return self.standing == Standing.PUBLISHED


class Heard(models.Model):
    """How many texts that must be accounted for a consultation holds: by standing and fate, as ``what`` spells it.

    ``PEOPLE`` and ``BODIES``: how many people, and how many others, said those that are published.
    """

    consultation = models.PositiveIntegerField()
    what = models.CharField(max_length=20)
    count = models.PositiveIntegerField(default=0)

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL
    PEOPLE, BODIES = "people", "bodies"

    class Meta:
        constraints = (models.UniqueConstraint(fields=["consultation", "what"], name="heard_is_counted_once"),)

    def __str__(self) -> str:
        return f"{self.consultation} {self.what}: {self.count}"

    @staticmethod
    def named(standing: str, fate: str) -> str:
        return f"{standing}/{fate}"


class Voice(models.Model):
    """How many published texts that must be accounted for an author has in a consultation."""

    consultation = models.PositiveIntegerField()
    author = models.ForeignKey(Author, models.PROTECT, related_name="+")
    count = models.PositiveIntegerField(default=0)

    personal: ClassVar[PersonalData] = PersonalData(
        about=_("Taking part in a consultation"),
        fields={"author": _("how often you contributed")},
        kept=_("for as long as the consultation's public record"),
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["consultation", "author"], name="a_voice_is_counted_once"),)

    def __str__(self) -> str:
        return f"{self.author_id} in {self.consultation}: {self.count}"


class Version(models.Model):
    """The words of a source, as they were from ``written_at`` on. ``number`` counts from 1.

    ``place``: where it is about, in words. ``through``: who spoke, when its author is an organisation.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    place = models.CharField(max_length=LONGEST_PLACE, blank=True)
    through = models.ForeignKey(Representative, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField()
    salt = models.CharField(max_length=32, default=digests.new_salt)
    fingerprint = models.CharField(max_length=64, db_index=True)
    # What the words are found by: see kernel.stems.
    stems = models.TextField(default="", blank=True)

    personal: ClassVar[PersonalData] = PersonalData(
        about=_("The words of each version of what you say"),
        fields={
            "title": _("your words"),
            "body": _("your words"),
            "place": _("a place that you named: it may be where you live"),
            "through": _("that you spoke for an organisation"),
            "reason": _("why you changed them"),
            "fingerprint": _("a digest of them, to notice what is sent twice"),
            "stems": _("the roots of your words, so that they can be found"),
        },
        kept=_("for as long as the consultation's public record, or until erasure if you chose so"),
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["source", "number"], name="one_version_for_a_number"),)

    def __str__(self) -> str:
        return f"{self.source_id} v{self.number}"

    @property
    def digest(self) -> str:
        """What the journal holds of these words: nothing can be learnt from it once the salt is gone."""
        said = {"title": self.title, "body": self.body}
        return digests.salted(self.salt, digests.canonical(said | ({"place": self.place} if self.place else {})))


class Passage(models.Model):
    """A part of a version: characters ``start`` included to ``end`` excluded of its body."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="passage_is_not_empty"),
            models.UniqueConstraint(fields=["version", "start", "end"], name="one_passage_for_a_stretch"),
        )

    def __str__(self) -> str:
        return self.quote

    @property
    def quote(self) -> str:
        return self.version.body[self.start : self.end]
