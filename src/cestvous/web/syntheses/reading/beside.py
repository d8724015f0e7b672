"""What stands beside the findings of a document: the first texts that each cites, the latest objections to each."""

from collections.abc import Iterable

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from cestvous.activities.syntheses.models import Citation, Objection
from cestvous.foundation.sources.models import Standing
from cestvous.web.consultations.finding import Found
from cestvous.web.syntheses.cited import WITH_PLACE, WITH_WORDS, Cited, cited
from cestvous.web.syntheses.objections.pages import ObjectionShown, shown

# The others are one click away: a document is read, not its footnotes.
TEXTS_BESIDE, OBJECTIONS_BESIDE = 3, 3
# Stands for no finding: an objection that the whole leaves something out.
NO_FINDING = 0


def passages_beside(versions: Iterable[int]) -> dict[int, list[Cited]]:
    """By version of a finding, the first texts that it cites, passages before whole texts: one query."""
    rows = Citation.objects.filter(finding_version__in=list(versions), rank__isnull=False)
    beside: dict[int, list[Citation]] = {}
    for row in rows.select_related(*WITH_WORDS, WITH_PLACE).order_by("finding_version_id", "rank"):
        beside.setdefault(row.finding_version_id, []).append(row)
    return {
        # What was taken back comes last.
        version: [cited(row) for row in sorted(ranked, key=lambda row: not row.source.is_published)[:TEXTS_BESIDE]]
        for version, ranked in beside.items()
    }


def objections_beside(found: Found, synthesis: int) -> tuple[dict[int, list[ObjectionShown]], dict[int, int]]:
    """By finding (``NO_FINDING`` for the whole), the latest objections with their replies, and how many there are.

    One query. Those that were withdrawn are left to the list of objections.
    """
    ranked = (
        Objection.objects.filter(synthesis=synthesis, source__standing=Standing.PUBLISHED)
        .select_related("synthesis")
        .with_words()
        .annotate(
            rank=Window(RowNumber(), partition_by=F("finding"), order_by=F("number").desc()),
            among=Window(Count("pk"), partition_by=F("finding")),
        )
    )
    beside: dict[int, list[ObjectionShown]] = {}
    counts: dict[int, int] = {}
    for row in ranked.filter(rank__lte=OBJECTIONS_BESIDE).order_by("finding", "rank"):
        key = row.finding_id or NO_FINDING
        beside.setdefault(key, []).append(shown(row, found, here_already=row.finding))
        counts[key] = row.__dict__["among"]
    return beside, counts
