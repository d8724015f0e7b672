"""The lines about what people say: questions and replies, contributions, reasons, comments.

A file takes a while to be written. It holds what had been said when it was begun, so that nothing in it is about a
thing that came too late to be in it; each text as it stands when its turn comes: words taken back meanwhile stay out.
"""

from collections import defaultdict
from collections.abc import Iterator

from django.conf import settings

from cestvous.activities.contributions.models import Contribution, Position
from cestvous.activities.questions.models import Question
from cestvous.foundation.discussions.models import Comment
from cestvous.foundation.files.models import File
from cestvous.foundation.sources.models import Source, Standing
from cestvous.kernel.references import Reference
from cestvous.web.consultations.finding import Found
from cestvous.web.files.address import address_of
from cestvous.web.takeaway.batches import in_batches, together
from cestvous.web.takeaway.lines import Line, address, spoken, versioned


def question_lines(found: Found) -> Iterator[Line]:
    """Each question, followed by its reply."""
    number = found.consultation.number
    rows = Question.objects.of(found.consultation).filter(source__recorded_at__lte=found.at)
    rows = rows.with_words().prefetch_related("reply__versions")
    for row in in_batches(rows, "number"):
        yield {
            "type": "question",
            "number": row.number,
            "address": address("question", number, row.number),
            **spoken(row.source),
            "reply": row.reply.number if row.reply else None,
        }
        if row.reply:
            yield reply_line(row.reply, "question", row.number)


def reply_line(reply: Source, kind: str, number: int) -> Line:
    """What those who lead replied. Read with the versions of the reply."""
    on = {"kind": kind, "number": number}
    return {"type": "reply", "number": reply.number, "on": on, **spoken(reply), **versioned(reply)}


def contribution_lines(found: Found) -> Iterator[Line]:
    number = found.consultation.number
    rows = Contribution.objects.of(found.consultation).filter(source__recorded_at__lte=found.at)
    rows = rows.with_words().select_related("tally_elsewhere").prefetch_related("source__versions")
    for row, files in _with_files(in_batches(rows, "number")):
        elsewhere = getattr(row, "tally_elsewhere", None)
        yield {
            "type": "contribution",
            "number": row.number,
            "address": address("contribution", number, row.number),
            **spoken(row.source, titled=True),
            **versioned(row.source),
            "theme": row.theme.name if row.theme else None,
            "neighbourhood": row.neighbourhood.name if row.neighbourhood else None,
            "positions": {"for": row.for_count, "mixed": row.mixed_count, "against": row.against_count},
            "positions_elsewhere": {
                "for": elsewhere.for_count,
                "mixed": elsewhere.mixed_count,
                "against": elsewhere.against_count,
            }
            if elsewhere
            else None,
            "comments": row.thread.comment_count,
            "files": [f"{settings.SITE_URL}{address_of(file)}" for file in files] if row.source.is_published else [],
            "place": (row.source.words.place or None) if row.source.is_published else None,
        }


def _with_files(rows: Iterator[Contribution]) -> Iterator[tuple[Contribution, list[File]]]:
    """Each with the files that it shows, in as many more queries as there are batches."""
    for batch in together(rows):
        known: dict[Reference | None, list[File]] = defaultdict(list)
        for file in File.objects.of_all(row.reference for row in batch).shown():
            known[file.owner].append(file)
        for row in batch:
            yield row, known[row.reference]


def reason_lines(found: Found) -> Iterator[Line]:
    """Why somebody stands where they stand: without a name, and without a date by which one could guess it."""
    rows = (
        Position.objects.filter(contribution__activity__consultation=found.consultation)
        .filter(reason__standing=Standing.PUBLISHED, reason__recorded_at__lte=found.at)
        .select_related("reason__current", "version", "contribution")
    )
    for row in in_batches(rows, "reason__number"):
        if row.reason is not None:
            yield {
                "type": "reason",
                "number": row.reason.number,
                "contribution": row.contribution.number,
                "judged_version": row.version.number,
                "position": row.stance,
                "language": row.reason.language,
                "body": row.reason.words.body,
            }


def comment_lines(found: Found) -> Iterator[Line]:
    number = found.consultation.number
    rows = Comment.objects.filter(consultation=number, source__recorded_at__lte=found.at)
    rows = rows.with_words().select_related("thread", "parent")
    for row in in_batches(rows, "number"):
        under = row.thread
        yield {
            "type": "comment",
            "number": row.number,
            "address": f"{address(under.kind, number, under.number)}?comment={row.number}#c{row.number}",
            "on": {"kind": under.kind, "number": under.number},
            "reply_to": row.parent.number if row.parent else None,
            "side": None if row.parent else row.side,
            **spoken(row.source),
            "endorsements": row.endorsement_count,
            "endorsements_elsewhere": row.tally_elsewhere,
        }
