"""Who may see a file: those who may see what shows it. A kind of owner that is not in the table is seen by nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from cestvous.foundation.files.models import File
from cestvous.foundation.files.policy import is_own_received
from cestvous.foundation.mandates.policy import Reader
from cestvous.foundation.sources.models import Source, Standing
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.models import Consultation
from cestvous.procedure.consultations.models.presentation import FILES, STILL
from cestvous.procedure.consultations.policy import may_see

Sees = Callable[[Reader, Reference, datetime], bool]


def sees_consultation(reader: Reader, owner: Reference, at: datetime) -> bool:
    """What belongs to a consultation itself is seen by whoever sees the consultation."""
    consultation = Consultation.objects.filter(number=owner.consultation or 0).first()
    return consultation is not None and bool(may_see(reader, consultation, at))


def sees_text(reader: Reader, owner: Reference, at: datetime) -> bool:
    """What is joined to a text is seen while the text is: neither withdrawn, nor hidden, nor erased."""
    texts = Source.objects.filter(consultation=owner.consultation or 0, kind=owner.kind, number=owner.number)
    return texts.filter(standing=Standing.PUBLISHED).exists() and sees_consultation(reader, owner, at)


# By kind of reference. Each is asked about one file at a time, in two queries or so.
OWNERS: dict[str, Sees] = {
    FILES: sees_consultation,
    STILL: sees_consultation,
    "contribution": sees_text,
    # A report is there from the moment it is made, and never taken back.
    "progress": sees_consultation,
}


@dataclass(frozen=True)
class Sight:
    """``seen``: by this reader. ``by_anybody``: by everybody, so that what is sent may be kept on the way."""

    seen: bool
    by_anybody: bool = False


def sight_of(reader: Reader, file: File, at: datetime) -> Sight:
    """Does this reader see a file at this instant, and would anybody? Not before a virus scanner has been asked."""
    if file.waits_for_scan:
        return Sight(seen=False)
    if not file.is_published or file.owner is None:
        return Sight(is_own_received(reader, file))
    sees = OWNERS.get(file.owner.kind)
    if sees is None:
        return Sight(seen=False)
    if sees(AnonymousUser(), file.owner, at):
        return Sight(seen=True, by_anybody=True)
    return Sight(sees(reader, file.owner, at))
