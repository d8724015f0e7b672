"""The lines about the synthesis: its versions, findings, what they cite, what is set aside, objections and replies."""

from collections.abc import Iterator

from cestvous.activities.syntheses.models import (
    Citation,
    FindingVersion,
    Objection,
    Section,
    SetAside,
    SynthesisVersion,
)
from cestvous.web.consultations.finding import Found
from cestvous.web.takeaway.batches import in_batches
from cestvous.web.takeaway.lines import Line, address, person, spoken, told
from cestvous.web.takeaway.voices import reply_line


def synthesis_lines(found: Found) -> Iterator[Line]:
    rows = SynthesisVersion.objects.filter(synthesis__activity__consultation=found.consultation)
    for row in in_batches(rows.select_related("synthesis", "mandate__person"), "number"):
        yield {
            "type": "synthesis",
            "version": row.number,
            "address": address("synthesis_version", found.consultation.number, row.number),
            "published_at": told(row.published_at),
            "by": person(row.mandate),
            "reason": row.reason or None,
            "confirmed_at": told(row.synthesis.confirmed_at),
        }


def finding_lines(found: Found, *, only_current: bool = False) -> Iterator[Line]:
    """Each published version of each finding; ``only_current``: the one that stands."""
    rows = FindingVersion.objects.filter(finding__synthesis__activity__consultation=found.consultation)
    rows = rows.filter(published_in__isnull=False).select_related("finding", "published_in")
    if only_current:
        rows = rows.filter(current_of__isnull=False)
    sections = _sections(found)
    for row in in_batches(rows, "finding__number", "number"):
        number = row.finding.number
        yield {
            "type": "finding",
            "number": number,
            "version": row.number,
            "is_current": row.finding.current_id == row.pk,
            "address": address("finding_version", found.consultation.number, number, row.number),
            "section": sections[row.finding.section_id],
            "title": row.title,
            "body": row.body,
            "reason": row.reason or None,
            "written_at": told(row.written_at),
            "synthesis_version": row.published_in.number if row.published_in else None,
        }


def _sections(found: Found) -> dict[int, list[str]]:
    """The headings above each section, its own last."""
    rows = Section.objects.filter(synthesis__activity__consultation=found.consultation)
    known = {row.pk: row for row in rows.order_by("pk")}

    def headings(section: Section) -> list[str]:
        above = known.get(section.parent_id or 0)
        return [*(headings(above) if above else ()), section.title]

    return {pk: headings(row) for pk, row in known.items()}


def citation_lines(found: Found, *, only_current: bool = False) -> Iterator[Line]:
    """What each version of a finding rests on; words only while those who said them let them stand."""
    rows = Citation.objects.filter(finding_version__finding__synthesis__activity__consultation=found.consultation)
    rows = rows.filter(finding_version__published_in__isnull=False)
    if only_current:
        rows = rows.filter(finding_version__current_of__isnull=False)
    keys = ("finding_version__finding__number", "finding_version__number", "source__kind", "source__number", "pk")
    related = rows.select_related("finding_version__finding", "source", "version", "passage")
    for row in in_batches(related, *keys):
        passage = row.passage if row.source.is_published else None
        yield {
            "type": "citation",
            "finding": row.finding_version.finding.number,
            "finding_version": row.finding_version.number,
            "source": {"kind": row.source.kind, "number": row.source.number, "version": row.version.number},
            "standing": row.source.standing,
            "whole": row.passage_id is None,
            "passage": row.version.body[passage.start : passage.end] if passage else None,
            "start": passage.start if passage else None,
            "end": passage.end if passage else None,
        }


def set_aside_lines(found: Found) -> Iterator[Line]:
    """What no finding cites, once the synthesis is published: until then it is part of a draft."""
    rows = SetAside.objects.filter(synthesis__activity__consultation=found.consultation).in_force()
    published = SynthesisVersion.objects.filter(number=1).values("synthesis")
    rows = rows.filter(synthesis__in=published).select_related("source", "mandate__person")
    for row in in_batches(rows, "source__kind", "source__number"):
        yield {
            "type": "set_aside",
            "source": {"kind": row.source.kind, "number": row.source.number},
            "standing": row.source.standing,
            "reason": row.reason,
            "words": row.words,
            "in_bulk": row.in_bulk,
            "at": told(row.at),
            "by": person(row.mandate),
        }


def objection_lines(found: Found) -> Iterator[Line]:
    """Each objection, followed by its reply."""
    rows = Objection.objects.filter(synthesis__activity__consultation=found.consultation)
    rows = rows.filter(source__recorded_at__lte=found.at).with_words()
    rows = rows.select_related("source__mandate__person").prefetch_related("reply__versions")
    for row in in_batches(rows, "number"):
        yield {
            "type": "objection",
            "number": row.number,
            "address": address("objection", found.consultation.number, row.number),
            "ground": row.ground,
            "about": {"kind": row.about.kind, "number": row.about.number},
            "finding": row.finding.number if row.finding else None,
            **spoken(row.source),
            "outcome": row.outcome or None,
            "revised_as": row.revised_as.number if row.revised_as else None,
            "reply": row.reply.number if row.reply else None,
        }
        if row.reply:
            yield reply_line(row.reply, "objection", row.number)
