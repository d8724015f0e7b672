"""The lines about what was decided: signed decisions, answers, commitments, milestones, progress."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from cestvous.activities.decisions.models import Answer, Commitment, DecisionVersion, Milestone, Progress
from cestvous.foundation.files.models import File
from cestvous.web.consultations.finding import Found
from cestvous.web.files.address import address_of
from cestvous.web.takeaway.batches import in_batches
from cestvous.web.takeaway.lines import Line, address, person, told


def decision_lines(found: Found) -> Iterator[Line]:
    """The versions that were signed; a draft is nobody's to take away."""
    rows = DecisionVersion.objects.signed().filter(decision__activity__consultation=found.consultation)
    for row in in_batches(rows.with_signature(), "number"):
        yield {
            "type": "decision",
            "version": row.number,
            "address": address("decision_version", found.consultation.number, row.number),
            "decided_on": told(row.decided_on),
            "authority": row.authority,
            "deliberation": row.deliberation or None,
            "signed_at": told(row.signed_at),
            "signed_by": person(row.signed_by) if row.signed_by else None,
            "preamble": row.preamble,
            "reason": row.reason or None,
        }


def answer_lines(found: Found, *, only_current: bool = False) -> Iterator[Line]:
    """The answers to findings, by version of the decision; ``only_current``: those that stand."""
    rows = Answer.objects.filter(
        version__decision__activity__consultation=found.consultation, version__signed_at__isnull=False
    )
    if only_current:
        last = rows.aggregate(last=Max("version__number"))["last"]
        rows = rows.filter(version__number=last)
    for row in in_batches(rows.select_related("version", "finding"), "version__number", "finding__number"):
        yield {
            "type": "answer",
            "decision_version": row.version.number,
            "finding": row.finding.number,
            "outcome": row.outcome,
            "reasons": row.reasons,
            "referred_to": row.referred_to or None,
        }


def commitment_lines(found: Found) -> Iterator[Line]:
    today = timezone.localdate(found.at)
    rows = Commitment.objects.signed().filter(decision__activity__consultation=found.consultation)
    for row in in_batches(rows.with_milestones().select_related("signed_in"), "number"):
        yield {
            "type": "commitment",
            "number": row.number,
            "address": address("commitment", found.consultation.number, row.number),
            "title": row.title,
            "body": row.body,
            "owner": row.owner,
            "first_due_on": told(row.first_due_on),
            "due_on": told(row.due_on),
            "state": row.state_on(today).value,
            "findings": [finding.number for finding in row.findings.all()],
            "decision_version": row.signed_in.number if row.signed_in else None,
        }


def milestone_lines(found: Found) -> Iterator[Line]:
    rows = Milestone.objects.filter(
        commitment__decision__activity__consultation=found.consultation, commitment__signed_in__isnull=False
    )
    for row in in_batches(rows.select_related("commitment"), "commitment__number", "position", "pk"):
        yield {
            "type": "milestone",
            "commitment": row.commitment.number,
            "position": row.position + 1,
            "title": row.title,
            "due_on": told(row.due_on),
            "done_on": told(row.done_on),
        }


def progress_lines(found: Found) -> Iterator[Line]:
    rows = Progress.objects.filter(
        commitment__decision__activity__consultation=found.consultation, commitment__signed_in__isnull=False
    )
    related = rows.select_related("commitment", "milestone", "mandate__person")
    pictures = _pictures(found)
    for row in in_batches(related, "commitment__number", "number"):
        yield {
            "type": "progress",
            "commitment": row.commitment.number,
            "number": row.number,
            "at": told(row.at),
            "by": person(row.mandate),
            "milestone": row.milestone.position + 1 if row.milestone else None,
            "body": row.body,
            "done_on": told(row.done_on),
            "moved_from": told(row.moved_from),
            "moved_to": told(row.moved_to),
            "pictures": pictures.get(row.pk, []),
        }


def _pictures(found: Found) -> dict[int, list[Line]]:
    """The pictures of all reports, by the key of each."""
    files = File.objects.of_consultation(found.consultation.number).shown().filter(owner_kind="progress")
    by_report: dict[int, list[Line]] = {}
    for file in files.order_by("owner_number", "position", "pk"):
        line = {
            "address": f"{settings.SITE_URL}{address_of(file)}",
            "shows": file.description,
            "width": file.width,
            "height": file.height,
        }
        by_report.setdefault(file.owner_number or 0, []).append(line)
    return by_report
