"""What every document says of itself: the city, the consultation, where it comes about, and when it was made."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cestvous.kernel.dates import day_in_words, language
from cestvous.web.consultations.finding import Found
from cestvous.web.consultations.frame import TONES
from cestvous.web.design.shapes import AnswerState, CommitmentState, Tone
from cestvous.web.documents.references import typo
from cestvous.web.documents.tree import Block, Document, Facts, Run, Runs

ANSWERS: dict[AnswerState, object] = {
    "adopted": gettext_lazy("Adopted"),
    "in-part": gettext_lazy("Adopted in part"),
    "declined": gettext_lazy("Declined"),
    "referred": gettext_lazy("Referred to others"),
    "postponed": gettext_lazy("Postponed"),
    "awaited": gettext_lazy("Answer awaited"),
}
COMMITMENTS: dict[CommitmentState, object] = {
    "done": gettext_lazy("Kept"),
    "late": gettext_lazy("Late"),
    "under-way": gettext_lazy("Under way"),
    "abandoned": gettext_lazy("Abandoned"),
    "to-come": gettext_lazy("To come"),
}


def for_anybody(found: Found) -> Found:
    """As a visitor finds it: a document is the same for whoever asks, and carries nothing of theirs."""
    return replace(found, reader=AnonymousUser())


def about(name: str, *args: object) -> str:
    return reverse(name, args=args)


def framed(
    found: Found,
    *,
    kind: str,
    tone: Tone,
    facts: Sequence[tuple[str, Runs]],
    dated: datetime,
    blocks: Sequence[Block],
) -> Document:
    consultation = found.consultation
    tones = [TONES[phase.purpose] for phase in consultation.schedule.phases]
    made = _("Words may be withdrawn or hidden after this day; the page always shows what stands.")
    told = [*facts, (_("Made on"), [Run(f"{day_in_words(found.at)}. {made}")])]
    if settings.EXAMPLE_CITY:
        told.append((_("Example"), [Run(_("This is an example city. Its people and their words are invented."))]))
    return Document(
        kind=kind,
        title=typo(consultation.title),
        summary=typo(consultation.summary),
        language=language(),
        city=settings.CITY_NAME,
        site=settings.SITE_NAME,
        dated=dated,
        tone=tone,
        steps=tones,
        step=tones.index(tone) if tone in tones else -1,
        facts=Facts(told),
        contents=_("Contents"),
        page=_("page {page} / {pages}"),
        blocks=blocks,
    )
