"""``cestvous erasures``: the list by which a restored backup erases again who had left."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.commands.backups.erasures import keep
from cestvous.commands.backups.problems import BackupProblem, in_words


class Command(BaseCommand):
    help = (
        "Write the list of erased accounts into FILE, in place of the one that was there: by numbers, without a name. "
        "Keep it away from this machine, newer than the newest backup; cestvous restore --erasures reads it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help=_("where to write"))

    def handle(self, *, file: Path, **options: object) -> None:
        try:
            count = keep(file.absolute())
        except BackupProblem as problem:
            raise CommandError(str(problem)) from None
        except OSError as error:
            raise CommandError(_("The list could not be written: %(reason)s.") % {"reason": in_words(error)}) from None
        words = ngettext("OK: %(count)d erased account is listed.", "OK: %(count)d erased accounts are listed.", count)
        self.stdout.write(self.style.SUCCESS(words % {"count": count}))
