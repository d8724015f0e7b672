"""The synthesis as a document: its sections in a tree, and the findings in them as they read in one version."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.activities.decisions.models import Answer, Commitment
from cestvous.activities.syntheses.models import FindingVersion, Section, SynthesisVersion
from cestvous.activities.syntheses.models.document import FindingVersionQuerySet
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.consultations.finding import Found
from cestvous.web.decisions.pages import ANSWER_STATES
from cestvous.web.design.shapes import AnswerState, Figure
from cestvous.web.syntheses.cited import Cited
from cestvous.web.syntheses.objections.pages import ObjectionShown
from cestvous.web.syntheses.reading.beside import objections_beside, passages_beside
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


@dataclass(frozen=True)
class Branch:
    """A section with its findings and its own sections; ``number`` is "2.1", ``level`` that of its heading."""

    number: str
    title: str
    anchor: str
    level: int
    findings: Sequence[Line]
    branches: Sequence["Branch"]


@dataclass(frozen=True)
class Document:
    """The tree, and the objections that are to no finding: what they say is left out of the whole."""

    branches: Sequence[Branch]
    left_out: Sequence[ObjectionShown]
    left_out_count: int
    left_out_url: str


@dataclass(frozen=True)
class Read:
    """What the lines of a document are made from. Without ``found``: as it was, and what followed is left out."""

    consultation: Consultation
    found: Found | None
    passages: Mapping[int, Sequence[Cited]]
    objections: Mapping[int, Sequence[ObjectionShown]]
    counts: Mapping[int, int]


def document_of(found: Found, version: SynthesisVersion, *, as_it_was: bool) -> Document:
    """The whole document in five queries. ``as_it_was``: without what was objected and answered since then."""
    rows = FindingVersion.objects.as_of(version.number).filter(finding__synthesis=version.synthesis_id)
    supported = rows.select_related("finding__thread").in_order()
    shown = list(supported) if as_it_was else list(_with_what_followed(supported))
    passages = passages_beside(row.pk for row in shown)
    objections, counts = ({}, {}) if as_it_was else objections_beside(found, version.synthesis_id)
    number = found.consultation.number
    read = Read(found.consultation, None if as_it_was else found, passages, objections, counts)
    by_section: dict[int, list[FindingVersion]] = {}
    for row in shown:
        by_section.setdefault(row.finding.section_id, []).append(row)
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
    by_section: Mapping[int, Sequence[FindingVersion]],
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
            findings=[_line(read, row, deeper) for row in by_section.get(section.pk, ())],
            branches=_branches(read, children, by_section, section.pk, deeper, f"{number}."),
        )
        for index, section in enumerate(children.get(parent, ()), start=1)
    ]


def _titled(consultation: Consultation, section: Section) -> str:
    synthesis = Reference("synthesis", 1, consultation.number)
    return worded(consultation, synthesis, f"section-{section.pk}", section.title)


def _line(read: Read, row: FindingVersion, level: int) -> Line:
    finding = row.finding
    name = "finding" if read.found else "finding_version"
    versioned = [] if read.found else [row.number]
    url = reverse(name, args=[read.consultation.number, finding.number, *versioned])
    passages = read.passages.get(row.pk, ())
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
