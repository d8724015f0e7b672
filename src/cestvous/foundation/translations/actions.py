"""Adding translations. Called by the owners of what is translated, who ask whether somebody may."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cestvous.foundation.authors.models import Author
from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.translations.models import Translation, digest_of
from cestvous.kernel import text
from cestvous.kernel.references import Reference
from cestvous.kernel.transactions import action


@dataclass(frozen=True)
class Rendering:
    """What a part says in the original, and in another language; nothing in it takes a translation back."""

    original: str
    words: str


def new_among(parts: Mapping[str, Rendering], of: Reference, into: str) -> dict[str, Rendering]:
    """Those that say something else than what stands, or were made from other words; cleaned."""
    standing = {row.part: row for row in Translation.objects.of(of).into(into).standing().order_by("pk")}
    new = {}
    for part, rendering in parts.items():
        words, before = text.clean(rendering.words), standing.get(part)
        if before is None and not words:
            continue
        if before is not None and before.words == words and (not words or before.is_of(rendering.original)):
            continue
        new[part] = Rendering(rendering.original, words)
    return new


@action
def add(
    *, of: Reference, into: str, parts: Mapping[str, Rendering], author: Author, mandate: Mandate, at: datetime
) -> list[Translation]:
    """Add translations of ``parts``, by name; the earlier ones stay. The caller holds the lock on their owner."""
    if of.consultation is None:
        raise ValueError("what is translated belongs to a consultation")
    return Translation.objects.bulk_create(
        Translation(
            kind=of.kind,
            number=of.number,
            consultation=of.consultation,
            part=part,
            language=into,
            words=rendering.words,
            original=digest_of(rendering.original),
            author=author,
            mandate=mandate,
            at=at,
        )
        for part, rendering in parts.items()
    )
