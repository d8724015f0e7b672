"""The lines about what a consultation is presented with beside its words, and about all files joined to it."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Exists, OuterRef

from cestvous.foundation.files.models import File
from cestvous.foundation.sources.models import Source, Standing
from cestvous.procedure.consultations.models.presentation import presentation_of
from cestvous.web.consultations.finding import Found
from cestvous.web.files.address import address_of
from cestvous.web.files.visibility import OWNERS
from cestvous.web.takeaway.batches import in_batches
from cestvous.web.takeaway.lines import Line, told


def presentation_lines(found: Found) -> Iterator[Line]:
    """Dates of the project, questions already answered, contacts."""
    presentation = presentation_of(found.consultation)
    for position, landmark in enumerate(presentation.calendar, start=1):
        yield {
            "type": "landmark",
            "position": position,
            "title": landmark.title,
            "day": told(landmark.day),
            "period": landmark.period or None,
            "text": landmark.text,
        }
    for position, one in enumerate(presentation.answers, start=1):
        yield {"type": "clarification", "position": position, "question": one.question, "answer": one.answer}
    for position, contact in enumerate(presentation.people, start=1):
        yield {
            "type": "contact",
            "position": position,
            "name": contact.name,
            "function": contact.function,
            "reach": contact.reach,
        }


def attachment_lines(found: Found) -> Iterator[Line]:
    """Every file of something that is shown; one that was withdrawn keeps its place and its date."""
    of_owner = Source.objects.filter(
        consultation=OuterRef("consultation"), kind=OuterRef("owner_kind"), number=OuterRef("owner_number")
    )
    rows = File.objects.of_consultation(found.consultation.number).filter(
        ~Exists(of_owner.exclude(standing=Standing.PUBLISHED)), owner_kind__in=OWNERS
    )
    for row in in_batches(rows, "pk"):
        shown = row.is_shown
        yield {
            "type": "attachment",
            "on": {"kind": row.owner_kind, "number": row.owner_number},
            "standing": row.standing,
            "standing_since": None if shown else told(row.standing_since),
            "kind": row.kind,
            "address": f"{settings.SITE_URL}{address_of(row)}" if shown else None,
            "name": row.name if shown else None,
            "media_type": row.media_type,
            "size": row.size if shown else None,
            "sha256": row.checksum if shown else None,
            "description": row.description if shown else None,
            "credit": (row.credit or None) if shown else None,
            "attached_at": told(row.attached_at),
        }
