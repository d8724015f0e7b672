# ruff: noqa: N999 — Django names a command after its file.
"""``cestvous import``: bring in a consultation that was held elsewhere."""

from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.commands.importing.loading import (
    Checked,
    FileChangedMeanwhile,
    FileHasProblems,
    Leads,
    Progress,
    check,
    imported_as,
    load,
)
from cestvous.commands.importing.problems import Problems
from cestvous.commands.importing.records import Header
from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.mandates.policy import Permission, mandate_granting
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock, periods
from cestvous.kernel.dates import day_in_words, instant_in_words
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations.messages import PURPOSES
from cestvous.procedure.consultations.models import Consultation

REFUSED, UNREADABLE = 1, 2
FURTHEST = timedelta(days=3_652)


class Command(BaseCommand):
    help = (
        "Import a consultation held elsewhere, from a file in the format of docs/import-format.md: whole, or not at "
        "all. Importing the same file again changes nothing. Exits with 0 if it is there, 1 if it was refused, 2 if "
        "the file can't be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["consultation"])
        parser.add_argument("file", metavar="FILE", help=_("JSON Lines, see docs/import-format.md"))
        parser.add_argument("--agent", required=True, metavar="EMAIL", help=_("the agent who will be in charge of it"))
        parser.add_argument("--sponsor", required=True, metavar="EMAIL", help=_("the elected official who sponsors it"))
        parser.add_argument(
            "--synthesis-starts",
            metavar="INSTANT",
            help=_("until when contributions stay open here, as 2026-03-02T18:00; if not given, they closed elsewhere"),
        )

    def handle(
        self,
        *,
        file: str,
        agent: str,
        sponsor: str,
        synthesis_starts: str | None,
        verbosity: int,
        **options: object,
    ) -> None:
        self.verbosity = verbosity
        at = clock.now()
        leads = _leads(agent, sponsor, at)
        path = Path(file)
        checked = self._checked(path)
        known = imported_as(checked.header.key)
        if known is not None:
            self._say(_already(checked, *known))
            return
        starts = _synthesis_starts(checked.header, synthesis_starts)
        consultation = self._loaded(path, checked, leads, starts)
        self._report(checked, consultation)

    def _checked(self, path: Path) -> Checked:
        try:
            return check(path, self._progress(_("%(count)d lines checked…")))
        except OSError as error:
            facts = {"file": path, "reason": error.strerror}
            raise CommandError(_("%(file)s can't be read: %(reason)s.") % facts, returncode=UNREADABLE) from None
        except FileHasProblems as error:
            raise CommandError(_in_words(path, error.problems), returncode=REFUSED) from None

    def _loaded(self, path: Path, checked: Checked, leads: Leads, starts: datetime) -> Consultation:
        try:
            return load(path, checked, leads, starts, self._progress(_("%(count)d lines imported…")))
        except Refused as refused:
            raise CommandError(str(refused.verdict.reason), returncode=REFUSED) from None
        except FileChangedMeanwhile:
            raise CommandError(
                _("The file was changed while it was being imported: nothing was kept."), returncode=REFUSED
            ) from None
        except IntegrityError:
            if imported_as(checked.header.key) is None:
                raise
            raise CommandError(
                _("Somebody else has just imported this consultation: nothing was kept of this import."),
                returncode=REFUSED,
            ) from None

    def _progress(self, words: str) -> Progress:
        def show(count: int) -> None:
            if self.verbosity and self.stderr.isatty():
                self.stderr.write("\r" + words % {"count": count}, ending="\r")

        return show

    def _say(self, words: str) -> None:
        if self.verbosity:
            self.stdout.write(words)

    def _report(self, checked: Checked, consultation: Consultation) -> None:
        facts = {"number": consultation.number, "title": consultation.title}
        self._say(_("Imported as consultation n° %(number)d: %(title)s") % facts)
        self._say(_("%(contribution)d contributions, %(argument)d arguments, %(document)d documents.") % checked.counts)
        for phase in consultation.schedule.phases:
            if phase.entered_at is None:
                words = _("%(phase)s: from %(instant)s.")
                self._say(words % {"phase": PURPOSES[phase.purpose], "instant": instant_in_words(phase.starts_at)})


def _leads(agent: str, sponsor: str, at: datetime) -> Leads:
    person, mandate = _holder(agent, Permission.LEAD, "--agent", at)
    return Leads(person, mandate, _holder(sponsor, Permission.SIGN, "--sponsor", at)[1])


def _holder(email: str, permission: Permission, option: str, at: datetime) -> tuple[Person, Mandate]:
    facts = {"option": option, "email": email}
    person = Person.objects.filter(email__iexact=email.strip()).first()
    if person is None:
        raise CommandError(_("%(option)s: there is no account with the address %(email)s.") % facts)
    mandate = mandate_granting(person, permission, at)
    if mandate is None:
        words = {
            Permission.LEAD: _("%(option)s: %(email)s is not a city agent today. Use cestvous appoint first."),
            Permission.SIGN: _("%(option)s: %(email)s is not an elected official today. Use cestvous appoint first."),
        }
        raise CommandError(words[permission] % facts)
    return person, mandate


def _synthesis_starts(header: Header, given: str | None) -> datetime:
    """When contributions close here: as the option says, on the city's wall clock unless it gives a zone."""
    if given is None:
        return header.closed_on
    try:
        instant = datetime.fromisoformat(given)
        if instant.tzinfo is None:
            instant = periods.from_wall_clock(instant, timezone.get_default_timezone())
        instant = instant.astimezone(UTC)
    except periods.ImpossibleTime as error:
        raise CommandError(f"--synthesis-starts: {error}") from None
    except (ValueError, OverflowError):
        raise CommandError(
            _("--synthesis-starts: %(given)s is not an instant. Write it as 2026-03-02T18:00.") % {"given": given}
        ) from None
    if instant > clock.now() + FURTHEST:
        raise CommandError(_("--synthesis-starts: this is more than ten years from now."))
    if instant < header.closed_on:
        raise CommandError(
            _("--synthesis-starts: the file holds contributions until %(closed)s.")
            % {"closed": instant_in_words(header.closed_on)}
        )
    return instant


def _already(checked: Checked, consultation: Consultation, digest: str, at: datetime) -> str:
    """What to say of a consultation that is there already. Raises CommandError if the file is no longer the same."""
    facts = {"key": checked.header.key, "number": consultation.number, "day": day_in_words(at)}
    if digest == checked.digest:
        return _("Already imported on %(day)s, as consultation n° %(number)d: nothing to do.") % facts
    raise CommandError(
        _(
            "“%(key)s” was imported on %(day)s as consultation n° %(number)d, from a file that said something else. "
            "What is on the record is not overwritten: to import this file beside it, give it another key."
        )
        % facts,
        returncode=REFUSED,
    )


def _in_words(path: Path, problems: Problems) -> str:
    lines = []
    for problem in problems.shown:
        facts = {"file": path, "line": problem.line, "field": problem.field, "reason": problem.reason}
        with_field = _("%(file)s, line %(line)d, field “%(field)s”: %(reason)s")
        lines.append((with_field if problem.field else _("%(file)s, line %(line)d: %(reason)s")) % facts)
    hidden = problems.count - len(problems.shown)
    if hidden:
        lines.append(ngettext("… and %(count)d more.", "… and %(count)d more.", hidden) % {"count": hidden})
    lines.append(_("Nothing was imported."))
    return "\n".join(lines)
