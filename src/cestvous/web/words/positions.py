"""Where somebody stands and what they agreed with: for their eyes alone, since in public a position is only counted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from cestvous.activities.contributions.models import Position, Stance
from cestvous.foundation.discussions.models import Endorsement
from cestvous.kernel import text
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.requests import PersonRequest
from cestvous.web.sources import gone
from cestvous.web.syntheses.cited import address_of

PAGE = 20
_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)


@dataclass(frozen=True)
class Stood:
    """A position taken. ``rewritten``: the contribution is no longer what was judged."""

    title: str
    url: str
    chain_url: str
    consultation: str
    stance: str
    at: datetime
    rewritten: bool


@dataclass(frozen=True)
class Agreed:
    """An argument that somebody agreed with."""

    words: str
    url: str
    consultation: str
    at: datetime


@dataclass(frozen=True)
class PositionsPage:
    stood: Sequence[Stood]
    agreed: Sequence[Agreed]
    older_stood: str
    older_agreed: str


def positions_page(request: PersonRequest) -> PositionsPage:
    """The latest first, PAGE of each at a time. Four queries."""
    given = Position.objects.filter(author__person=request.user).annotate(
        at_place=F("contribution__source__consultation"), known_as=F("contribution__number")
    )
    agreed = Endorsement.objects.filter(author__person=request.user).annotate(
        at_place=F("comment__consultation"), known_as=F("comment__number")
    )
    stood = _some(
        given.select_related("contribution__source__current", "version"), request.GET.get("positions", ""), given
    )
    endorsed = _some(
        agreed.select_related("comment__source__current", "comment__thread"),
        request.GET.get("appuis", ""),
        agreed,
    )
    numbers = {row.at_place for row in (*stood, *endorsed)}
    titles = dict(Consultation.objects.filter(number__in=numbers).order_by("pk").values_list("number", "title"))
    return PositionsPage(
        stood=[_stood(row, titles) for row in stood[:PAGE]],
        agreed=[_agreed(row, titles) for row in endorsed[:PAGE]],
        older_stood=_older("positions", stood),
        older_agreed=_older("appuis", endorsed),
    )


def _some(rows: QuerySet[Any, Any], place: str, all_of_them: QuerySet[Any, Any]) -> list[Any]:
    """Those before a place ("5-12": the thing's consultation and number); all if none of theirs has it."""
    if known := _PLACE.fullmatch(place):
        last = all_of_them.filter(at_place=int(known[1]), known_as=int(known[2])).order_by()
        before = Q(at__lt=Subquery(last.values("at"))) | Q(at=Subquery(last.values("at")), pk__lt=last.values("pk"))
        rows = rows.filter(before | ~Exists(last))
    return list(rows.order_by("-at", "-pk")[: PAGE + 1])


def _older(name: str, rows: Sequence[Any]) -> str:
    if len(rows) <= PAGE:
        return ""
    last = rows[PAGE - 1]
    return f"{reverse('my_positions')}?{name}={last.at_place}-{last.known_as}#{name}"


def _stood(row: Position, titles: dict[int, str]) -> Stood:
    contribution = row.contribution
    source = contribution.source
    args = [source.consultation, contribution.number]
    name = _("Contribution n° %(number)d") % {"number": contribution.number}
    words = contribution.title if source.is_published else gone(source, own=False)
    return Stood(
        title=f"{name} · {words}",
        url=reverse("contribution", args=args),
        chain_url=reverse("contribution_chain", args=args),
        consultation=titles[source.consultation],
        stance=str(Stance(row.stance).label),
        at=row.at,
        rewritten=source.is_published and source.words.number > row.version.number,
    )


def _agreed(row: Endorsement, titles: dict[int, str]) -> Agreed:
    source = row.comment.source
    return Agreed(
        words=text.excerpt(source.words.body, 160) if source.is_published else gone(source, own=False),
        url=address_of(source),
        consultation=titles[source.consultation],
        at=row.at,
    )
