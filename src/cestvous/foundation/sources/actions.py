"""Putting words on the record, rewriting them in the open, taking them back. Called by the owners of a text."""

import hashlib
from datetime import datetime

from django.utils.translation import gettext as _

from cestvous.foundation.authors.models import Author
from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.sources.models import Passage, Source, Standing, Version
from cestvous.kernel import clock, text
from cestvous.kernel.languages import DEFAULT_LANGUAGE
from cestvous.kernel.references import Reference
from cestvous.kernel.transactions import action
from cestvous.kernel.verdicts import Refused, Verdict


class NoSuchPassage(ValueError):
    """The words quoted do not stand in the version quoted."""


def said(words: str) -> str:
    """What somebody typed, cleaned. Raises Refused if nothing is left of it: invisible characters say nothing."""
    words = text.clean(words)
    if not words:
        raise Refused(Verdict.no(_("Write something first: this text is empty.")))
    return words


def _version(source: Source, number: int, title: str, body: str, reason: str, at: datetime) -> Version:
    title, body = text.clean(title), text.clean(body)
    fingerprint = hashlib.sha256(text.folded(f"{title} {body}").encode()).hexdigest()
    return Version.objects.create(
        source=source, number=number, title=title, body=body, reason=reason, written_at=at, fingerprint=fingerprint
    )


@action
def publish(
    *,
    reference: Reference,
    author: Author,
    body: str,
    at: datetime,
    title: str = "",
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
    source.current = _version(source, 1, title, body, "", at)
    source.save(update_fields=["current"])
    return source


@action
def rewrite(*, source: Source, body: str, at: datetime, title: str = "", reason: str = "") -> Version:
    """Add a version; the earlier ones stay. The caller holds the lock on whatever the source belongs to."""
    locked = Source.objects.select_for_update().get(pk=source.pk)
    last = Version.objects.filter(source=locked).order_by("-number").values_list("number", flat=True)[0]
    source.current = _version(source, last + 1, title, body, text.clean(reason), at)
    source.save(update_fields=["current"])
    return source.current


@action
def withdraw(*, source: Source, at: datetime) -> None:
    """Take words back: they are no longer shown, and pages say since when."""
    source.standing = Standing.WITHDRAWN
    source.standing_since = at
    source.save(update_fields=["standing", "standing_since"])


def passage(*, version: Version, quote: str) -> Passage:
    """The passage of ``version`` that reads ``quote``. Raises NoSuchPassage if it does not stand there."""
    found = text.locate(quote, version.body)
    if found is None:
        raise NoSuchPassage(quote)
    kept, _made = Passage.objects.get_or_create(version=version, start=found[0], end=found[1])
    return kept
