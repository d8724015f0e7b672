"""What the page of a person's own words shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cestvous.foundation.sources.models import Source
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.design.shapes import ChainLink
from cestvous.web.requests import PersonRequest, bounded, now
from cestvous.web.words.chains import chain_of, loom_of

PAGE = 10
KINDS = {
    "contribution": gettext_lazy("Contribution"),
    "question": gettext_lazy("Question"),
    "comment": gettext_lazy("Comment"),
    "objection": gettext_lazy("Objection"),
    "reply": pgettext_lazy("what was said", "Reply"),
    "reason": gettext_lazy("Reason of a position"),
}


@dataclass(frozen=True)
class Said:
    """One thing that somebody said, and its chain."""

    title: str
    consultation: str
    consultation_url: str
    links: Sequence[ChainLink]


@dataclass(frozen=True)
class MyWordsPage:
    said: Sequence[Said]
    older: str


def my_words_page(request: PersonRequest) -> MyWordsPage:
    """What the reader said, the latest first, PAGE at a time."""
    at = now(request)
    said = Source.objects.filter(author__person=request.user)
    rows = said.with_words().select_related("comment__thread").order_by("-pk")
    before = bounded(request, "before", default=0)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    loom = loom_of(shown)
    numbers = {source.consultation for source in shown}
    titles = dict(Consultation.objects.filter(number__in=numbers).order_by("pk").values_list("number", "title"))
    return MyWordsPage(
        said=[
            Said(
                title=_title(source),
                consultation=titles[source.consultation],
                consultation_url=reverse("consultation_short", args=[source.consultation]),
                links=chain_of(source, loom, at, own=True),
            )
            for source in shown
        ],
        older=f"{reverse('my_words')}?before={shown[-1].pk}" if len(found) > PAGE else "",
    )


def _title(source: Source) -> str:
    kind = KINDS.get(source.kind, source.kind)
    if source.kind == "reason":
        return str(kind)  # its number is shown nowhere
    words = _("%(kind)s n° %(number)d") % {"kind": kind, "number": source.number}
    return f"{words} · {source.words.title}" if source.is_published and source.words.title else words
