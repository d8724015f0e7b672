"""Files as pages show them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from cestvous.foundation.files.models import File, FileStanding
from cestvous.kernel.dates import day_in_words
from cestvous.kernel.references import Reference
from cestvous.web.design.shapes import FileShown, FilesShown
from cestvous.web.design.sizes import weight_in_words
from cestvous.web.files.address import address_of, small_address_of

NOTHING = FilesShown()


def shown(file: File) -> FileShown:
    return FileShown(
        url=address_of(file),
        name=file.name,
        is_picture=file.is_picture,
        type=file.name.rsplit(".", 1)[-1].upper(),
        weight=weight_in_words(file.size),
        at=file.attached_at,
        description=file.description,
        credit=file.credit,
        width=file.width,
        height=file.height,
        small_url=small_address_of(file),
        small_width=file.small_width,
    )


def shown_of(owner: Reference) -> FilesShown:
    """The files of one thing: one query."""
    return shown_of_all([owner]).get(owner, NOTHING)


def shown_of_all(
    owners: Iterable[Reference], *, named: bool = False, since: datetime | None = None
) -> dict[Reference, FilesShown]:
    """The files of several things, by their reference, without those that have none: one query for all.

    Of what was withdrawn, the statement says what it was if it is ``named``: where the city speaks, not somebody. What
    was before ``since`` is left out: nobody had seen it.
    """
    by_owner: dict[Reference, list[File]] = {}
    for file in File.objects.of_all(owners):
        if file.owner is not None:
            by_owner.setdefault(file.owner, []).append(file)
    return {owner: _together(files, named, since) for owner, files in by_owner.items()}


def _together(files: Sequence[File], named: bool, since: datetime | None) -> FilesShown:
    published = [file for file in files if file.is_published]
    return FilesShown(
        pictures=[shown(file) for file in published if file.is_picture],
        documents=[shown(file) for file in published if not file.is_picture],
        gone=[
            _gone(file, named)
            for file in files
            if file.standing == FileStanding.WITHDRAWN and (since is None or file.standing_since > since)
        ],
    )


def _gone(file: File, named: bool) -> str:
    told = {"day": day_in_words(file.standing_since), "what": file.description or file.name}
    if named:
        return _("“%(what)s” was taken away on %(day)s.") % told
    words = _("A picture was taken away on %(day)s.") if file.is_picture else _("A document was taken away on %(day)s.")
    return words % told
