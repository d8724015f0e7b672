"""Taking a file in: looked at, made safe, stored, and nobody's but its author's."""

import hashlib
import logging
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Sum
from django.utils.translation import gettext as _

from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.authors.models import Author
from cestvous.foundation.files.actions.formats import cleaned, examine, format_of
from cestvous.foundation.files.actions.refusals import infected_in_words
from cestvous.foundation.files.actions.scanning import Scan, scan
from cestvous.foundation.files.models import File, FileKind, where_small_stored, where_stored
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock
from cestvous.kernel.transactions import action
from cestvous.kernel.verdicts import Refused, Verdict

if TYPE_CHECKING:
    from django.core.files.base import File as DjangoFile

    Sent = DjangoFile[bytes]

logger = logging.getLogger(__name__)
# How many files, and bytes of them, one person may have waiting to be attached.
MOST_PENDING, MOST_PENDING_BYTES = 30, 100_000_000
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class _Content:
    """What will be stored of a file."""

    name: str
    kind: FileKind
    media_type: str
    content: bytes
    width: int = 0
    height: int = 0
    small: bytes = b""
    small_width: int = 0


def receive(*, by: Person, upload: "Sent", only: FileKind | None = None) -> File:
    """Take a file in for whoever sends it. Raises Refused, in words, for one that is not taken.

    It is theirs alone until an owner attaches it, and thrown away if none does within a day. ``only``: the one kind
    that is taken here.
    """
    content, stored = _examined(upload, only), list[str]()
    found = scan(content.content)
    if found is Scan.INFECTED:
        raise infected_in_words(content.name)
    try:
        return _kept(by, content, stored, waits_for_scan=found is Scan.UNKNOWN)
    except BaseException:
        _take_away(stored)
        raise


def _take_away(stored: list[str]) -> None:
    """Bytes that no row names would be nobody's to erase."""
    for name in stored:
        try:
            default_storage.delete(name)
        except OSError as error:
            logger.warning("Bytes that no row names could not be deleted: %s", type(error).__name__)


def _examined(upload: "Sent", only: FileKind | None) -> _Content:
    name = cleaned(upload.name or "")
    said = format_of(name, only)
    most = settings.PICTURE_MEGABYTES if said.kind == FileKind.PICTURE else settings.DOCUMENT_MEGABYTES
    if upload.size > most * MEGABYTE:
        reason = _("“%(name)s” is too large: %(most)d MB at most.") % {"name": name, "most": most}
        raise Refused(Verdict.no(reason, remedy=_("Make it smaller, and send that.")))
    upload.seek(0)
    content = upload.read()
    if not content:
        raise Refused(Verdict.no(_("“%(name)s” is empty.") % {"name": name}))
    drawn = examine(name, said, content)
    if drawn is None:
        return _Content(name, said.kind, said.media_type, content)
    return _Content(
        name=str(PurePosixPath(name).with_suffix(drawn.suffix)),
        kind=said.kind,
        media_type=drawn.media_type,
        content=drawn.content,
        width=drawn.width,
        height=drawn.height,
        small=drawn.small,
        small_width=drawn.small_width,
    )


@action
def _kept(by: Person, content: _Content, stored: list[str], *, waits_for_scan: bool) -> File:
    """Store it. ``stored`` gets the name of all of which anything may be there, whatever happens next."""
    author = author_of(by)
    # The author is held until the transaction ends: of two files sent at one instant, the second is counted after.
    Author.objects.select_for_update(no_key=True).get(pk=author.pk)
    pending = File.objects.received_from(by)
    waiting = pending.aggregate(bytes=Sum("size"))["bytes"] or 0
    if pending.count() >= MOST_PENDING or waiting + len(content.content) > MOST_PENDING_BYTES:
        raise Refused(
            Verdict.no(
                _("You have sent many files that nothing shows yet."),
                remedy=_("Publish what they belong to, or come back tomorrow: they are thrown away after a day."),
            )
        )
    now = clock.now()
    file = File(
        author=author,
        kind=content.kind,
        name=content.name,
        media_type=content.media_type,
        size=len(content.content),
        width=content.width,
        height=content.height,
        small_width=content.small_width,
        checksum=hashlib.sha256(content.content).hexdigest(),
        received_at=now,
        standing_since=now,
        waits_for_scan=waits_for_scan,
    )
    # Stored before the row exists: a row never names bytes that are not there.
    stored += [where_stored(file, content.name), where_small_stored(file, content.name)]
    file.stored.save(content.name, ContentFile(content.content), save=False)
    if content.small:
        file.small.save(content.name, ContentFile(content.small), save=False)
    file.save()
    return file
