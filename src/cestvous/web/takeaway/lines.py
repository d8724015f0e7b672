"""What the lines of a download have in common: how an author, a text and a place on the site are told."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from cestvous.foundation.authors.models import AuthorKind
from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.sources.models import Source, Version
from cestvous.web.sources import said

Line = dict[str, Any]


def address(name: str, *args: object) -> str:
    """The whole address of a page."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def told(at: datetime | date | None) -> str | None:
    """An instant or a day as ISO 8601."""
    return None if at is None else at.isoformat()


def person(mandate: Mandate) -> Line:
    """Somebody who acts for the city: their name and function are public."""
    return {"name": mandate.person.name, "function": mandate.function}


def spoken(source: Source, *, titled: bool = False) -> Line:
    """Who said it and when, and the words; a text that is no longer shown keeps its standing and has no words.

    Costs no query after ``with_words()``.
    """
    shown = said(source)
    words = {"title": shown.title, "body": shown.body} if titled else {"body": shown.body}
    return {
        "standing": source.standing,
        "standing_since": told(source.standing_since),
        "author": {
            "name": shown.who if _is_named(source) else None,
            "kind": "on_paper" if source.author.kind == AuthorKind.PAPER else shown.kind,
            "function": source.mandate.function if source.mandate else None,
            "through": _speaker(source),
        },
        "said_at": told(source.said_at),
        "recorded_at": told(source.recorded_at),
        "language": source.language,
        **(dict.fromkeys(words) if shown.gone else words),
    }


def _speaker(source: Source) -> Line | None:
    """Who speaks for an organisation, and as what; nobody once their account is erased."""
    speaker = source.words.through if source.author.kind == AuthorKind.ORGANISATION else None
    if speaker is None or speaker.author.kind == AuthorKind.ERASED:
        return None
    return {"name": speaker.author.shown_name, "function": speaker.function}


def _is_named(source: Source) -> bool:
    """Pages say in words that a text has no name, or no longer has one; data leave the name out."""
    return source.author_is_shown and bool(source.author.person_id or source.author.name)


def versioned(source: Source) -> Line:
    """The number of the words that stand, when and why they were written, and the versions before them.

    Read with ``source__versions`` prefetched.
    """
    words = source.words
    rows = sorted(source.versions.all(), key=lambda version: version.number) if source.is_published else []
    return {
        "version": words.number,
        "written_at": told(words.written_at),
        "reason": (words.reason or None) if source.is_published else None,
        "earlier_versions": [_version(row) for row in rows if row.number < words.number],
    }


def _version(version: Version) -> Line:
    return {
        "version": version.number,
        "written_at": told(version.written_at),
        "reason": version.reason or None,
        "title": version.title,
        "body": version.body,
        "place": version.place or None,
    }
