"""The pictures of reports of progress, beside what they show."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cestvous.activities.decisions.models import Progress
from cestvous.foundation.files.models import File
from cestvous.web.design.shapes import Commitment, FileShown
from cestvous.web.files.shown import shown

# On a page that shows many commitments, before and after of the latest report that has pictures.
SMALL = 2


def pictures_of(reports: Iterable[Progress]) -> dict[int, list[FileShown]]:
    """The pictures of reports, by the key of each: one query."""
    files: dict[int, list[FileShown]] = {}
    for file in File.objects.of_all([report.reference for report in reports]).shown():
        files.setdefault(file.owner_number or 0, []).append(shown(file))
    return files


def with_pictures(consultation: int, shapes: Sequence[Commitment], keys: Sequence[int]) -> list[Commitment]:
    """The commitments with the latest pictures of each, by their ``keys``. Two queries, one where there is none."""
    files = File.objects.of_consultation(consultation).shown().filter(owner_kind="progress")
    by_report: dict[int, list[FileShown]] = {}
    for file in files.order_by("owner_number", "position", "pk"):
        by_report.setdefault(file.owner_number or 0, []).append(shown(file))
    latest: dict[int, list[FileShown]] = {}
    if by_report:
        pictured = Progress.objects.filter(pk__in=by_report, commitment__in=keys).order_by("pk")
        for report, commitment in pictured.values_list("pk", "commitment"):
            latest[commitment] = by_report[report]
    return [replace(shape, pictures=latest.get(key, [])[:SMALL]) for shape, key in zip(shapes, keys, strict=True)]
