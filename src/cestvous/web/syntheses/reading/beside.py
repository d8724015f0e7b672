"""What stands beside the findings of a document: the first texts that each cites, the latest objections to each."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import BigIntegerField, Count, F, Window
from django.db.models.functions import RowNumber

from cestvous.activities.syntheses.models import Citation, Objection
from cestvous.foundation.sources.models import Standing
from cestvous.kernel.databases.prepared import Among, Blank, Prepared
from cestvous.web.consultations.finding import Found
from cestvous.web.syntheses.cited import CITATIONS, COLUMNS, Cited, cited
from cestvous.web.syntheses.objections.pages import ObjectionShown, shown
from cestvous.web.syntheses.objections.rows import OBJECTIONS, SHOWN

Row = tuple[Any, ...]
# The others are one click away: a document is read, not its footnotes.
TEXTS_BESIDE, OBJECTIONS_BESIDE = 3, 3
# Stands for no finding: an objection that the whole leaves something out.
NO_FINDING = 0


_OF_VERSION, _STANDING = COLUMNS.index("finding_version"), COLUMNS.index("source__standing")


def _citations() -> Any:
    rows = Citation.objects.filter(Among(F("finding_version"), "versions", BigIntegerField()), rank__isnull=False)
    return rows.order_by("finding_version_id", "rank").values_list(*COLUMNS)


_CITATIONS = Prepared(_citations)


def passages_beside(versions: Iterable[int]) -> dict[int, tuple[Row, ...]]:
    """By version of a finding, the first texts that it cites, passages before whole texts, as rows: one query."""
    beside: dict[int, list[Row]] = {}
    for row in _CITATIONS.rows(versions=list(versions)):
        beside.setdefault(row[_OF_VERSION], []).append(row)
    return {
        # What was taken back comes last.
        version: tuple(sorted(ranked, key=lambda row: row[_STANDING] != Standing.PUBLISHED)[:TEXTS_BESIDE])
        for version, ranked in beside.items()
    }


def cited_of(rows: Iterable[Row]) -> list[Cited]:
    return [cited(CITATIONS.of(row)) for row in rows]


def _objections() -> Any:
    ranked = Objection.objects.filter(
        synthesis=Blank("synthesis", BigIntegerField()), source__standing=Standing.PUBLISHED
    ).annotate(
        rank=Window(RowNumber(), partition_by=F("finding"), order_by=F("number").desc()),
        among=Window(Count("pk"), partition_by=F("finding")),
    )
    return ranked.filter(rank__lte=OBJECTIONS_BESIDE).order_by("finding", "rank").values_list(*SHOWN, "among")


_OBJECTIONS = Prepared(_objections)


def objections_beside(found: Found, synthesis: int) -> tuple[dict[int, Sequence[ObjectionShown]], dict[int, int]]:
    """By finding (``NO_FINDING`` for the whole), the latest objections with their replies, and how many there are.

    One query. Those that were withdrawn are left to the list of objections.
    """
    beside: dict[int, list[ObjectionShown]] = {}
    counts: dict[int, int] = {}
    for row in _OBJECTIONS.rows(synthesis=synthesis):
        objection = OBJECTIONS.of(row)
        key = objection.finding_id or NO_FINDING
        beside.setdefault(key, []).append(shown(objection, found, here_already=objection.finding))
        counts[key] = row[len(SHOWN)]
    return {key: tuple(of_it) for key, of_it in beside.items()}, counts
