"""``cestvous verify``: check a downloaded journal, without the city's database."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from babel.numbers import format_decimal
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language, gettext_lazy, ngettext, to_locale
from django.utils.translation import gettext as _

from cestvous.kernel.chain import LONGEST_LINE, BrokenChain, Checked, Fault, check

BROKEN, UNREADABLE = 1, 2
_FAULTS = {
    Fault.NOT_UTF8: gettext_lazy("this line is not written in UTF-8"),
    Fault.TOO_LONG: gettext_lazy("this line is longer than %(longest)d bytes"),
    Fault.NOT_JSON: gettext_lazy("this line is not a JSON object"),
    Fault.NOT_AS_WRITTEN: gettext_lazy("this line is not spelt as the journal spells it, or says more than it should"),
    Fault.NOT_A_JOURNAL: gettext_lazy("this file does not begin like a journal"),
    Fault.UNKNOWN_VERSION: gettext_lazy("this version of the format is not known here"),
    Fault.NUMBER: gettext_lazy("another number stands here: an entry is missing, moved or repeated"),
    Fault.DIGEST: gettext_lazy("the digest does not match what the entry says: it was changed"),
    Fault.LINK: gettext_lazy("the link does not follow from the entries before it"),
    Fault.NO_END: gettext_lazy("the last line is missing: the download was interrupted, or its end cut off"),
    Fault.WRONG_END: gettext_lazy("the last line does not match the entries before it"),
    Fault.AFTER_THE_END: gettext_lazy("something follows the last line"),
}


class Command(BaseCommand):
    help = (
        "Check a downloaded journal: every digest and every link is computed anew. Needs neither the city's database "
        "nor its settings. Exits with 0 if it holds, 1 if it is broken, 2 if it can't be read."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help=_("the downloaded journal; - for standard input"))
        parser.add_argument(
            "--link",
            metavar="HEX",
            default="",
            help=_("a link noted earlier (64 hexadecimal digits), which must still be in the journal"),
        )

    def handle(self, *, file: str, link: str, verbosity: int, **options: object) -> None:
        noted = link.strip().lower()
        if noted and (len(noted) != 64 or set(noted) - set("0123456789abcdef")):
            raise CommandError(_("A link has 64 hexadecimal digits."), returncode=UNREADABLE)
        with _opened(file) as journal:
            try:
                checked = check(journal, wanted=noted, progress=self._show_progress if verbosity else _show_nothing)
            except BrokenChain as broken:
                raise CommandError(_in_words(file, broken), returncode=BROKEN) from None
            except OSError as error:
                raise CommandError(_unreadable(file, error), returncode=UNREADABLE) from None
        for sentence in _report(checked):
            self.stdout.write(sentence)
        if noted and not checked.found:
            raise CommandError(_("The link that you noted is not in this journal."), returncode=BROKEN)
        if noted:
            self.stdout.write(_("The link that you noted is in it."))
        self.stdout.write(self.style.SUCCESS(_("OK: the chain holds.")))

    def _show_progress(self, count: int) -> None:
        if self.stderr.isatty():
            self.stderr.write("\r" + _("%(count)s entries checked…") % {"count": _grouped(count)}, ending="\r")


def _show_nothing(count: int) -> None:
    """For ``--verbosity 0``."""


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file == "-":
        yield sys.stdin.buffer
        return
    try:
        journal = Path(file).open("rb")  # noqa: SIM115 — closed below, once it could be opened
    except OSError as error:
        raise CommandError(_unreadable(file, error), returncode=UNREADABLE) from None
    with journal:
        yield journal


def _unreadable(file: str, error: OSError) -> str:
    return _("%(file)s can't be read: %(reason)s.") % {"file": file, "reason": error.strerror}


def _in_words(file: str, broken: BrokenChain) -> str:
    facts = {"file": file, "line": broken.line, "number": broken.number}
    facts["fault"] = str(_FAULTS[broken.fault]) % {"longest": LONGEST_LINE}
    if broken.number is None:
        return _("%(file)s, line %(line)d: %(fault)s.") % facts
    return _("%(file)s, line %(line)d, entry n° %(number)d: %(fault)s.") % facts


def _grouped(number: int) -> str:
    """A number as people read it. That of a line stays as it is typed into an editor."""
    return str(format_decimal(number, locale=to_locale(get_language() or settings.LANGUAGE_CODE)))


def _report(checked: Checked) -> Iterator[str]:
    yield _("Journal of %(site)s") % {"site": checked.site}
    if not checked.count:
        yield _("No entry, after the link %(link)s") % {"link": checked.last_link}
        return
    words = ngettext("%(count)s entry, n° %(first)s", "%(count)s entries, n° %(first)s to n° %(last)s", checked.count)
    numbers = {"count": checked.count, "first": checked.first, "last": checked.last}
    yield words % {name: _grouped(number) for name, number in numbers.items()}
    if checked.restricted:
        words = ngettext(
            "%(count)s of them is restricted: only its place in the chain can be checked.",
            "%(count)s of them are restricted: only their place in the chain can be checked.",
            checked.restricted,
        )
        yield words % {"count": _grouped(checked.restricted)}
    if checked.first > 1:
        yield _("Link before the first: %(link)s") % {"link": checked.link_before}
    yield _("Last link: %(link)s") % {"link": checked.last_link}
