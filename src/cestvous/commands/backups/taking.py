"""Taking a backup, while the city goes on."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from cestvous.commands.backups import databases
from cestvous.commands.backups.archive import DATABASE, FILES, Manifest, written
from cestvous.commands.backups.problems import BackupProblem
from cestvous.foundation.files.models import File
from cestvous.foundation.journal.models import Seal
from cestvous.kernel import clock
from cestvous.kernel.digests import GENESIS


def take(path: Path) -> Manifest:
    """Back up the database and every file into one new file. Raises BackupProblem, OSError.

    Files never change once received. Those named before and after the rows were taken are copied, hence all that the
    rows name, but for what was thrown away meanwhile.
    """
    migrations = _migrations()
    if not migrations:
        raise BackupProblem(_("There is nothing to back up: this database is empty."))
    last = Seal.objects.last_numbered()
    named = set(_named())
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=path.parent) as scratch, written(path) as archive:
        dumped = Path(scratch) / "dump"
        databases.dump(dumped)
        with dumped.open("rb") as rows:
            archive.add(DATABASE, rows, dumped.stat().st_size)
        missing = []
        for name in sorted(named | set(_named())):
            try:
                with default_storage.open(name) as content:
                    archive.add(f"{FILES}{name}", content, content.size)
            except FileNotFoundError:
                missing.append(name)
        manifest = Manifest(
            taken_at=clock.now().isoformat(),
            site=settings.SITE_URL,
            vendor=connection.vendor,
            migrations=migrations,
            number=last.number if last else 0,
            link=last.link if last else GENESIS,
            missing=tuple(missing),
            members=archive.members,
        )
        archive.close_with(manifest)
    return manifest


def _named() -> Iterator[str]:
    """Where every file lies that some row names."""
    for stored, small in File.objects.order_by("pk").values_list("stored", "small").iterator():
        yield from filter(None, (stored, small))


def _migrations() -> dict[str, str]:
    """The last migration of each app that this database has been through."""
    applied = MigrationLoader(connection).applied_migrations
    return {app: max(name for other, name in applied if other == app) for app in {app for app, _name in applied}}
