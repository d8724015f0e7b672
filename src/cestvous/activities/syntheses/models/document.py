"""The document: sections in a tree, findings in order, what they cite, and the published versions."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cestvous.foundation.authors.models import Author
from cestvous.foundation.discussions.models import Thread
from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.sources.models import Passage, Source, Standing, Version
from cestvous.kernel import digests
from cestvous.kernel.personal_data import NOTHING_PERSONAL, KeptFor, PersonalData
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.models import Activity

BY_AN_AGENT = PersonalData(
    kept_for=KeptFor.OFFICE,
    about=_("What agents and elected officials write"),
    fields={"author": _("who wrote the synthesis")},
    kept=_("for as long as the consultation's public record"),
)


class Synthesis(models.Model):
    """What agents make of everything that was said, for one activity."""

    activity = models.OneToOneField(Activity, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    # Once it is published: by reason, how many texts are set aside, how many in bulk, by how many people and bodies.
    asides = models.JSONField(default=dict)

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL

    def __str__(self) -> str:
        return f"synthesis of {self.activity_id}"

    @property
    def reference(self) -> Reference:
        return Reference("synthesis", 1, self.activity.consultation.number)


class SynthesisVersion(models.Model):
    """The synthesis as published at one moment, with its number and the reason for it."""

    synthesis = models.ForeignKey(Synthesis, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    author = models.ForeignKey(Author, models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    personal: ClassVar[PersonalData] = BY_AN_AGENT

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["synthesis", "number"], name="one_synthesis_version_for_a_number"),
        )

    def __str__(self) -> str:
        return f"{self.synthesis_id} v{self.number}"


class Section(models.Model):
    """A heading under which findings stand; sections may hold others."""

    synthesis = models.ForeignKey(Synthesis, models.PROTECT, related_name="sections")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=160)

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title


class FindingQuerySet(models.QuerySet["Finding"]):
    def with_words(self) -> FindingQuerySet:
        return self.select_related("current", "section", "thread")

    def published(self) -> FindingQuerySet:
        return self.filter(current__published_in__isnull=False)

    def in_order(self) -> FindingQuerySet:
        return self.order_by("section__position", "position", "pk")


class Finding(models.Model):
    """One statement of the synthesis. Before the first publication its only version is a draft, written in place."""

    synthesis = models.ForeignKey(Synthesis, models.PROTECT, related_name="findings")
    section = models.ForeignKey(Section, models.PROTECT, related_name="findings")
    position = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    thread = models.OneToOneField(Thread, models.PROTECT)
    current = models.OneToOneField("FindingVersion", models.PROTECT, null=True, related_name="current_of")

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL
    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["synthesis", "number"], name="one_finding_for_a_public_number"),)

    def __str__(self) -> str:
        return f"finding {self.number}"

    @property
    def activity(self) -> Activity:
        return self.synthesis.activity

    @property
    def reference(self) -> Reference:
        return Reference("finding", self.number, self.thread.consultation)

    @property
    def words(self) -> FindingVersion:
        if self.current is None:
            raise ValueError(f"finding {self.number} was made without words")
        return self.current

    @property
    def title(self) -> str:
        return self.words.title


class FindingVersionQuerySet(models.QuerySet["FindingVersion"]):
    def as_of(self, synthesis_version: int) -> FindingVersionQuerySet:
        """What each finding said in a published version of the synthesis: exactly one version of each."""
        known = FindingVersion.objects.filter(finding=OuterRef("finding"), published_in__number__lte=synthesis_version)
        later = known.filter(number__gt=OuterRef("number"))
        return self.filter(~Exists(later), published_in__number__lte=synthesis_version)

    def with_objections(self) -> FindingVersionQuerySet:
        """With how many objections to its finding are shown, and how many of them wait: see ``disputed``."""
        shown = Q(finding__objections__source__standing=Standing.PUBLISHED)
        return self.annotate(
            objected=Count("finding__objections", filter=shown, distinct=True),
            unanswered=Count("finding__objections", filter=shown & Q(finding__objections__reply=None), distinct=True),
        )

    def in_order(self) -> FindingVersionQuerySet:
        return self.order_by("finding__position", "finding_id", "number")


@dataclass(frozen=True)
class Support:
    """What a finding rests on, in numbers; ``people`` said it, and ``bodies``: organisations and councils.

    ``wordings``: how many different texts the contributions are, since several may say the same word for word.
    """

    contributions: int
    wordings: int
    other_texts: int
    people: int
    bodies: int
    by_passage: int

    @property
    def repeated(self) -> int:
        """How many contributions only repeat another one, word for word."""
        return self.contributions - self.wordings


@dataclass(frozen=True)
class Disputed:
    """How many objections to a finding are shown, and how many of them have no reply yet."""

    objected: int
    unanswered: int


class FindingVersion(models.Model):
    """What a finding says. A draft (``published_in`` is None) is rewritten in place, each time under a new edition."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField()
    reason = models.TextField(blank=True)
    written_at = models.DateTimeField()
    author = models.ForeignKey(Author, models.PROTECT, related_name="+")
    published_in = models.ForeignKey(SynthesisVersion, models.PROTECT, null=True, related_name="findings")
    edition = models.PositiveIntegerField(default=1)
    # What it rests on, kept as it is cited: see ``Support``.
    contributions = models.PositiveIntegerField(default=0)
    wordings = models.PositiveIntegerField(default=0)
    other_texts = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    bodies = models.PositiveIntegerField(default=0)
    by_passage = models.PositiveIntegerField(default=0)

    personal: ClassVar[PersonalData] = BY_AN_AGENT
    objects = FindingVersionQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["finding", "number"], name="one_finding_version_for_a_number"),
            models.CheckConstraint(
                condition=Q(published_in__isnull=False) | Q(number=1), name="only_the_first_version_is_ever_a_draft"
            ),
        )

    def __str__(self) -> str:
        return f"{self.finding_id} v{self.number}"

    @property
    def digest(self) -> str:
        return digests.plain({"title": self.title, "body": self.body})

    @property
    def support(self) -> Support:
        return Support(**{count.name: getattr(self, count.name) for count in fields(Support)})

    @property
    def disputed(self) -> Disputed:
        """Read ``with_objections``; raises KeyError otherwise."""
        return Disputed(**{count.name: self.__dict__[count.name] for count in fields(Disputed)})


class Citation(models.Model):
    """That a version of a finding rests on a source: on the whole of one version of it, or on a passage."""

    finding_version = models.ForeignKey(FindingVersion, models.PROTECT, related_name="citations")
    source = models.ForeignKey(Source, models.PROTECT, related_name="citations")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    passage = models.ForeignKey(Passage, models.PROTECT, null=True, blank=True, related_name="+")
    # The number of its source, which an index knows; and its rank among those that stand beside the finding.
    number = models.PositiveBigIntegerField(default=0)
    rank = models.PositiveSmallIntegerField(null=True)

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["finding_version", "source"], condition=Q(passage__isnull=True), name="cited_whole_once"
            ),
            models.UniqueConstraint(
                fields=["finding_version", "passage"],
                condition=Q(passage__isnull=False),
                name="each_passage_cited_once",
            ),
        )
        indexes = (
            models.Index(fields=["finding_version", "number"], name="citations_in_order"),
            models.Index(fields=["finding_version", "rank"], condition=Q(rank__isnull=False), name="citations_beside"),
        )

    def __str__(self) -> str:
        return f"{self.finding_version_id} ← {self.source_id}"
