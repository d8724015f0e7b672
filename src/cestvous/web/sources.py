"""How pages show what somebody said: who speaks, with which mark, when, and the words or what became of them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate as _day
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cestvous.foundation.authors.models import AuthorKind
from cestvous.foundation.mandates.models import Mandate, Role
from cestvous.foundation.mandates.policy import Reader
from cestvous.foundation.organisations.models import OrganisationSort, Representative
from cestvous.foundation.sources.models import Source, Standing
from cestvous.kernel.dates import day_in_words
from cestvous.kernel.languages import Words
from cestvous.procedure.consultations.policy import is_own
from cestvous.web.design.shapes import Kind
from cestvous.web.office.address import person_url
from cestvous.web.organisations.address import organisation_url

_KINDS: dict[str, Kind] = {
    AuthorKind.ORGANISATION: "organisation",
    AuthorKind.COUNCIL: "council",
    AuthorKind.IMPORTED: "imported",
    AuthorKind.ERASED: "erased",
}
_BY_ROLE: dict[str, Kind] = {Role.AGENT: "agent", Role.OFFICIAL: "official", Role.CONCILIATOR: "conciliator"}


@dataclass(frozen=True)
class Said:
    """A source as a page shows it. ``gone`` is empty while its words are shown; otherwise it says what happened.

    ``lang`` is set when the words are not in the language of the page. ``recorded_at`` is set only when they were
    said elsewhere, on another day than they were recorded here. ``is_own``: said by the reader's account.
    ``who_url``: the page of an official, an agent or an organisation; nobody else has one. ``through``: who speaks for
    the organisation, in words: "by Nadia K., president".
    """

    who: str
    kind: Kind
    function: str
    who_url: str
    through: str
    at: datetime
    title: str
    body: str
    language: str
    lang: str
    version: int
    gone: str
    recorded_at: datetime | None
    is_own: bool
    place: str = ""

    @property
    def voice(self) -> str:
        """Who says it, in one line: "Les riverains, by Nadia K., president"."""
        return ", ".join(filter(None, (self.who, self.through)))


def said(source: Source, reader: Reader | None = None) -> Said:
    """What ``source`` says, to ``reader``. Costs no query after ``with_words()``."""
    words, is_shown, mandate = source.words, source.is_published, source.mandate
    own = reader is not None and is_own(reader, source)
    page = (get_language() or "fr").split("-")[0]
    elsewhere = source.said_at != source.recorded_at and _day(source.said_at) != _day(source.recorded_at)
    return Said(
        who=source.author.shown_name if source.author_is_shown else _("Somebody, without a name"),
        kind=_BY_ROLE.get(mandate.role, "resident") if mandate else _KINDS.get(source.author.kind, "resident"),
        function=_function(source),
        who_url=_who_url(source, mandate),
        through=through(_speaker(source)),
        at=source.said_at,
        title=in_its_language(source, words.title if is_shown else ""),
        body=in_its_language(source, words.body if is_shown else ""),
        language=source.language,
        lang="" if source.language == page else source.language,
        version=words.number,
        gone=gone(source, own=own),
        recorded_at=source.recorded_at if elsewhere else None,
        is_own=own,
        place=words.place if is_shown else "",
    )


def through(speaker: Representative | None) -> str:
    """Who speaks for an organisation, and as what; nothing once their account is erased."""
    if speaker is None or speaker.author.kind == AuthorKind.ERASED:
        return ""
    return _("by %(name)s, %(function)s") % {"name": speaker.author.shown_name, "function": speaker.function}


def in_its_language(source: Source, words: str) -> Words:
    """Words of a source, whole or in part, which know the language they were said in."""
    return Words(words, source.language)


def gone(source: Source, *, own: bool) -> str:
    """Why the words are no longer shown, as a dated sentence, to their author if ``own``; empty while they are."""
    if source.is_published:
        return ""
    sentence = {
        Standing.WITHDRAWN: _("You withdrew these words on %(day)s.")
        if own and source.author.person_id is not None
        else _("Withdrawn by its author on %(day)s."),
        Standing.HIDDEN: _("Hidden by moderation on %(day)s."),
        Standing.ERASED: _("Erased with its author's account on %(day)s."),
    }[Standing(source.standing)]
    return sentence % {"day": day_in_words(source.standing_since or source.recorded_at)}


def _speaker(source: Source) -> Representative | None:
    """Who speaks, if it is for an organisation: nothing else has one, so that nothing is asked for the others."""
    return source.words.through if source.author.kind == AuthorKind.ORGANISATION else None


def _who_url(source: Source, mandate: Mandate | None) -> str:
    person, speaker = source.author.person, _speaker(source)
    if speaker is not None:
        return organisation_url(speaker.organisation_id, source.author.name)
    if mandate is None or person is None or not source.author_is_shown:
        return ""
    mandate.person = person
    return person_url(mandate)


def _function(source: Source) -> str:
    if source.mandate:
        return source.mandate.function
    speaker = _speaker(source)
    if speaker is not None:
        return str(OrganisationSort(speaker.organisation.sort).label)
    return _("on paper") if source.author.kind == AuthorKind.PAPER else ""
