"""The lines of translations: apart from the originals, which alone are authoritative."""

from collections.abc import Iterator

from cestvous.foundation.sources.models import Source, Standing
from cestvous.foundation.translations.models import Translation
from cestvous.web.consultations.finding import Found
from cestvous.web.takeaway.batches import in_batches
from cestvous.web.takeaway.lines import Line, person, told


def translation_lines(found: Found) -> Iterator[Line]:
    """Every translation, those that another has followed included; none of a reply that is no longer shown."""
    number = found.consultation.number
    rows = Translation.objects.of_consultations([number])
    gone = Source.objects.of_consultation(number).filter(kind="reply").exclude(standing=Standing.PUBLISHED)
    rows = rows.exclude(kind="reply", number__in=gone.values("number"))
    standing = set(rows.standing().order_by("pk").values_list("pk", flat=True))
    for row in in_batches(rows.select_related("mandate__person"), "pk"):
        yield {
            "type": "translation",
            "of": {"kind": row.kind, "number": row.number},
            "part": row.part,
            "language": row.language,
            "words": row.words,
            "original": row.original,
            "is_current": row.pk in standing,
            "at": told(row.at),
            "by": person(row.mandate),
        }
