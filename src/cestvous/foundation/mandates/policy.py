"""What a mandate permits. One table; everything else asks it. And the names that only mandate holders may bear."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from cestvous.foundation.mandates.models import Mandate, Role
from cestvous.foundation.people.models import NameKind, Person
from cestvous.kernel.lookalikes import alphabets, looks
from cestvous.kernel.text import folded
from cestvous.kernel.verdicts import Verdict

Reader = Person | AnonymousUser


class Permission(StrEnum):
    LEAD = "consultations.lead"
    SIGN = "decisions.sign"


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.AGENT: frozenset({Permission.LEAD}),
    Role.OFFICIAL: frozenset({Permission.SIGN}),
    Role.CONCILIATOR: frozenset(),
    Role.COUNCIL_MEMBER: frozenset(),
}

# Who does in the city's name what a resident may not, or reads what is confidential: a stolen password is not enough.
# Members of councils speak as the residents they are.
NEED_SECOND_FACTOR = frozenset({Role.AGENT, Role.OFFICIAL, Role.CONCILIATOR})


def mandates_of(reader: Reader, at: datetime) -> list[Mandate]:
    """The mandates that a reader may use at an instant; read once for each Person object.

    Those that need a second factor give nothing to somebody who signed in without one.
    """
    held = _held_by(reader, at)
    if isinstance(reader, Person) and reader.functions_wait:
        return [mandate for mandate in held if mandate.role not in NEED_SECOND_FACTOR]
    return held


def needs_second_factor(reader: Reader, at: datetime) -> bool:
    """Does a reader run the machine, or hold a mandate that a password alone must not open?"""
    if not isinstance(reader, Person):
        return False
    return reader.is_administrator or any(mandate.role in NEED_SECOND_FACTOR for mandate in _held_by(reader, at))


def _held_by(reader: Reader, at: datetime) -> list[Mandate]:
    if not isinstance(reader, Person) or not reader.is_active or reader.is_administrator:
        return []
    known: list[Mandate] | None = reader.__dict__.get("_known_mandates")
    if known is None:
        known = list(reader.mandates.select_related("neighbourhood").order_by("starts_on", "pk"))
        reader.__dict__["_known_mandates"] = known
    for mandate in known:
        mandate.person = reader
    return [mandate for mandate in known if mandate.in_force(at)]


def mandates_granting(reader: Reader, permission: Permission, at: datetime) -> list[Mandate]:
    """The mandates by which a reader holds a permission at an instant: one person may hold several functions."""
    return [mandate for mandate in mandates_of(reader, at) if permission in PERMISSIONS[Role(mandate.role)]]


def mandate_granting(reader: Reader, permission: Permission, at: datetime) -> Mandate | None:
    """The first mandate by which a reader holds a permission at an instant, if any."""
    return next(iter(mandates_granting(reader, permission, at)), None)


# Whole words, as they look: "Primaire" and "Lemaire" are names like any other.
_CITY_WORDS = (
    "mairie", "ville de", "administrateur", "administrateurs", "administratrice", "administratrices", "administration",
    "administrations",
)  # fmt: skip
_OFFICE_WORDS = ("maire", "maires", "mairesse", "mairesses")
_COUNCIL_WORDS = ("conseiller municipal", "conseillère municipale", "agent municipal", "agente municipale")

# What badges say: nobody types one beside their name.
_BADGE_WORDS = (
    "élu", "élue", "élus", "élues", "officiel", "officielle", "official", "vérifié", "vérifiée", "certifié",
    "certifiée", "verified", "agent de la ville", "agente de la ville", "city agent", "elected official",
    "modérateur", "modératrice", "moderator", "conciliateur", "conciliatrice", "conciliator", "gewählt", "offiziell",
    "verifiziert", "bürgermeister", "bürgermeisterin", "stadtverwaltung", "profil vérifié", "compte vérifié",
    *_COUNCIL_WORDS,
)  # fmt: skip
# What stands in names beside letters and digits. Of signs, none: ✓ and ★ look like badges of ours.
_IN_NAMES = frozenset(" '’ʼ`\"“”«»-‐‑–—.,;:…·&+()[]/#!?_*@°\u00a0\u202f\u200c\u200d")
_LETTERS_AND_DIGITS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd"})
# Where a name ends and something said of its bearer begins: "Jeanne Petit (élue)".
_BESIDE = re.compile(r"[,;:()\[\]|·/+*–—]|\s-\s")


def _says(said: str, words: Iterable[str]) -> bool:
    """Does one of these words, or do these words in a row, stand in what is said? Both as they look."""
    return any(f" {looks(word)} " in f" {said} " for word in words)


def _names(said: str, held: list[str]) -> bool:
    """Is what is said one of these names, run together or not? Or does it hold all of one: "Claire Muller, élue"?"""
    run_together = {looks(name).replace(" ", "") for name in held}
    return said.replace(" ", "") in run_together or _says(said, [name for name in held if " " in name])


def passes_for(name: str, held: list[str]) -> bool:
    """Could a careless reader take this name for one of those that others hold?"""
    return _names(looks(_seen(name)), held)


def _seen(name: str) -> str:
    """The name without joiners, which are not seen."""
    return name.replace("\u200c", "").replace("\u200d", "")


def _is_disguised(seen: str) -> bool:
    """Letters of two alphabets in one word are there to look like others."""
    return any(len(alphabets(word)) > 1 for word in folded(seen).split())


def _is_adorned(name: str) -> bool:
    """Does a sign stand in it that is neither of letters nor of the punctuation of names?"""
    return any(
        unicodedata.category(character) not in _LETTERS_AND_DIGITS and character not in _IN_NAMES for character in name
    )


def _wears_a_badge(name: str) -> bool:
    """Is one of its parts, set apart from the name, what a badge says?"""
    badges = {looks(word) for word in _BADGE_WORDS}
    _name, *beside = _BESIDE.split(name)
    return any(looks(part) in badges for part in beside)


def _adorned() -> Verdict:
    return Verdict.no(
        _("This name has a sign in it that is no letter."),
        remedy=_("Write it without signs such as ✓ or ★: they look like marks that we give."),
    )


def _disguised() -> Verdict:
    return Verdict.no(
        _("A word of this name mixes letters of several alphabets."), remedy=_("Write each word in one alphabet.")
    )


def may_be_called(name: str, kind: NameKind, reader: Reader) -> Verdict:
    """May somebody appear under this name? Nobody may pass for the city, nor take an agent's or official's name.

    Homonyms exist and "Maire" is a surname: what a pseudonym may not be, one's own name may.
    """
    seen = _seen(name)
    if _is_adorned(seen):
        return _adorned()
    if _is_disguised(seen):
        return _disguised()
    said = looks(seen)
    is_pseudonym = kind == NameKind.PSEUDONYM
    if _wears_a_badge(seen) or (is_pseudonym and _says(said, _BADGE_WORDS)):
        return Verdict.no(
            _("This name says of you what only our badges say."),
            remedy=_("Choose one without “élu”, “agent de la ville”, “officiel” or “vérifié”."),
        )
    if _says(said, _CITY_WORDS) or (is_pseudonym and _says(said, _OFFICE_WORDS)):
        return Verdict.no(
            _("This name could be taken for the city's."),
            remedy=_("Choose one without “mairie”, “maire”, “ville de” or “administrateur”."),
        )
    if is_pseudonym:
        others = Mandate.objects.order_by("person__name")
        if isinstance(reader, Person):
            others = others.exclude(person=reader)
        if _names(said, list(others.values_list("person__name", flat=True))):
            return Verdict.no(
                _("This is the name of an agent or an elected official."), remedy=_("Choose another pseudonym.")
            )
    return Verdict.yes()


def may_name_organisation(name: str) -> Verdict:
    """May an organisation be called so? None may pass for the city, nor bear the name of somebody in office."""
    seen = _seen(name)
    if not any(character.isalpha() for character in seen):
        # Names without a letter all look the same: the first would be that of all.
        return Verdict.no(_("Write a name, in letters: no e-mail address and no link."))
    if _is_adorned(seen):
        return _adorned()
    if _is_disguised(seen):
        return _disguised()
    said = looks(seen)
    if _says(said, (*_CITY_WORDS, *_OFFICE_WORDS)):
        return Verdict.no(
            _("This name could be taken for the city's."),
            remedy=_("Choose one without “mairie”, “maire”, “ville de” or “administrateur”."),
        )
    if _names(said, list(Mandate.objects.order_by("person__name").values_list("person__name", flat=True))):
        return Verdict.no(
            _("This is the name of an agent or an elected official."), remedy=_("Write the organisation's own name.")
        )
    return Verdict.yes()


def may_be_held_by_anybody(function: str) -> Verdict:
    """May anybody hold this function in an organisation? None by which one could pass for somebody in office."""
    seen = _seen(function)
    if _is_adorned(seen):
        return _adorned()
    if _is_disguised(seen):
        return _disguised()
    if _says(looks(seen), (*_CITY_WORDS, *_OFFICE_WORDS, *_COUNCIL_WORDS)):
        return Verdict.no(
            _("This function could be taken for one of the city's."),
            remedy=_("Write the one that you hold in the organisation."),
        )
    return Verdict.yes()
