"""What the page of a person's own words shows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cestvous.activities.contributions.models import Position
from cestvous.foundation.authors.models import AuthorKind
from cestvous.foundation.drafts.models import Draft
from cestvous.foundation.organisations.policy import representations_of
from cestvous.foundation.sources.models import Source
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.design.shapes import ChainLink
from cestvous.web.drafts.keeping import PLACES, parted
from cestvous.web.requests import PersonRequest, now
from cestvous.web.translations.reading import ours
from cestvous.web.words.chains import chain_of, loom_of
from cestvous.web.words.news import news_of, since_of
from cestvous.web.words.telling import News, told

PAGE = 10
_PLACE = re.compile(r"([a-z]{1,40})-(\d{1,9})-(\d{1,9})", re.ASCII)
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
    """One thing that somebody said, and its chain. ``is_new``: something has become of it since they last looked."""

    title: str
    is_new: bool
    consultation: str
    consultation_url: str
    links: Sequence[ChainLink]


@dataclass(frozen=True)
class Unsent:
    """A draft that waits to be sent."""

    title: str
    consultation: str
    url: str
    at: datetime


@dataclass(frozen=True)
class MyWordsPage:
    """``news``: what happened ``since``; None on pages of older words. ``until``: when this was read."""

    news: Sequence[News] | None
    since: datetime
    is_first: bool
    until: str
    said: Sequence[Said]
    drafts: Sequence[Unsent]
    older: str


def my_words_page(request: PersonRequest) -> MyWordsPage:
    """What the reader said, the latest first, PAGE at a time."""
    at = now(request)
    theirs = [row.organisation.author_id for row in representations_of(request.user)]
    said = Source.objects.said_by(request.user, theirs)
    given_on = Position.objects.filter(reason=OuterRef("pk")).values("contribution__number")
    rows = said.with_words().select_related("comment__thread").annotate(given_on=Subquery(given_on[:1]))
    found = list(_before(rows, request.GET.get("before", ""), said).order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    loom = loom_of(shown)
    happened = [] if request.GET.get("before") else news_of(request.user, at)
    touched = {(row.near, row.consultation, row.near_number) for row in happened}
    drafts = [] if request.GET.get("before") else list(Draft.objects.of(request.user).latest_first()[:PAGE])
    places = {draft.place: parted(draft.place) for draft in drafts}
    numbers = {source.consultation for source in shown} | {number for _name, number in places.values()}
    numbers |= {row.consultation for row in happened}
    rows_of = Consultation.objects.filter(number__in=numbers).order_by("pk").only("number", "title", "language")
    titles = {row.number: ours(row, row.title) for row in rows_of}
    return MyWordsPage(
        news=None if request.GET.get("before") else told(happened, titles),
        since=since_of(request.user),
        is_first=request.user.words_seen_at is None,
        until=at.isoformat(),
        said=[
            Said(
                title=_title(source),
                is_new=(source.kind, source.consultation, source.number) in touched,
                consultation=titles[source.consultation],
                consultation_url=reverse("consultation_short", args=[source.consultation]),
                links=chain_of(source, loom, at, own=True),
            )
            for source in shown
        ],
        drafts=[
            Unsent(str(PLACES[name]), titles[number], reverse(name, args=[number]), draft.at)
            for draft in drafts
            for name, number in [places[draft.place]]
        ],
        older=f"{reverse('my_words')}?before={_place_of(shown[-1])}" if len(found) > PAGE else "",
    )


def _place_of(source: Source) -> str:
    """Where a page ends: "comment-5-63", as people call a text."""
    return f"{source.kind}-{source.consultation}-{source.number}"


def _before(rows: QuerySet[Source], place: str, said: QuerySet[Source]) -> QuerySet[Source]:
    """What was said before the text of this place; everything if none of theirs has it."""
    known = _PLACE.fullmatch(place)
    if known is None:
        return rows
    kind, consultation, number = known.groups()
    last = said.filter(kind=kind, consultation=int(consultation), number=int(number)).order_by().values("pk")
    return rows.filter(Q(pk__lt=Subquery(last)) | ~Exists(last))


def _title(source: Source) -> str:
    kind = KINDS.get(source.kind, source.kind)
    if source.kind == "reason":
        return str(kind)  # its number is shown nowhere
    words = _("%(kind)s n° %(number)d") % {"kind": kind, "number": source.number}
    if source.author.kind == AuthorKind.ORGANISATION:
        words = f"{words} · {source.author.shown_name}"
    return f"{words} · {source.words.title}" if source.is_published and source.words.title else words
