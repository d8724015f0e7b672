"""Why a file is not taken, in words, with what would change it."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cestvous.kernel.examining.findings import Unfit, Why
from cestvous.kernel.verdicts import Refused, Verdict

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_AS_PDF = _("Save it without them, or as PDF, and send that.")
_PRINTED = _("Print it as a new PDF, and send that.")
# For each reason, what is the matter and what one can do.
WORDS: "dict[Why, tuple[StrPromise, StrPromise]]" = {
    Why.NOT_WHAT_IT_SAYS: (
        _("“%(name)s” is not what the ending of its name says."),
        _("Open it, save it again in the type you want, and send that."),
    ),
    Why.UNREADABLE: (
        _("“%(name)s” can't be read."),
        _("Is it damaged? Open it, save it again, and send that."),
    ),
    Why.TOO_MANY_PIXELS: (
        _("“%(name)s” has too many pixels: %(width)d × %(height)d."),
        _("Make it smaller, and send that."),
    ),
    Why.UNPACKS_TO_TOO_MUCH: (
        _("“%(name)s” would unpack to more than any document holds."),
        _("Save it as PDF, or in several parts, and send that."),
    ),
    Why.TAKES_TOO_MUCH: (
        _("Reading “%(name)s” takes more than any file that people send."),
        _("Open it, save it again, or make it smaller, and send that."),
    ),
    Why.LOCKED: (
        _("“%(name)s” is locked by a password: nobody could read it."),
        _("Save it without a password, and send that."),
    ),
    Why.MACROS: (_("“%(name)s” contains macros or formulas that run by themselves, which are not taken."), _AS_PDF),
    Why.ACTS: (
        _("“%(name)s” contains a program or a form that sends, which are not taken."),
        _PRINTED,
    ),
    Why.CARRIES: (
        _("“%(name)s” carries other files or programs within it, which are not taken."),
        _("Send each of them by itself, or print it all as a new PDF, and send that."),
    ),
    Why.FETCHES: (
        _("“%(name)s” fetches pictures, sheets or models from elsewhere, which is not taken."),
        _("Break its links to other files, or save it as PDF, and send that."),
    ),
}


def infected_in_words(name: str) -> Refused:
    """The refusal of a file in which the city's scanner found a virus."""
    reason = _("“%(name)s” contains a virus, as our scanner says: it has not been kept.")
    remedy = _("Have your device looked at, then send a clean copy, or the same as PDF.")
    return Refused(Verdict.no(str(reason) % {"name": name}, remedy=str(remedy)))


def unfit_in_words(name: str, unfit: Unfit) -> Refused:
    """The refusal of a file, for whoever sent it."""
    reason, remedy = WORDS[unfit.why]
    return Refused(Verdict.no(str(reason) % {"name": name, **unfit.told}, remedy=str(remedy)))
