"""Files."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta
from pathlib import PurePosixPath
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cestvous.foundation.authors.models import Author
from cestvous.foundation.people.models import Person
from cestvous.kernel import digests
from cestvous.kernel.personal_data import KeptFor, PersonalData
from cestvous.kernel.references import Reference

# What nobody attached by then is thrown away.
UNATTACHED_FOR = timedelta(days=1)


class FileKind(models.TextChoices):
    PICTURE = "picture", _("picture")
    DOCUMENT = "document", _("document")


class FileStanding(models.TextChoices):
    RECEIVED = "received", _("received")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


def new_identifier() -> str:
    """128 random bits in hexadecimal: an address that nobody can guess."""
    return secrets.token_hex(16)


def where_stored(file: File, name: str) -> str:
    """Where the bytes are put: named by the identifier, and by nothing that anybody typed. Never known outside."""
    return f"{file.identifier[:2]}/{file.identifier}{PurePosixPath(name).suffix}"


def where_small_stored(file: File, name: str) -> str:
    return f"{file.identifier[:2]}/{file.identifier}-small{PurePosixPath(name).suffix}"


class FileQuerySet(models.QuerySet["File"]):
    def of(self, owner: Reference) -> FileQuerySet:
        """What one thing shows, in order, with what was withdrawn from it."""
        return self.of_all([owner])

    def of_all(self, owners: Iterable[Reference]) -> FileQuerySet:
        """What several things show, in order, with what was withdrawn from them."""
        any_of_them = Q(pk__in=())
        numbers: dict[tuple[str, int | None], list[int]] = {}
        for owner in owners:
            numbers.setdefault((owner.kind, owner.consultation), []).append(owner.number)
        for (kind, consultation), known in numbers.items():
            any_of_them |= Q(owner_kind=kind, owner_number__in=known, consultation=consultation)
        return self.filter(any_of_them, attached_at__isnull=False).order_by("position", "pk")

    def of_consultation(self, number: int) -> FileQuerySet:
        return self.filter(consultation=number, attached_at__isnull=False).order_by("pk")

    def published(self) -> FileQuerySet:
        return self.filter(standing=FileStanding.PUBLISHED)

    def received_from(self, person: Person) -> FileQuerySet:
        """What a person sent that nothing shows yet."""
        return self.filter(author__person=person, standing=FileStanding.RECEIVED).order_by("pk")

    def with_authors(self) -> FileQuerySet:
        return self.select_related("author__person")


class File(models.Model):
    """A picture or a document. ``stored`` is what is served; ``small`` the same picture for narrow screens, if it is
    larger than that; ``checksum`` the SHA-256 of ``stored``. ``owner`` is empty while it is only received."""

    identifier = models.CharField(max_length=32, unique=True, default=new_identifier)
    author = models.ForeignKey(Author, models.PROTECT, related_name="+")
    owner_kind = models.CharField(max_length=40, blank=True)
    owner_number = models.PositiveBigIntegerField(null=True, blank=True)
    consultation = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    kind = models.CharField(max_length=8, choices=FileKind)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    small_width = models.PositiveIntegerField(default=0)
    stored = models.FileField(upload_to=where_stored, max_length=200, blank=True)
    small = models.FileField(upload_to=where_small_stored, max_length=200, blank=True)
    checksum = models.CharField(max_length=64, blank=True)
    salt = models.CharField(max_length=32, default=digests.new_salt, blank=True)

    description = models.CharField(max_length=300, blank=True)
    credit = models.CharField(max_length=120, blank=True)

    standing = models.CharField(max_length=9, choices=FileStanding, default=FileStanding.RECEIVED)
    standing_since = models.DateTimeField()
    received_at = models.DateTimeField()
    attached_at = models.DateTimeField(null=True)

    personal: ClassVar[PersonalData] = PersonalData(
        kept_for=KeptFor.PARTICIPATION,
        about=_("Files that you send"),
        fields={
            "author": _("that you sent it"),
            "name": _("the name that you gave it"),
            "stored": _("what a picture or a document shows of you or of others"),
            "small": _("the same picture, smaller"),
            "description": _("your words about it"),
            "credit": _("who made it"),
            "checksum": _("a digest of the file"),
        },
        kept=_(
            "a day, if nothing shows it; else for as long as the consultation's public record, the file itself until "
            "it is withdrawn"
        ),
        delay=UNATTACHED_FOR,
    )
    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(owner_kind="", owner_number__isnull=True, attached_at__isnull=True)
                | (~Q(owner_kind="") & Q(owner_number__isnull=False, attached_at__isnull=False)),
                name="a_file_is_attached_to_something",
            ),
            models.CheckConstraint(
                condition=~Q(standing="published") | Q(attached_at__isnull=False), name="only_what_is_attached_is_shown"
            ),
            models.CheckConstraint(
                condition=~Q(standing="published", kind="picture", description=""),
                name="a_picture_that_is_shown_is_described",
            ),
        )
        indexes = (
            models.Index(fields=["consultation", "owner_kind", "owner_number"], name="files_of_a_thing"),
            models.Index(fields=["standing", "standing_since"], name="files_to_purge"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> Reference | None:
        """What shows it; None while it is only received."""
        if self.owner_number is None:
            return None
        return Reference(self.owner_kind, self.owner_number, self.consultation)

    @property
    def is_picture(self) -> bool:
        return self.kind == FileKind.PICTURE

    @property
    def is_published(self) -> bool:
        return self.standing == FileStanding.PUBLISHED

    @property
    def small_height(self) -> int:
        return round(self.height * self.small_width / self.width) if self.width else 0

    @property
    def digest(self) -> str:
        """What the journal holds of these bytes: nothing can be learnt from it once the salt is gone."""
        return digests.salted(self.salt, self.checksum.encode())
