"""Threads, comments, endorsements."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cestvous.foundation.authors.models import Author
from cestvous.foundation.sources.models import Source
from cestvous.kernel.personal_data import NOTHING_PERSONAL, KeptFor, PersonalData
from cestvous.kernel.references import Reference

DEEPEST = 3


class Side(models.TextChoices):
    FOR = "for", _("for")
    AGAINST = "against", _("against")
    NEUTRAL = "neutral", _("neutral")


class Thread(models.Model):
    """What hangs under one thing: comments, and how many of them are published."""

    kind = models.CharField(max_length=40)
    number = models.PositiveBigIntegerField()
    consultation = models.PositiveIntegerField()
    comment_count = models.PositiveIntegerField(default=0)

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["consultation", "kind", "number"], name="one_thread_under_a_thing"),
        )
        indexes = (
            models.Index(fields=["consultation", "kind", "comment_count", "number"], name="threads_by_comments"),
        )

    def __str__(self) -> str:
        return str(self.reference)

    @property
    def reference(self) -> Reference:
        return Reference(self.kind, self.number, self.consultation)


class CommentQuerySet(models.QuerySet["Comment"]):
    def with_words(self) -> CommentQuerySet:
        return self.select_related("source__current", "source__author__person", "source__mandate")

    def in_reading_order(self) -> CommentQuerySet:
        """Each argument followed by its replies: ``path`` spells the way down to a comment."""
        return self.order_by("path")


class Comment(models.Model):
    """One part of a discussion: an argument on a side, or a reply to one, at most DEEPEST deep."""

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="comments")
    number = models.PositiveBigIntegerField()
    consultation = models.PositiveIntegerField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    path = models.CharField(max_length=40)
    depth = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=7, choices=Side)
    source = models.OneToOneField(Source, models.PROTECT)
    endorsement_count = models.PositiveIntegerField(default=0)
    tally_elsewhere = models.PositiveIntegerField(null=True)

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL
    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["consultation", "number"], name="one_comment_for_a_public_number"),
            models.CheckConstraint(condition=Q(depth__lte=DEEPEST), name="threads_are_not_bottomless"),
        )
        indexes = (models.Index(fields=["thread", "path"], name="comments_in_reading_order"),)

    def __str__(self) -> str:
        return str(self.source.reference)


class Endorsement(models.Model):
    """ "I agree": one per person and argument."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="endorsements")
    author = models.ForeignKey(Author, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    personal: ClassVar[PersonalData] = PersonalData(
        kept_for=KeptFor.PARTICIPATION,
        about=_("Your positions and agreements"),
        fields={"author": _("that they are yours"), "comment": _("the arguments with which you agree")},
        kept=_("until you withdraw them or your account is erased"),
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["comment", "author"], name="one_endorsement_per_person"),)

    def __str__(self) -> str:
        return f"{self.author_id} → {self.comment_id}"
