"""What the city wrote as a reader finds it: in the language of their screens where it was translated, else as it is."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace

from cestvous.foundation.mandates.policy import Reader
from cestvous.foundation.sources.models import Source
from cestvous.foundation.translations.models import Translation, Translations
from cestvous.kernel.dates import language
from cestvous.kernel.languages import Words
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.design.tongues import FROM, named
from cestvous.web.sources import Said, said

# What of a consultation itself may be translated, in the order of its page.
TRANSLATED = ("title", "question", "summary", "presentation", "stakes", "open_to_discussion", "not_open", "how_decided")
# Names, dates' reasons and origins are left as they were written: pages only say in which language that is.
AS_WRITTEN = ("decided_by", "origin", "state_reason")
_KEPT, _UNREAD = "_translations", "_untranslated"


def reference_of(consultation: Consultation) -> Reference:
    """The consultation itself, among the things of it that may be translated."""
    return Reference("consultation", consultation.number, consultation.number)


def translations_of(consultation: Consultation) -> Translations:
    """Those that stand in the language of the page: one query for a consultation, none in its own language."""
    known: Translations | None = consultation.__dict__.get(_KEPT)
    if known is None:
        known = consultation.__dict__[_KEPT] = Translations(_translations(consultation))
    return known


def _translations(consultation: Consultation) -> Sequence[Translation]:
    if consultation.language == language():
        return ()
    rows = Translation.objects.into(language()).of_consultations([consultation.number]).standing()
    return list(rows.order_by("pk"))


def prepare(consultations: Sequence[Consultation]) -> None:
    """Before cards are made: the translations of what cards show, in one query for any number of consultations."""
    foreign = [row.number for row in consultations if row.language != language()]
    rows = Translation.objects.into(language()).of_consultations(foreign).filter(kind="consultation")
    known = Translations(list(rows.standing().order_by("pk")) if foreign else ())
    for consultation in consultations:
        consultation.__dict__[_KEPT] = known


def read_originals(consultation: Consultation) -> None:
    """The reader asks for the words that count: leave every translation aside, and remember whether there was any."""
    consultation.__dict__[_UNREAD] = translations_of(consultation)
    consultation.__dict__[_KEPT] = Translations()


def as_it_was(consultation: Consultation) -> None:
    """A page of an earlier version shows the words that stood then, which no translation is of."""
    consultation.__dict__[_KEPT] = Translations()


@dataclass(frozen=True)
class Spoken:
    """What a page says once of the language of the city's own words in it; blank where it is that of the page.

    ``translated``: from which language they were; ``written``: in which they are. ``by_choice``: the reader left a
    translation aside.
    """

    translated: str = ""
    written: str = ""
    by_choice: bool = False


def spoken_of(consultation: Consultation) -> Spoken:
    original = consultation.language
    if original == language():
        return Spoken()
    if translations_of(consultation):
        return Spoken(translated=str(FROM.get(original, "")))
    return Spoken(written=named(original), by_choice=bool(consultation.__dict__.get(_UNREAD)))


def as_read(consultation: Consultation) -> Consultation:
    """A copy, never saved, that says its words as this page is to show them."""
    shown, reference = copy(consultation), reference_of(consultation)
    for part in TRANSLATED:
        setattr(shown, part, worded(consultation, reference, part, getattr(consultation, part)))
    for name in AS_WRITTEN:
        setattr(shown, name, ours(consultation, getattr(consultation, name)))
    return shown


def ours(consultation: Consultation, words: str) -> Words:
    """Words of those who lead which are never translated: they know their language all the same."""
    return Words(words, consultation.language, of_the_city=True)


def worded(consultation: Consultation, thing: Reference, part: str, original: str) -> Words:
    """One part of a thing of this consultation, as its reader finds it."""
    return translations_of(consultation).read(thing, part, original, consultation.language)


def replied(consultation: Consultation, reply: Source, reader: Reader) -> Said:
    """What those who lead reply, as its reader finds it. Costs no query after ``with_words()``."""
    shown = said(reply, reader)
    words = translations_of(consultation).read(reply.reference, "body", shown.body, reply.language)
    return replace(shown, body=words)
