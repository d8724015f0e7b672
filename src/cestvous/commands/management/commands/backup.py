"""``cestvous backup``: everything of a city in one file, while it goes on."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.commands.backups.archive import FILES
from cestvous.commands.backups.problems import BackupProblem, in_words
from cestvous.commands.backups.taking import take


class Command(BaseCommand):
    help = (
        "Back up the database and all files into one new FILE, while the city goes on. Who is signed in is left out, "
        "and so are settings: keep SECRET_KEY elsewhere. The file names people: keep it as well as the database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help=_("where to write; must not exist"))

    def handle(self, *, file: Path, **options: object) -> None:
        try:
            manifest = take(file.absolute())
        except BackupProblem as problem:
            raise CommandError(str(problem)) from None
        except OSError as error:
            raise CommandError(_("The backup failed: %(reason)s.") % {"reason": in_words(error)}) from None
        files = sum(name.startswith(FILES) for name in manifest.members)
        self.stdout.write(ngettext("%(count)d file", "%(count)d files", files) % {"count": files})
        for name in manifest.missing:
            self.stderr.write(_("The file %(name)s is named, and was not found.") % {"name": name})
        self.stdout.write(
            _("Register: at least to n° %(number)d, %(link)s") % {"number": manifest.number, "link": manifest.link}
        )
        self.stdout.write(self.style.SUCCESS(_("OK: %(file)s is whole.") % {"file": file}))
