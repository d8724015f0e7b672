"""Writing the draft: sections in a tree, findings in order. Agents write it together, before the first publication."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _

from cestvous.activities.syntheses import events
from cestvous.activities.syntheses import kind as acts
from cestvous.activities.syntheses.actions.reckoning import reckon
from cestvous.activities.syntheses.models import Finding, FindingVersion, Section, Synthesis
from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.authors.models import Author
from cestvous.foundation.discussions import actions as discussions
from cestvous.foundation.journal.actions import record
from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources import actions as sources
from cestvous.kernel.references import Reference
from cestvous.kernel.transactions import action
from cestvous.kernel.verdicts import Refused, Verdict
from cestvous.procedure.consultations.actions import EditedMeanwhile, allot, recount, settle
from cestvous.procedure.consultations.models import Activity
from cestvous.procedure.consultations.policy import agent_mandate, may


@dataclass(frozen=True)
class Pen:
    """Who writes in which synthesis, by which mandate, at which instant, once it was found that they may."""

    synthesis: Synthesis
    author: Author
    mandate: Mandate
    at: datetime


def take_pen(by: Person, act: str, activity: Activity) -> Pen:
    """Settle, hold the activity's synthesis until the transaction ends, and ask. Raises Refused.

    The first act makes the synthesis. If it is refused, it has made nothing: its transaction is undone.
    """
    consultation = activity.consultation
    at = settle(consultation)
    synthesis, _made = Synthesis.objects.select_for_update().get_or_create(activity=activity)
    synthesis.activity = activity
    may(by, act, activity, at).or_deny()
    mandate = agent_mandate(by, consultation, at)
    if mandate is None:
        raise RuntimeError("only an agent in charge gets here")
    return Pen(synthesis, author_of(by), mandate, at)


def draft(by: Person, activity: Activity) -> Pen:
    """Take the pen for the draft. Refused once the synthesis is published: from then on findings are revised."""
    pen = take_pen(by, acts.WRITE, activity)
    if pen.synthesis.versions.exists():
        raise Refused(Verdict.no(_("The synthesis is published: its findings change only by a revision.")))
    return pen


def note(pen: Pen, what: str) -> None:
    record(events.DRAFTED, on=pen.synthesis.reference, at=pen.at, actor=pen.author.identifier, facts={"what": what})


def _same_document(section: Section, synthesis: Synthesis) -> None:
    if section.synthesis_id != synthesis.pk:
        raise Refused(Verdict.no(_("This section stands in another synthesis.")))


def still_there(finding: Finding) -> Finding:
    """The finding as it is now that the synthesis is held: another agent may have removed it since it was looked at."""
    fresh = Finding.objects.with_words().select_related("synthesis").filter(pk=finding.pk).first()
    if fresh is None:
        raise Refused(
            Verdict.no(_("This finding was removed meanwhile by somebody else."), remedy=_("Choose another."))
        )
    fresh.synthesis.activity = finding.activity
    return fresh


def _section_there(section: Section, synthesis: Synthesis) -> Section:
    _same_document(section, synthesis)
    fresh = Section.objects.filter(pk=section.pk).first()
    if fresh is None:
        raise Refused(
            Verdict.no(_("This section was removed meanwhile by somebody else."), remedy=_("Choose another."))
        )
    return fresh


def _last(rows: models.QuerySet[Section] | models.QuerySet[Finding]) -> int:
    return int(rows.aggregate(last=models.Max("position"))["last"] or 0)


@action
def add_section(*, by: Person, activity: Activity, title: str, parent: Section | None = None) -> Section:
    """Add a section at the end, or at the end of ``parent``."""
    pen = draft(by, activity)
    synthesis = pen.synthesis
    if parent is not None:
        _section_there(parent, synthesis)
    position = _last(synthesis.sections.all()) + 1
    section = Section.objects.create(synthesis=synthesis, parent=parent, position=position, title=sources.said(title))
    note(pen, "section-added")
    return section


@action
def edit_section(*, by: Person, section: Section, title: str, was: str) -> None:
    """Give a section another title. Raises EditedMeanwhile if it is no longer the one that it ``was`` when opened."""
    pen = draft(by, section.synthesis.activity)
    if _section_there(section, pen.synthesis).title != was:
        raise EditedMeanwhile
    section.title = sources.said(title)
    section.save(update_fields=["title"])
    note(pen, "section-edited")


@action
def remove_section(*, by: Person, section: Section) -> None:
    """Remove an empty section. Refused while something stands in it."""
    pen = draft(by, section.synthesis.activity)
    section = _section_there(section, pen.synthesis)
    if section.findings.exists() or section.children.exists():
        raise Refused(Verdict.no(_("This section is not empty: move or remove what stands in it first.")))
    section.delete()
    note(pen, "section-removed")


def _swap(rows: Sequence[Section] | Sequence[Finding], moved: Section | Finding, by: int) -> None:
    keys = [row.pk for row in rows]
    index = keys.index(moved.pk)
    other = index + by
    if 0 <= other < len(rows):
        neighbour = rows[other]
        moved.position, neighbour.position = neighbour.position, moved.position
        moved.save(update_fields=["position"])
        neighbour.save(update_fields=["position"])


@action
def move_section(*, by: Person, section: Section, steps: int) -> None:
    """Move a section among its siblings: -1 is one up, 1 is one down. At the edge nothing happens."""
    pen = draft(by, section.synthesis.activity)
    section = _section_there(section, pen.synthesis)
    siblings = list(section.synthesis.sections.filter(parent=section.parent_id).order_by("position", "pk"))
    _swap(siblings, next(row for row in siblings if row.pk == section.pk), steps)
    note(pen, "section-moved")


@action
def add_finding(*, by: Person, section: Section, title: str, body: str) -> Finding:
    """Add a finding at the end of a section, as a draft."""
    pen = draft(by, section.synthesis.activity)
    synthesis = pen.synthesis
    _section_there(section, synthesis)
    title, body = sources.said(title), sources.said(body)
    consultation = synthesis.activity.consultation
    number = allot(consultation, "findings")
    finding = Finding.objects.create(
        synthesis=synthesis,
        section=section,
        position=_last(synthesis.findings.all()) + 1,
        number=number,
        thread=discussions.open_thread(under=Reference("finding", number, consultation.number)),
    )
    finding.current = FindingVersion.objects.create(
        finding=finding,
        number=1,
        title=title,
        body=body,
        written_at=pen.at,
        author=pen.author,
    )
    finding.save(update_fields=["current"])
    note(pen, "finding-added")
    return finding


@action
def edit_finding(*, by: Person, finding: Finding, title: str, body: str, section: Section, edition: int) -> None:
    """Rewrite a draft finding. Raises EditedMeanwhile if it is no longer at the ``edition`` the form was opened on."""
    pen = draft(by, finding.activity)
    _section_there(section, finding.synthesis)
    draft_version = FindingVersion.objects.select_for_update().get(pk=still_there(finding).words.pk)
    if draft_version.edition != edition:
        raise EditedMeanwhile
    draft_version.title, draft_version.body = sources.said(title), sources.said(body)
    draft_version.edition += 1
    draft_version.written_at, draft_version.author = pen.at, pen.author
    draft_version.save()
    finding.current = draft_version
    finding.section = section
    finding.save(update_fields=["section"])
    note(pen, "finding-edited")


@action
def move_finding(*, by: Person, finding: Finding, steps: int) -> None:
    """Move a finding within its section: -1 is one up, 1 is one down. At the edge nothing happens."""
    pen = draft(by, finding.activity)
    finding = still_there(finding)
    rows = list(finding.synthesis.findings.filter(section=finding.section_id).order_by("position", "pk"))
    _swap(rows, next(row for row in rows if row.pk == finding.pk), steps)
    note(pen, "finding-moved")


@action
def remove_finding(*, by: Person, finding: Finding) -> None:
    """Remove a draft finding with its citations: what it cited waits again."""
    pen = draft(by, finding.activity)
    finding = still_there(finding)
    cited = list(finding.words.citations.order_by("pk").values_list("source", flat=True))
    finding.words.citations.all().delete()
    version, thread = finding.words, finding.thread
    finding.current = None
    finding.save(update_fields=["current"])
    version.delete()
    finding.delete()
    thread.delete()
    reckon(cited)
    recount(finding.synthesis.activity.consultation, "findings", by=-1)
    note(pen, "finding-removed")
