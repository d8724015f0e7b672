"""The synthesis as a document: its sections in a tree, and the findings in them as they read in one version."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import partial
from typing import Any, Literal

from django.db.models import BigIntegerField, Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.activities.decisions.models import Answer, Commitment
from cestvous.activities.syntheses.models import FindingVersion, Section, SynthesisVersion
from cestvous.activities.syntheses.models.document import FindingVersionQuerySet, Support
from cestvous.kernel.databases.instances import Instances
from cestvous.kernel.databases.prepared import Blank, Prepared
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.consultations.finding import Found
from cestvous.web.decisions.pages import ANSWER_STATES
from cestvous.web.design.dates import ago
from cestvous.web.design.drawing import Part
from cestvous.web.design.shapes import AnswerState, Figure
from cestvous.web.syntheses.cited import Cited
from cestvous.web.syntheses.objections.pages import ObjectionShown
from cestvous.web.syntheses.reading.beside import Row, cited_of, objections_beside, passages_beside
from cestvous.web.syntheses.words import support_of
from cestvous.web.translations.reading import worded

DEEPEST_HEADING = 4


@dataclass(frozen=True)
class Line:
    """A finding in the document, with some of the texts that it cites and what was objected to it."""

    number: int
    title: str
    body: str
    url: str
    anchor: str
    support: Sequence[Figure]
    passages: Sequence[Cited]
    more_texts: int
    facts: Sequence[Figure]
    objections: Sequence[ObjectionShown]
    objected: int
    unanswered: int
    objections_url: str
    answer: AnswerState | Literal[""]
    level: int
    at: datetime


@dataclass(frozen=True)
class Entry:
    """A finding in the table of contents. ``line`` draws it in the document."""

    number: int
    title: str
    line: Part[Line]

    @property
    def anchor(self) -> str:
        return f"finding-{self.number}"


@dataclass(frozen=True)
class Branch:
    """A section with its findings and its own sections; ``number`` is "2.1", ``level`` that of its heading."""

    number: str
    title: str
    anchor: str
    level: int
    findings: Sequence[Entry]
    branches: Sequence["Branch"]

    @property
    def outline(self) -> tuple[Hashable, ...]:
        """What the table of contents shows of it."""
        findings = tuple((entry.number, entry.title) for entry in self.findings)
        return self.number, self.title, self.anchor, findings, tuple(branch.outline for branch in self.branches)


@dataclass(frozen=True)
class Document:
    """The tree, and the objections that are to no finding: what they say is left out of the whole."""

    branches: Sequence[Branch]
    left_out: Sequence[ObjectionShown]
    left_out_count: int
    left_out_url: str

    @property
    def contents(self) -> SafeString:
        """The table of contents."""
        known_by = tuple(branch.outline for branch in self.branches)
        return Part("syntheses/contents.html", "branches", known_by, lambda: self.branches).drawn


@dataclass(frozen=True)
class Read:
    """What the lines of a document are made from. Without ``found``: as it was, and what followed is left out."""

    consultation: Consultation
    found: Found | None
    passages: Mapping[int, tuple[Row, ...]]
    objections: Mapping[int, Sequence[ObjectionShown]]
    counts: Mapping[int, int]
    at: datetime


# What a finding says and rests on; then, unless it is shown as it was, what followed from it.
_SAID = (
    *("id", "number", "title", "body", "finding__id", "finding__number", "finding__section"),
    *("finding__thread__id", "finding__thread__consultation", "finding__thread__comment_count"),
    *(count.name for count in fields(Support)),
)
_FOLLOWED = ("objected", "unanswered", "outcome", "undertaken")
_FINDINGS = {True: Instances(FindingVersion, *_SAID), False: Instances(FindingVersion, *_SAID, *_FOLLOWED)}


def _query(as_it_was: bool) -> Any:
    number: Any = Blank("number", IntegerField())
    rows = FindingVersion.objects.as_of(number).filter(finding__synthesis=Blank("synthesis", BigIntegerField()))
    rows = rows.in_order()
    return rows.values_list(*_SAID) if as_it_was else _with_what_followed(rows).values_list(*_SAID, *_FOLLOWED)


_QUERY = Prepared(_query)
_NUMBER, _FINDING, _SECTION = map(_SAID.index, ("finding__number", "finding__id", "finding__section"))
_WORDED = (("title", _SAID.index("title")), ("body", _SAID.index("body")))


def document_of(found: Found, version: SynthesisVersion, *, as_it_was: bool) -> Document:
    """The whole document in four queries. ``as_it_was``: without what was objected and answered since then."""
    rows = _QUERY.rows(as_it_was, number=version.number, synthesis=version.synthesis_id)
    passages = passages_beside(row[0] for row in rows)
    objections, counts = ({}, {}) if as_it_was else objections_beside(found, version.synthesis_id)
    number = found.consultation.number
    read = Read(found.consultation, None if as_it_was else found, passages, objections, counts, found.at)
    by_section: dict[int, list[Row]] = {}
    for row in rows:
        by_section.setdefault(row[_SECTION], []).append(row)
    children: dict[int | None, list[Section]] = {}
    for section in Section.objects.filter(synthesis=version.synthesis_id).order_by("position", "pk"):
        children.setdefault(section.parent_id, []).append(section)
    return Document(
        branches=_branches(read, children, by_section, None, 2, ""),
        left_out=objections.get(0, ()),
        left_out_count=counts.get(0, 0),
        left_out_url=reverse("objections", args=[number]) + "?finding=0",
    )


def _with_what_followed(rows: FindingVersionQuerySet) -> FindingVersionQuerySet:
    """Each with the ``outcome`` of the answer to it, empty without one, and how many commitments follow from it."""
    answers = Answer.objects.filter(finding=OuterRef("finding"), version__signed_at__isnull=False)
    signed = Commitment.objects.signed().filter(findings=OuterRef("finding")).order_by().values("findings")
    return rows.with_objections().annotate(
        outcome=Subquery(answers.order_by("-version__number").values("outcome")[:1]),
        undertaken=Coalesce(Subquery(signed.annotate(count=Count("pk")).values("count")), 0),
    )


def _branches(
    read: Read,
    children: Mapping[int | None, Sequence[Section]],
    by_section: Mapping[int, Sequence[Row]],
    parent: int | None,
    level: int,
    above: str,
) -> list[Branch]:
    deeper = min(level + 1, DEEPEST_HEADING)
    return [
        Branch(
            number=(number := f"{above}{index}"),
            title=_titled(read.consultation, section),
            anchor=f"section-{section.pk}",
            level=level,
            findings=[_entry(read, row, deeper) for row in by_section.get(section.pk, ())],
            branches=_branches(read, children, by_section, section.pk, deeper, f"{number}."),
        )
        for index, section in enumerate(children.get(parent, ()), start=1)
    ]


def _titled(consultation: Consultation, section: Section) -> str:
    synthesis = Reference("synthesis", 1, consultation.number)
    return worded(consultation, synthesis, f"section-{section.pk}", section.title)


def _entry(read: Read, row: Row, level: int) -> Entry:
    """A finding, put together only if anything in it is new: its words, texts, objections, or what followed."""
    consultation = read.consultation
    number, version, finding = row[_NUMBER], row[0], row[_FINDING]
    reference = Reference("finding", number, consultation.number)
    title, body = (worded(consultation, reference, part, row[place]) for part, place in _WORDED)
    objections = read.objections.get(finding, ())
    known_by = (
        *(consultation.number, level, read.found is None, row, title, body),
        *(read.passages.get(version, ()), objections, read.counts.get(finding, 0)),
        # How long ago somebody objected who still waits.
        tuple(ago(objection.said.at, read.at) for objection in objections if objection.state == "waiting"),
    )
    return Entry(number, title, Part("syntheses/line.html", "line", known_by, partial(_line, read, row, level)))


def _line(read: Read, values: Row, level: int) -> Line:
    row = _FINDINGS[read.found is None].of(values)
    finding = row.finding
    name = "finding" if read.found else "finding_version"
    versioned = [] if read.found else [row.number]
    url = reverse(name, args=[read.consultation.number, finding.number, *versioned])
    passages = cited_of(read.passages.get(row.pk, ()))
    followed = row.__dict__ if read.found else {}
    texts = row.support.contributions + row.support.other_texts
    return Line(
        number=finding.number,
        title=worded(read.consultation, finding.reference, "title", row.title),
        body=worded(read.consultation, finding.reference, "body", row.body),
        url=url,
        anchor=f"finding-{finding.number}",
        support=support_of(row, url),
        passages=passages,
        more_texts=texts - len({(text.kind, text.number) for text in passages}),
        facts=list(_facts(read, row, url)) if read.found else [],
        objections=read.objections.get(finding.pk, ()),
        objected=read.counts.get(finding.pk, 0),
        unanswered=row.disputed.unanswered if read.found else 0,
        objections_url=reverse("objections", args=[read.consultation.number]) + f"?finding={finding.number}",
        answer=ANSWER_STATES.get(followed.get("outcome") or "", ""),
        level=level,
        at=read.at,
    )


def _facts(read: Read, row: FindingVersion, url: str) -> Iterator[Figure]:
    """What followed, number by number; nothing is said of what there is none of."""
    said, undertaken = row.finding.thread.comment_count, row.__dict__["undertaken"]
    if said:
        yield Figure(said, ngettext("comment", "comments", said), f"{url}#discussion")
    if undertaken:
        yield Figure(
            undertaken, ngettext("commitment of the city", "commitments of the city", undertaken), f"{url}#answer"
        )
    if row.number > 1:
        changed = reverse("finding_version", args=[read.consultation.number, row.finding.number, row.number])
        yield Figure(_("Version %(number)d") % {"number": row.number}, _("what changed"), f"{changed}#changes")
