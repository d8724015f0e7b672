"""Putting words on the record, rewriting them in the open, taking them back. Called by the owners of a text."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from cestvous.foundation.authors.models import Author, AuthorKind
from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.organisations.models import Representative
from cestvous.foundation.sources.actions.hearing import hear, hear_no_longer
from cestvous.foundation.sources.models import Passage, Source, SourceQuerySet, Standing, Version
from cestvous.kernel import clock, stems, text
from cestvous.kernel.languages import DEFAULT_LANGUAGE
from cestvous.kernel.references import Reference
from cestvous.kernel.transactions import action
from cestvous.kernel.verdicts import Refused, Verdict

# The same words by the same author within this time are one thing said, whose form was sent twice.
SENT_TWICE_WITHIN = timedelta(minutes=10)
# What a version says, what it is found by, and the salt without which the register's digest says nothing of it.
WORDS = ("title", "body", "place", "reason", "salt", "fingerprint", "stems")


class NoSuchPassage(ValueError):
    """The words quoted do not stand in the version quoted."""


def said(words: str) -> str:
    """What somebody typed, cleaned. Raises Refused if nothing is left of it: invisible characters say nothing."""
    words = text.clean(words)
    if not words:
        raise Refused(Verdict.no(_("Write something first: this text is empty.")))
    return words


def just_said(*, author: Author, body: str, at: datetime, title: str = "", place: str = "") -> SourceQuerySet:
    """What ``author`` put on the record a moment ago in exactly these words, cleaned: a double click says it once.

    The author is held until the transaction ends, so that the same form sent twice at one instant is seen too.
    """
    held = Author.objects.select_for_update(no_key=True).get(pk=author.pk)
    if held.kind == AuthorKind.ERASED:
        raise Refused(Verdict.no(_("This account has just been erased.")))
    return Source.objects.filter(
        author=author,
        standing=Standing.PUBLISHED,
        said_at__gt=at - SENT_TWICE_WITHIN,
        current__fingerprint=fingerprint_of(title, body),
        current__title=title,
        current__body=body,
        current__place=place,
    )


def fingerprint_of(title: str, body: str) -> str:
    return hashlib.sha256(text.folded(f"{title} {body}").encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a version says. ``place``: where it is about; ``through``: who speaks for the author, an organisation."""

    body: str
    title: str = ""
    place: str = ""
    reason: str = ""
    through: Representative | None = None


def _new_version(source: Source, number: int, words: Words, at: datetime) -> Version:
    title, body, place = text.clean(words.title), text.clean(words.body), text.clean(words.place)
    return Version(
        source=source,
        number=number,
        title=title,
        body=body,
        place=place,
        through=words.through,
        reason=text.clean(words.reason),
        written_at=at,
        fingerprint=fingerprint_of(title, body),
        stems=stems.stored(title, body, place),
    )


def _version(source: Source, number: int, words: Words, at: datetime) -> Version:
    version = _new_version(source, number, words, at)
    version.save()
    return version


@action
def publish(
    *,
    reference: Reference,
    author: Author,
    body: str,
    at: datetime,
    title: str = "",
    place: str = "",
    through: Representative | None = None,
    mandate: Mandate | None = None,
    must_be_accounted_for: bool = False,
    author_is_shown: bool = True,
    language: str = DEFAULT_LANGUAGE,
) -> Source:
    """Make a source with its first version. ``at`` is when it was said; it is recorded now."""
    if reference.consultation is None:
        raise ValueError("a source belongs to a consultation")
    source = Source.objects.create(
        kind=reference.kind,
        number=reference.number,
        consultation=reference.consultation,
        author=author,
        mandate=mandate,
        author_is_shown=author_is_shown,
        language=language,
        must_be_accounted_for=must_be_accounted_for,
        said_at=at,
        recorded_at=clock.now(),
    )
    source.current = _version(source, 1, Words(title=title, body=body, place=place, through=through), at)
    source.save(update_fields=["current"])
    hear([source])
    return source


@dataclass(frozen=True, kw_only=True)
class Text:
    """A text said elsewhere, on its way to becoming a source. ``at`` is when it was said."""

    reference: Reference
    author: Author
    body: str
    at: datetime
    title: str = ""
    must_be_accounted_for: bool = False
    language: str = DEFAULT_LANGUAGE


@action
def publish_many(texts: Iterable[Text]) -> list[Source]:
    """Make many sources at once, each with its first version, in four statements. They are recorded now."""
    texts, now = list(texts), clock.now()
    if any(said.reference.consultation is None for said in texts):
        raise ValueError("a source belongs to a consultation")
    made = Source.objects.bulk_create(
        Source(
            kind=said.reference.kind,
            number=said.reference.number,
            consultation=said.reference.consultation or 0,
            author=said.author,
            language=said.language,
            must_be_accounted_for=said.must_be_accounted_for,
            said_at=said.at,
            recorded_at=now,
        )
        for said in texts
    )
    versions = Version.objects.bulk_create(
        _new_version(source, 1, Words(title=said.title, body=said.body), said.at)
        for source, said in zip(made, texts, strict=True)
    )
    first = Version.objects.filter(source=OuterRef("pk"), number=1)
    Source.objects.filter(pk__in=[source.pk for source in made]).update(current=Subquery(first.values("pk")))
    for source, version in zip(made, versions, strict=True):
        source.current = version
    hear(made)
    return made


@action
def rewrite(
    *,
    source: Source,
    body: str,
    at: datetime,
    title: str = "",
    place: str = "",
    reason: str = "",
    through: Representative | None = None,
) -> Version:
    """Add a version; the earlier ones stay. The caller holds the lock on whatever the source belongs to."""
    locked = Source.objects.select_for_update().get(pk=source.pk)
    last = Version.objects.filter(source=locked).order_by("-number").values_list("number", flat=True)[0]
    words = Words(title=title, body=body, place=place, reason=reason, through=through)
    source.current = _version(source, last + 1, words, at)
    source.save(update_fields=["current"])
    return source.current


@action
def withdraw(*, source: Source, at: datetime) -> None:
    """Take words back: they are no longer shown, and pages say since when."""
    source.standing = Standing.WITHDRAWN
    source.standing_since = at
    source.save(update_fields=["standing", "standing_since"])
    hear_no_longer(source)


@action
def erase(*, source: Source, at: datetime) -> None:
    """Erase words for good, in every version: nothing of them can be read, found or recomputed any more.

    What was shown until now says since when it is erased; what was taken back or hidden before keeps saying so.
    """
    was_shown = source.is_published
    Version.objects.filter(source=source).update(**dict.fromkeys(WORDS, ""))
    if was_shown:
        source.standing, source.standing_since = Standing.ERASED, at
        source.save(update_fields=["standing", "standing_since"])
        hear_no_longer(source)


def passage(*, version: Version, quote: str) -> Passage:
    """The passage of ``version`` that reads ``quote``. Raises NoSuchPassage if it does not stand there."""
    found = text.locate(quote, version.body)
    if found is None:
        raise NoSuchPassage(quote)
    kept, _made = Passage.objects.get_or_create(version=version, start=found[0], end=found[1])
    return kept
