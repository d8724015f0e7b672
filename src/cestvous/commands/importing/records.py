"""The import format, version 1: what its lines hold, and in which order. Described in docs/import-format.md."""

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.utils.translation import gettext as _

from cestvous.activities.contributions.actions import Tally
from cestvous.commands.importing.fields import Fields
from cestvous.commands.importing.lines import objects
from cestvous.commands.importing.problems import Problems
from cestvous.foundation.discussions.models import Side
from cestvous.kernel.languages import DEFAULT_LANGUAGE, LANGUAGES

FORMAT, VERSION = "cestvous-consultation", 1
LONGEST_BODY, LONGEST_TITLE, LONGEST_NAME, LONGEST_PLATFORM = 100_000, 300, 80, 36
AT_MOST = {"contribution": 50_000, "argument": 500_000, "document": 100_000}
MOST_THEMES = 100
_MARKS = re.compile(r"([\\`*_\[\]<>#])")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")


@dataclass(frozen=True, kw_only=True)
class Header:
    """The first line: the consultation itself. ``words`` are those of a Preparation, by their names there."""

    key: str
    platform: str
    origin: str
    language: str
    words: Mapping[str, str]
    presented_on: datetime
    opened_on: datetime
    closed_on: datetime
    themes: Mapping[str, str]
    neighbourhoods: Collection[str]


@dataclass(frozen=True, kw_only=True)
class ContributionLine:
    id: str
    author: str
    said_on: datetime
    language: str
    title: str
    body: str
    theme: str
    neighbourhood: str
    tally: Tally | None


@dataclass(frozen=True, kw_only=True)
class CommentLine:
    """An argument, or a document that somebody added: a neutral comment that links to it."""

    contribution: str
    author: str
    said_on: datetime
    language: str
    side: Side
    body: str
    votes: int | None


class ImportFile:
    """A file as it is read: its header once ``records`` has begun; its digest and its counts once it has ended."""

    def __init__(self, file: BinaryIO, problems: Problems, *, neighbourhoods: Collection[str], now: datetime) -> None:
        self.header: Header | None = None
        self.counts = dict.fromkeys(AT_MOST, 0)
        self._lines = objects(file, problems)
        self._problems = problems
        self._neighbourhoods = neighbourhoods
        self._now = now
        self._hash = hashlib.sha256()
        self._said: dict[str, datetime] = {}
        self._ids: set[tuple[str, str]] = set()

    @property
    def digest(self) -> str:
        """SHA-256 of what the lines say, however they are written: white space, line ends and escapes don't count."""
        return self._hash.hexdigest()

    def records(self) -> Iterator[ContributionLine | CommentLine]:
        """What can be read of each line after the header. Check the problems before you believe any of it."""
        number, first = next(self._lines, (1, {}))
        self._hash_in(first)
        self.header = self._read_header(Fields(number, first, self._problems))
        for number, raw in self._lines:
            self._hash_in(raw)
            record = self._read(Fields(number, raw, self._problems))
            if record is not None:
                yield record

    def _hash_in(self, raw: dict[str, object]) -> None:
        self._hash.update(json.dumps(raw, sort_keys=True, separators=(",", ":")).encode() + b"\n")

    def _read_header(self, fields: Fields) -> Header | None:
        fields.one_of("format", {FORMAT})
        if fields.are_sound() and fields.count("version") != VERSION:
            fields.fault("version", _("This version is not known here; %(known)d is.") % {"known": VERSION})
        if not fields.are_sound():
            return None
        key, platform = fields.key("key"), fields.text("platform", LONGEST_PLATFORM)
        origin, language = fields.text("origin", 300), fields.one_of("language", LANGUAGES, DEFAULT_LANGUAGE)
        lengths = {"title": 160, "question": 300, "summary": 400, "decided_by": 160}
        long = ("presentation", "open_to_discussion", "not_open", "how_decided")
        optional = {"open_to_discussion", "not_open"}
        words = {
            name: fields.text(name, at_most, required=name not in optional)
            for name, at_most in {**lengths, **dict.fromkeys(long, LONGEST_BODY)}.items()
        }
        dates = _dates(fields, self._now)
        themes, neighbourhoods = _themes(fields), fields.names("neighbourhoods", 200)
        for slug in sorted(set(neighbourhoods) - set(self._neighbourhoods)):
            fields.fault("neighbourhoods", _("The city has no neighbourhood %(slug)s.") % {"slug": slug[:50]})
        fields.finish()
        if not fields.are_sound() or dates is None:
            return None
        presented_on, opened_on, closed_on = dates
        return Header(
            key=key,
            platform=platform,
            origin=origin,
            language=language,
            words=words,
            presented_on=presented_on,
            opened_on=opened_on,
            closed_on=closed_on,
            themes=themes,
            neighbourhoods=neighbourhoods,
        )

    def _read(self, fields: Fields) -> ContributionLine | CommentLine | None:
        kind = fields.one_of("type", AT_MOST.keys())
        if not kind:
            return None
        identifier = fields.key("id")
        self.counts[kind] += 1
        if self.counts[kind] == AT_MOST[kind] + 1:
            fields.fault("type", _("This is one more than the most: %(at_most)d.") % {"at_most": AT_MOST[kind]})
        if (kind, identifier) in self._ids:
            fields.fault("id", _("An earlier line of this type has the same."))
        elif len(self._ids) < sum(AT_MOST.values()):
            self._ids.add((kind, identifier))
        record = self._contribution(fields, identifier) if kind == "contribution" else self._comment(fields, kind)
        fields.finish()
        return record if fields.are_sound() else None

    def _said_on(self, fields: Fields, otherwise: datetime | None = None) -> datetime:
        said_on = fields.instant("said_on", required=otherwise is None) or otherwise
        header = self.header
        if said_on is not None and header is not None and not header.opened_on <= said_on < header.closed_on:
            fields.fault("said_on", _("It is not between opened_on and closed_on of the first line."))
        return said_on or self._now

    def _language(self, fields: Fields) -> str:
        return fields.one_of("language", LANGUAGES, self.header.language if self.header else DEFAULT_LANGUAGE)

    def _contribution(self, fields: Fields, identifier: str) -> ContributionLine:
        record = ContributionLine(
            id=identifier,
            author=fields.text("author", LONGEST_NAME),
            said_on=self._said_on(fields),
            language=self._language(fields),
            title=fields.text("title", LONGEST_TITLE),
            body=fields.text("body", LONGEST_BODY),
            theme=self._theme(fields),
            neighbourhood=self._neighbourhood(fields),
            tally=_tally(fields),
        )
        if len(self._said) <= AT_MOST["contribution"]:
            self._said.setdefault(identifier, record.said_on)
        return record

    def _theme(self, fields: Fields) -> str:
        given = fields.text("theme", 50, required=False)
        if given and self.header is not None and given not in self.header.themes:
            fields.fault("theme", _("It is not among the themes of the first line."))
        return given

    def _neighbourhood(self, fields: Fields) -> str:
        given = fields.text("neighbourhood", 50, required=False)
        if given and given not in self._neighbourhoods:
            fields.fault("neighbourhood", _("The city has no such neighbourhood."))
        return given

    def _comment(self, fields: Fields, kind: str) -> CommentLine:
        contribution = fields.key("contribution")
        if contribution and contribution not in self._said:
            fields.fault("contribution", _("No earlier line is a contribution of this id."))
        is_document = kind == "document"
        sides = {str(side) for side in Side}
        return CommentLine(
            contribution=contribution,
            author=fields.text("author", LONGEST_NAME),
            said_on=self._said_on(fields, self._said.get(contribution) if is_document else None),
            language=self._language(fields),
            side=Side.NEUTRAL if is_document else Side(fields.one_of("side", sides) or Side.NEUTRAL),
            body=_about_document(fields) if is_document else fields.text("body", LONGEST_BODY),
            votes=fields.count("votes", required=False),
        )


def _dates(fields: Fields, now: datetime) -> tuple[datetime, datetime, datetime] | None:
    presented, opened, closed = (fields.instant(name) for name in ("presented_on", "opened_on", "closed_on"))
    if presented is None or opened is None or closed is None:
        return None
    if opened <= presented:
        fields.fault("opened_on", _("It must be after presented_on."))
    if closed <= opened:
        fields.fault("closed_on", _("It must be after opened_on."))
    if closed > now:
        fields.fault("closed_on", _("It lies in the future: say until when the file goes."))
    return presented, opened, closed


def _themes(fields: Fields) -> dict[str, str]:
    given = fields.object("themes") or {}
    if len(given) > MOST_THEMES:
        fields.fault("themes", _("There are more than %(at_most)d.") % {"at_most": MOST_THEMES})
        return {}
    inner = fields.within("themes", given)
    for slug in given:
        if not _SLUG.fullmatch(slug):
            inner.fault(slug, _("A theme is named by small letters without accents, digits and hyphens."))
    return {slug: inner.text(slug, 80) for slug in given}


def _tally(fields: Fields) -> Tally | None:
    given = fields.object("tally")
    if given is None:
        return None
    inner = fields.within("tally", given)
    counted = [inner.count(name) or 0 for name in ("for", "against", "mixed")]
    inner.finish()
    return Tally(*counted)


def _about_document(fields: Fields) -> str:
    """Title, words and address of a document, as one text in Markdown."""
    title, link = fields.text("title", LONGEST_TITLE), fields.address("link")
    words = fields.text("body", LONGEST_BODY, required=False)
    heading = _MARKS.sub(r"\\\1", title)
    parts = (f"**{heading}**" if heading else "", words, f"<{link}>" if link else "")
    return "\n\n".join(part for part in parts if part)
