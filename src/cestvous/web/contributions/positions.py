"""Positions on a contribution as its page shows them: counts, one's own, and reasons without names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cestvous.activities.contributions import kind
from cestvous.activities.contributions.models import Contribution, Position, Stance, TallyElsewhere
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Standing
from cestvous.kernel.verdicts import Verdict
from cestvous.procedure.consultations.policy import is_own
from cestvous.web.consultations.finding import Found
from cestvous.web.contributions.forms import PositionForm
from cestvous.web.design.shapes import Link
from cestvous.web.remedies import remedy_of
from cestvous.web.requests import bounded
from cestvous.web.sources import in_its_language

REASONS = 20
Side = Literal["", "for", "mixed", "against"]
_SIDES: dict[str, Side] = {Stance.FOR: "for", Stance.MIXED: "mixed", Stance.AGAINST: "against"}


@dataclass(frozen=True)
class Reason:
    """Why somebody stands where they stand. ``note`` says which version they judged if it has been edited since."""

    number: int
    side: Side
    body: str
    note: str


@dataclass(frozen=True)
class Positions:
    """``mine``: where the reader stands, on version ``judged``; ``form`` is None when ``verdict`` refuses."""

    mine: Side
    judged: int
    is_outdated: bool
    reasons: Sequence[Reason]
    older_url: str
    verdict: Verdict
    remedy: Link
    form: PositionForm | None
    elsewhere: TallyElsewhere | None
    take_url: str
    withdraw_url: str
    is_own: bool


def positions_of(
    found: Found, contribution: Contribution, request: HttpRequest, form: PositionForm | None = None
) -> Positions:
    """One query. ``form`` is the one to show again after a refusal."""
    number, current = found.consultation.number, contribution.source.words.number
    before = bounded(request, "reasons", default=0)
    rows = list(_rows(found, contribution, before)[: REASONS + 2])
    own = next((row for row in rows if row.author.person_id and row.author.person_id == found.reader.pk), None)
    with_reason = [row for row in rows if row.reason is not None and row.reason.is_published]
    reasons = [row for row in with_reason if row is not own or not before]
    verdict = found.may(kind.TAKE_POSITION, contribution)
    if form is None and verdict:
        known = own.reason.words.body if own and own.reason and own.reason.is_published else ""
        form = PositionForm(initial={"stance": own.stance, "reason": known} if own else None)
    args = [number, contribution.number]
    page = reverse("contribution", args=args)
    last = reasons[:REASONS][-1].reason if len(reasons) > REASONS else None
    return Positions(
        mine=_SIDES[own.stance] if own else "",
        judged=own.version.number if own else current,
        is_outdated=own is not None and own.version.number < current,
        reasons=[_reason(row, current, is_own=row is own) for row in reasons[:REASONS]],
        older_url=f"{page}?reasons={last.number}#reasons" if last else "",
        verdict=verdict,
        remedy=remedy_of(found, verdict, kind.TAKE_POSITION, page + "#position"),
        form=form,
        elsewhere=_elsewhere(contribution),
        take_url=reverse("take_position", args=args),
        withdraw_url=reverse("withdraw_position", args=args) if own else "",
        is_own=is_own(found.reader, contribution.source),
    )


def _rows(found: Found, contribution: Contribution, before: int) -> QuerySet[Position]:
    """The reader's own position first, then those with a reason, the latest first."""
    mine = Q(author__person=found.reader.pk) if isinstance(found.reader, Person) else Q(pk__in=[])
    stated = Q(reason__standing=Standing.PUBLISHED)
    if before:
        stated &= Q(reason__number__lt=before)
    rank = Case(When(mine, then=Value(0)), default=Value(1), output_field=IntegerField())
    return (
        Position.objects.filter(contribution=contribution)
        .filter(mine | stated)
        .select_related("reason__current", "version", "author")
        .annotate(rank=rank)
        .order_by("rank", "-reason__number")
    )


def _reason(row: Position, current: int, *, is_own: bool) -> Reason:
    if row.reason is None:
        raise ValueError("only positions with a reason are shown")
    notes = [_("yours")] if is_own else []
    if row.version.number < current:
        notes.append(_("about version %(number)d") % {"number": row.version.number})
    return Reason(
        row.reason.number, _SIDES[row.stance], in_its_language(row.reason, row.reason.words.body), ", ".join(notes)
    )


def _elsewhere(contribution: Contribution) -> TallyElsewhere | None:
    return getattr(contribution, "tally_elsewhere", None)
