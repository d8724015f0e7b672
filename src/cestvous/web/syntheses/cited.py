"""How pages of the synthesis show the texts that it rests on: name, address, who said it, the passage or the words."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cestvous.activities.syntheses.models import Citation
from cestvous.foundation.mandates.policy import Reader
from cestvous.foundation.sources.models import Passage, Source, Version, columns_in_one_row
from cestvous.kernel import text
from cestvous.kernel.databases.instances import Instances
from cestvous.web.sources import Said, in_its_language, said

AROUND = 160
_OPEN, _CLOSE = "\ue000", "\ue001"


# All that pages show of a citation: the words, who said them, and the thread through which a comment is reached.
COLUMNS = (
    *("id", "finding_version", "number", "version__id", "version__number", "version__body"),
    *("passage__id", "passage__start", "passage__end"),
    *("source__comment__id", "source__comment__thread__id"),
    *("source__comment__thread__kind", "source__comment__thread__number"),
    *columns_in_one_row("source__"),
)
CITATIONS = Instances(Citation, *COLUMNS)


@dataclass(frozen=True)
class Cited:
    """A text that a finding rests on, whole or by passage; without words when they have been taken back."""

    kind: str
    number: int
    name: str
    url: str
    said: Said
    note: str
    whole: bool
    before: str = ""
    marked: str = ""
    after: str = ""

    @property
    def caption(self) -> str:
        return " · ".join(filter(None, (self.name, self.said.voice, self.note)))


def name_of(source: Source) -> str:
    """ "Contribution n° 127": how people call a text."""
    words = {
        "contribution": _("Contribution n° %(number)d"),
        "comment": _("Comment n° %(number)d"),
        "question": _("Question n° %(number)d"),
        "reply": _("Reply n° %(number)d"),
        "reason": _("Reason n° %(number)d given with a position"),
        "objection": _("Objection n° %(number)d"),
    }
    return words.get(source.kind, _("Text n° %(number)d")) % {"number": source.number}


def address_of(source: Source, version: Version | None = None, passage: Passage | None = None) -> str:
    """Where a text can be read; empty if it has no page of its own. ``version`` asks for an earlier one.

    A ``passage`` is marked in the whole text of its version, which never changes: the address holds for ever.
    """
    if source.kind == "contribution" and version is not None and passage is not None and source.is_published:
        page = reverse("contribution_version", args=[source.consultation, source.number, version.number])
        return f"{page}?passage={passage.start}-{passage.end}#passage"
    if source.kind == "contribution" and version is not None and version.pk != source.current_id:
        return reverse("contribution_version", args=[source.consultation, source.number, version.number])
    if source.kind in ("contribution", "question", "objection"):
        return reverse(source.kind, args=[source.consultation, source.number])
    if source.kind == "comment":
        thread = source.comment.thread
        if thread.kind in ("contribution", "finding"):
            page = reverse(thread.kind, args=[source.consultation, thread.number])
            return f"{page}?comment={source.number}#c{source.number}"
    # Known to pages that ask for it: a reason stands among those given on a contribution.
    if given_on := source.__dict__.get("given_on"):
        return reverse("contribution", args=[source.consultation, given_on]) + "#reasons"
    return ""


def cited(citation: Citation, reader: Reader | None = None, *, passage_only: bool = False) -> Cited:
    """A citation as it stands on a page. Costs no query for one of ``CITATIONS``.

    ``passage_only``: without the words around the passage, nor those of a text cited whole; in much less time.
    """
    source, version, passage = citation.source, citation.version, citation.passage
    before, marked, after = ("", "", "")
    if passage_only:
        marked = text.to_plain(version.body[passage.start : passage.end]) if source.is_published and passage else ""
    elif source.is_published:
        before, marked, after = _around(version, passage) if passage else ("", "", text.excerpt(version.body, 320))
    return Cited(
        kind=source.kind,
        number=source.number,
        name=name_of(source),
        url=address_of(source, version, passage),
        said=said(source, reader),
        note=_("version %(number)d, rewritten since") % {"number": version.number}
        if version.pk != source.current_id and source.is_published
        else "",
        whole=passage is None,
        before=in_its_language(source, before),
        marked=in_its_language(source, marked),
        after=in_its_language(source, after),
    )


def cited_whole(source: Source, reader: Reader | None = None) -> Cited:
    """A text as a whole, by its beginning."""
    words = text.excerpt(source.words.body, 320) if source.is_published else ""
    return Cited(
        kind=source.kind,
        number=source.number,
        name=name_of(source),
        url=address_of(source),
        said=said(source, reader),
        note="",
        whole=True,
        after=in_its_language(source, words),
    )


def _around(version: Version, passage: Passage) -> tuple[str, str, str]:
    """The passage with the words around it, without Markdown's marks, cut at words."""
    body, start, end = version.body, passage.start, passage.end
    plain = text.to_plain(f"{body[:start]}{_OPEN}{body[start:end]}{_CLOSE}{body[end:]}")
    before, found, rest = plain.partition(_OPEN)
    marked, _closed, after = rest.partition(_CLOSE)
    if not found:
        return "", body[start:end], ""
    if len(before) > AROUND:
        before = "… " + before[-AROUND:].split(maxsplit=1)[-1]
    if len(after) > AROUND:
        after = after[:AROUND].rsplit(maxsplit=1)[0] + " …"
    return before, marked, after
