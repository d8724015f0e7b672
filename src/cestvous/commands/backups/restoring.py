"""Putting a backup back, into an empty place, and checking that everything is there."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.files import File as Content
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from cestvous.commands.backups import databases, erasures
from cestvous.commands.backups.archive import DATABASE, FILES, Manifest, checked, digest_of, members
from cestvous.commands.backups.problems import BackupProblem
from cestvous.foundation.files.models import File
from cestvous.foundation.journal.models import Seal, recompute
from cestvous.kernel.chain import BrokenChain


@dataclass(frozen=True)
class Restored:
    """What was put back. ``entries`` of the register were recomputed; ``lost``: files that a row names and that are not
    there, and were not there either when the backup was taken. ``erased``: accounts that were erased again."""

    manifest: Manifest
    files: int
    entries: int
    link: str
    lost: tuple[str, ...]
    erased: int = 0


def restore(path: Path, list_of_erased: Path | None = None) -> Restored:
    """Restore into an empty database and an empty place for files. Raises BackupProblem, OSError.

    The whole backup is checked before anything is written. Files come first and rows last: as long as the database is
    empty, an interrupted restoration can be begun again. Whoever left since is erased again, by the list.
    """
    manifest = checked(path)
    erased = erasures.read(list_of_erased) if list_of_erased else []
    _refuse_what_does_not_fit(manifest)
    files = 0
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=path.parent) as scratch:
        for name, content in members(path):
            if name.startswith(FILES):
                _put(name.removeprefix(FILES), Content(content), manifest.members[name])
                files += 1
        for name, content in members(path):
            if name == DATABASE:
                databases.load(content, Path(scratch))
                break
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    entries, link = _register(manifest)
    lost = tuple(_lost(manifest))
    return Restored(manifest, files, entries, link, lost, sum(1 for _account in erasures.apply(erased)))


def _refuse_what_does_not_fit(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        facts = {"theirs": manifest.vendor, "ours": connection.vendor}
        raise BackupProblem(
            _("This backup is of a %(theirs)s database, and DATABASE_URL names one of %(ours)s.") % facts
        )
    if not databases.is_empty():
        raise BackupProblem(_("This database is not empty. A backup is restored into an empty one, never over a city."))
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    for app, name in manifest.migrations.items():
        if (app, name) not in known:
            raise BackupProblem(
                _("This backup was taken by a newer version of this software: it does not know %(migration)s.")
                % {"migration": f"{app}.{name}"}
            )


def _put(name: str, content: "Content[bytes]", digest: str) -> None:
    """Store a file under its own name; one that is there already must be the same."""
    if not default_storage.exists(name):
        stored = default_storage.save(name, content)
        if stored != name:
            raise BackupProblem(_("The file %(name)s can't be put where it was.") % {"name": name})
        return
    with default_storage.open(name) as there:
        if digest_of(there) != digest:
            raise BackupProblem(
                _("Another file stands where %(name)s was. Restore into an empty place.") % {"name": name}
            )


def _register(manifest: Manifest) -> tuple[int, str]:
    """Recompute the whole register, restricted entries included, and find the entry that the manifest names."""
    try:
        entries, link = recompute()
    except BrokenChain as broken:
        raise BackupProblem(
            _("The register does not hold from entry n° %(number)s on.") % {"number": broken.number}
        ) from None
    if manifest.number and not Seal.objects.filter(number=manifest.number, link=manifest.link).exists():
        raise BackupProblem(_("The register is not the one of which this backup was taken."))
    return entries, link


def _lost(manifest: Manifest) -> Iterator[str]:
    """Files that rows name and that nothing holds. Raises BackupProblem if the backup should have held one."""
    for names in File.objects.order_by("pk").values_list("stored", "small").iterator():
        for name in filter(None, names):
            if f"{FILES}{name}" in manifest.members:
                continue
            if name not in manifest.missing:
                raise BackupProblem(_("The backup does not hold the file %(name)s.") % {"name": name})
            yield name
