"""Who speaks for an organisation, who says so, and what an organisation may be called."""

import re
from collections.abc import Iterable
from datetime import datetime
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.mandates.policy import Permission, Reader, mandate_granting, passes_for
from cestvous.foundation.organisations.models import Organisation, Representative, RepresentativeState
from cestvous.foundation.people.models import NameKind, Person
from cestvous.kernel.stems import stems
from cestvous.kernel.text import folded
from cestvous.kernel.verdicts import Verdict

# A number of the register of associations (RNA), or of that of all organisations (SIREN).
_RNA = re.compile(r"W[0-9A-Z][0-9]{8}", re.ASCII)
_SIREN = re.compile(r"[0-9]{9}", re.ASCII)
# Words by which no organisation is told from another.
_ANY_NAME = frozenset(stems("association collectif comité club amicale société entreprise école syndicat union groupe"))
# Two names are near when they share half of their other words, or when so much of their letters is the same.
_SHARED_WORDS, _SHARED_LETTERS = 0.5, 0.84
_MOST_NEAR = 5
# How many requests one person may have waiting: agents read each of them.
MOST_ASKED = 5


def representations_of(reader: Reader) -> list[Representative]:
    """The organisations that a reader represents now; read once for each Person object."""
    if not isinstance(reader, Person) or not reader.is_active or reader.is_administrator:
        return []
    known: list[Representative] | None = reader.__dict__.get("_known_representations")
    if known is None:
        rows = Representative.objects.of(reader).confirmed().with_names()
        known = reader.__dict__["_known_representations"] = list(rows.order_by("organisation__author__name", "pk"))
    return known


def speaking_as(reader: Reader, author: int) -> Representative | None:
    """As what the reader speaks for the organisation whose Author this is; None if they don't, or if it is none."""
    return next((row for row in representations_of(reader) if row.organisation.author_id == author), None)


def represents(reader: Reader, author: int) -> bool:
    return speaking_as(reader, author) is not None


def may_ask(reader: Reader) -> Verdict:
    """May the reader ask to represent an organisation?"""
    if not isinstance(reader, Person) or not reader.is_active:
        return Verdict.no(_("You need an account to take part."), remedy=_("Sign in or create an account."))
    if reader.is_administrator:
        return Verdict.no(_("The administrator runs the machine and takes no part."))
    return Verdict.yes()


def may_judge(reader: Reader, subject: Representative | None, at: datetime) -> Verdict:
    """May the reader confirm or refuse, in general (None) or this one? City agents do, and nobody their own."""
    if mandate_granting(reader, Permission.LEAD, at) is None:
        return Verdict.no(_("City agents confirm who represents an organisation."))
    if subject is None:
        return Verdict.yes()
    if _is_theirs(reader, subject):
        return Verdict.no(_("You ask this yourself."), remedy=_("Another agent has to confirm it."))
    if subject.state != RepresentativeState.ASKED:
        return Verdict.no(_("This has been judged already, or is no longer asked."))
    return Verdict.yes()


def may_end(reader: Reader, subject: Representative, at: datetime) -> Verdict:
    """May the reader end this? Its holder at any time, an agent what was confirmed."""
    by_agent = mandate_granting(reader, Permission.LEAD, at) is not None
    if not (_is_theirs(reader, subject) or by_agent):
        return Verdict.not_there(_("There is no such representative."))
    if not subject.is_open:
        return Verdict.no(_("This has ended already."))
    if not _is_theirs(reader, subject) and subject.state == RepresentativeState.ASKED:
        return Verdict.no(_("This waits to be confirmed or refused."))
    return Verdict.yes()


def may_describe(reader: Reader, organisation: Organisation) -> Verdict:
    if represents(reader, organisation.author_id):
        return Verdict.yes()
    return Verdict.no(_("Only those who represent an organisation say what it is."))


def ending_mandate(reader: Reader, subject: Representative, at: datetime) -> Mandate | None:
    """The mandate by which the reader ends what somebody else holds; none for one's own."""
    return None if _is_theirs(reader, subject) else mandate_granting(reader, Permission.LEAD, at)


def _is_theirs(reader: Reader, subject: Representative) -> bool:
    return isinstance(reader, Person) and subject.author.person_id == reader.pk


def may_be_called(name: str, kind: NameKind) -> Verdict:
    """May somebody appear under this name beside the organisations that speak here? No pseudonym is one of theirs."""
    if kind != NameKind.PSEUDONYM:
        return Verdict.yes()
    if passes_for(name, [row.name for row in Organisation.objects.public().by_name()]):
        return Verdict.no(
            _("This is the name of an organisation that speaks here."),
            remedy=_("Choose another pseudonym. Whoever represents the organisation says so in their account."),
        )
    return Verdict.yes()


def registration(typed: str) -> str | None:
    """A registration number as the registers write it; None if it is none of theirs. Empty stays empty."""
    number = re.sub(r"[\s.-]", "", typed).upper()
    if not number or _RNA.fullmatch(number) or (_SIREN.fullmatch(number) and _adds_up(number)):
        return number
    return None


def _adds_up(number: str) -> bool:
    """Luhn's check of a SIREN: its last digit makes the sum a multiple of ten."""
    doubled = (int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def near(name: str, known: Iterable[Organisation]) -> list[Organisation]:
    """At most five of the organisations ``known`` whose names could mean the same one, the nearest first."""
    scored = [(_nearness(name, organisation.name), organisation) for organisation in known]
    alike = [(score, row) for score, row in scored if score]
    return [row for _score, row in sorted(alike, key=lambda pair: (-pair[0], pair[1].name))[:_MOST_NEAR]]


def _nearness(one: str, other: str) -> float:
    """How near two names are, from 0 to 1; 0 when they are not."""
    letters = SequenceMatcher(None, folded(one), folded(other), autojunk=False)
    if letters.real_quick_ratio() >= _SHARED_LETTERS and letters.ratio() >= _SHARED_LETTERS:
        return letters.ratio()
    mine, theirs = (set(stems(name)) - _ANY_NAME for name in (one, other))
    shared = len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0
    return shared if shared >= _SHARED_WORDS else 0.0
