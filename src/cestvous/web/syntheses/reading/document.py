"""The synthesis as a document: its sections in a tree, and the findings in them as they read in one version."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.activities.decisions.models import Answer
from cestvous.activities.syntheses.models import FindingVersion, Section, SynthesisVersion
from cestvous.activities.syntheses.models.document import FindingVersionQuerySet
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.decisions.pages import ANSWER_STATES
from cestvous.web.design.shapes import AnswerState
from cestvous.web.syntheses.words import rests_on
from cestvous.web.translations.reading import worded

DEEPEST_HEADING = 4


@dataclass(frozen=True)
class Line:
    """A finding in the document."""

    number: int
    title: str
    body: str
    url: str
    anchor: str
    rests_on: str
    facts: Sequence[str]
    answer: AnswerState | Literal[""]
    level: int


@dataclass(frozen=True)
class Branch:
    """A section with its findings and its own sections; ``level`` is that of its heading."""

    title: str
    anchor: str
    level: int
    findings: Sequence[Line]
    branches: Sequence["Branch"]


# A finding with the outcome of the answer to it; empty without one.
Answered = tuple[FindingVersion, str]


def document_of(consultation: Consultation, version: SynthesisVersion, *, as_it_was: bool) -> list[Branch]:
    """The whole document in two queries. ``as_it_was``: without what was said, objected and answered since then."""
    rows = FindingVersion.objects.as_of(version.number).filter(finding__synthesis=version.synthesis_id)
    supported = rows.with_support().select_related("finding__thread").in_order()
    shown = ((row, "") for row in supported) if as_it_was else _with_what_followed(supported)
    by_section: dict[int, list[Answered]] = {}
    for row, outcome in shown:
        by_section.setdefault(row.finding.section_id, []).append((row, outcome))
    sections = Section.objects.filter(synthesis=version.synthesis_id).order_by("position", "pk")
    children: dict[int | None, list[Section]] = {}
    for section in sections:
        children.setdefault(section.parent_id, []).append(section)
    return _branches(consultation, children, by_section, None, 2, as_it_was=as_it_was)


def _with_what_followed(rows: FindingVersionQuerySet) -> Iterator[Answered]:
    answers = Answer.objects.filter(finding=OuterRef("finding"), version__signed_at__isnull=False)
    outcome = Subquery(answers.order_by("-version__number").values("outcome")[:1])
    for row in rows.with_objections().annotate(outcome=outcome):
        yield row, row.outcome or ""  # type: ignore[attr-defined]  # just annotated


def _branches(
    consultation: Consultation,
    children: Mapping[int | None, Sequence[Section]],
    by_section: Mapping[int, Sequence[Answered]],
    parent: int | None,
    level: int,
    *,
    as_it_was: bool,
) -> list[Branch]:
    deeper = min(level + 1, DEEPEST_HEADING)
    return [
        Branch(
            title=worded(
                consultation, Reference("synthesis", 1, consultation.number), f"section-{section.pk}", section.title
            ),
            anchor=f"section-{section.pk}",
            level=level,
            findings=[
                _line(consultation, row, outcome, deeper, as_it_was=as_it_was)
                for row, outcome in by_section.get(section.pk, ())
            ],
            branches=_branches(consultation, children, by_section, section.pk, deeper, as_it_was=as_it_was),
        )
        for section in children.get(parent, ())
    ]


def _line(consultation: Consultation, row: FindingVersion, outcome: str, level: int, *, as_it_was: bool) -> Line:
    finding = row.finding
    name = "finding_version" if as_it_was else "finding"
    versioned = [row.number] if as_it_was else []
    return Line(
        number=finding.number,
        title=worded(consultation, finding.reference, "title", row.title),
        body=worded(consultation, finding.reference, "body", row.body),
        url=reverse(name, args=[consultation.number, finding.number, *versioned]),
        anchor=f"finding-{finding.number}",
        rests_on=rests_on(row),
        facts=[] if as_it_was else _facts(row),
        answer=ANSWER_STATES.get(outcome, ""),
        level=level,
    )


def _facts(row: FindingVersion) -> list[str]:
    """What followed, in words; nothing is said of what there is none of."""
    said = row.finding.thread.comment_count
    objected, unanswered = row.disputed.objected, row.disputed.unanswered
    facts = []
    if said:
        facts.append(ngettext("%(count)d comment", "%(count)d comments", said) % {"count": said})
    if objected:
        facts.append(ngettext("%(count)d objection", "%(count)d objections", objected) % {"count": objected})
    if unanswered:
        facts.append(_("%(count)d of them without a reply yet") % {"count": unanswered})
    if row.number > 1:
        facts.append(_("version %(number)d") % {"number": row.number})
    return facts
