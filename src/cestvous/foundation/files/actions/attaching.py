"""Putting files under what shows them, and taking them back. Called by owners, inside their own actions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.files.actions.purging import sweep
from cestvous.foundation.files.models import File, FileStanding
from cestvous.foundation.people.models import Person
from cestvous.kernel import text
from cestvous.kernel.references import Reference
from cestvous.kernel.transactions import action
from cestvous.kernel.verdicts import Refused, Verdict


@dataclass(frozen=True)
class Joined:
    """A file as a form joins it to something. ``description``: what a picture shows, for those who don't see it."""

    file: File
    description: str = ""
    credit: str = ""


@dataclass
class Arranged:
    """What ``arrange`` did: for the owner to record."""

    attached: list[File] = field(default_factory=list)
    described: list[File] = field(default_factory=list)
    withdrawn: list[File] = field(default_factory=list)
    moved: bool = False

    def __bool__(self) -> bool:
        """Did anything change?"""
        return bool(self.attached or self.described or self.withdrawn or self.moved)


@action
def arrange(*, by: Person, to: Reference, joined: Sequence[Joined], at: datetime) -> Arranged:
    """Bring what ``to`` shows to exactly what is ``joined``, in that order.

    Those received from ``by`` are attached; those that ``to`` shows already are described anew, or stay as they are;
    those that it shows and that are left out are withdrawn. The caller has asked whether ``by`` may, holds the lock on
    the owner, and records what is returned. Raises Refused for a file that is neither, and for a picture without a
    description.
    """
    shown = {file.pk: file for file in File.objects.of(to).published().select_for_update()}
    done = Arranged()
    for position, one in enumerate(joined):
        file = shown.pop(one.file.pk, None)
        if file is None:
            done.attached.append(_attached(by, to, one, position, at))
            continue
        done.moved |= file.position != position
        if _described(file, one, position):
            done.described.append(file)
    for file in shown.values():
        withdraw(file=file, at=at)
        done.withdrawn.append(file)
    return done


@action
def attach(*, by: Person, to: Reference, joined: Sequence[Joined], at: datetime) -> list[File]:
    """Put more files under ``to``, after those that it shows. The rest as for ``arrange``."""
    first = File.objects.of(to).count()
    return [_attached(by, to, one, first + place, at) for place, one in enumerate(joined)]


def _attached(by: Person, to: Reference, one: Joined, position: int, at: datetime) -> File:
    # Held: neither the purge nor the same form sent twice can take it meanwhile.
    file = File.objects.received_from(by).select_for_update().filter(pk=one.file.pk).first()
    if file is None:
        raise Refused(
            Verdict.no(
                _("“%(name)s” is no longer there.") % {"name": one.file.name},
                remedy=_("Files that nothing shows are thrown away after a day: send it again."),
            )
        )
    file.author = author_of(by)
    file.owner_kind, file.owner_number, file.consultation = to.kind, to.number, to.consultation
    file.position = position
    file.description, file.credit = _words(file, one)
    file.standing, file.standing_since, file.attached_at = FileStanding.PUBLISHED, at, at
    file.save()
    return file


def _described(file: File, one: Joined, position: int) -> bool:
    """Bring the words and the place of a file that stays to what the form says; True if its words changed."""
    before = (file.description, file.credit)
    file.description, file.credit = _words(file, one)
    file.position = position
    file.save(update_fields=["description", "credit", "position"])
    return before != (file.description, file.credit)


def _words(file: File, one: Joined) -> tuple[str, str]:
    description, credit = (" ".join(text.clean(words).split()) for words in (one.description, one.credit))
    if file.is_picture and not description:
        raise Refused(
            Verdict.no(
                _("Say what “%(name)s” shows.") % {"name": file.name},
                remedy=_("Those who don't see the picture read or hear these words instead."),
            )
        )
    return description, credit


@action
def erase(*, file: File, at: datetime) -> None:
    """Take a file back for good, whatever became of it: its name and what was said of it go with its bytes."""
    if file.standing != FileStanding.WITHDRAWN:
        withdraw(file=file, at=at)
    File.objects.filter(pk=file.pk).update(name="", description="", credit="")


@action
def withdraw(*, file: File, at: datetime) -> None:
    """Take a file back: its bytes are deleted, and pages say since when it is no longer there."""
    file.standing, file.standing_since = FileStanding.WITHDRAWN, at
    # Without its salt, what the journal holds of the file says nothing of it any more.
    file.salt = file.checksum = ""
    file.save(update_fields=["standing", "standing_since", "salt", "checksum"])
    transaction.on_commit(sweep, robust=True)
