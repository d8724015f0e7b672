"""``cestvous restore``: a backup, put back into an empty place and checked."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.commands.backups.archive import checked
from cestvous.commands.backups.problems import BackupProblem, in_words
from cestvous.commands.backups.restoring import restore


class Command(BaseCommand):
    help = (
        "Restore a backup into the empty database of DATABASE_URL and the empty place for files, then check it: every "
        "entry of the register is recomputed, every file compared. Exits with 0 only if everything is there."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help=_("a file that cestvous backup wrote"))
        parser.add_argument("--check", action="store_true", help=_("read the backup whole, and restore nothing"))

        parser.add_argument(
            "--erasures", metavar="LIST", type=Path, help=_("a list that cestvous erasures wrote: erase them again")
        )

    def handle(self, *, file: Path, check: bool, erasures: Path | None, **options: object) -> None:
        path = file.absolute()
        try:
            if check:
                manifest = checked(path)
                self.stdout.write(
                    _("Taken at %(instant)s from %(site)s") % self._facts(manifest.taken_at, manifest.site)
                )
                self.stdout.write(self.style.SUCCESS(_("OK: %(file)s is whole.") % {"file": file}))
                return
            restored = restore(path, erasures.absolute() if erasures else None)
        except BackupProblem as problem:
            raise CommandError(str(problem)) from None
        except OSError as error:
            raise CommandError(_("The restoration failed: %(reason)s.") % {"reason": in_words(error)}) from None
        manifest = restored.manifest
        self.stdout.write(_("Taken at %(instant)s from %(site)s") % self._facts(manifest.taken_at, manifest.site))
        self.stdout.write(ngettext("%(count)d file", "%(count)d files", restored.files) % {"count": restored.files})
        for name in restored.lost:
            self.stderr.write(_("The file %(name)s is named, and was not found.") % {"name": name})
        self.stdout.write(
            _("Register: %(number)d entries recomputed, last link %(link)s")
            % {"number": restored.entries, "link": restored.link}
        )
        if erasures is None:
            self.stderr.write(
                _("Accounts erased since %(instant)s are back: restore with --erasures, or erase them again.")
                % {"instant": manifest.taken_at}
            )
        else:
            words = ngettext("%(count)d account erased again", "%(count)d accounts erased again", restored.erased)
            self.stdout.write(words % {"count": restored.erased})
        self.stdout.write(self.style.SUCCESS(_("OK: everything that the backup holds is there.")))

    def _facts(self, instant: str, site: str) -> dict[str, str]:
        return {"instant": instant, "site": site}
