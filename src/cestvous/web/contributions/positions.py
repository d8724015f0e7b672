"""Positions on a contribution as its page shows them: counts, one's own, and reasons without names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from django.db.models import BigIntegerField, Case, IntegerField, Q, Value, When
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cestvous.activities.contributions import kind
from cestvous.activities.contributions.models import Contribution, Position, Stance, TallyElsewhere
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Standing
from cestvous.kernel.databases.prepared import Blank, Prepared
from cestvous.kernel.languages import Words
from cestvous.kernel.verdicts import Verdict
from cestvous.procedure.consultations.policy import is_own
from cestvous.web.consultations.finding import Found
from cestvous.web.contributions.forms import PositionForm
from cestvous.web.design.drawing import Part
from cestvous.web.design.shapes import Link
from cestvous.web.remedies import remedy_of
from cestvous.web.requests import bounded

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
class Tally:
    """How many people are for, in two minds, against: here, or as another platform counted them."""

    in_favour: int
    mixed: int
    against: int


@dataclass(frozen=True)
class Positions:
    """Where people stand on contribution n° ``n``, whose version ``current`` is shown; ``mine``: where the reader does.

    ``judged``: the version on which they took their position; ``verdict``: may they take one?
    ``is_hushed``: nothing is said about that, since the words are gone or the reader's own, or a form says it.
    """

    number: int
    n: int
    counts: Tally
    elsewhere: Tally | None
    current: int
    mine: Side
    judged: int
    reasons: Sequence[Reason]
    older: int
    verdict: Verdict
    remedy: Link
    is_hushed: bool

    @property
    def is_outdated(self) -> bool:
        return bool(self.mine) and self.judged < self.current

    @property
    def take_url(self) -> str:
        return reverse("take_position", args=[self.number, self.n])

    @property
    def withdraw_url(self) -> str:
        return reverse("withdraw_position", args=[self.number, self.n]) if self.mine else ""

    @property
    def older_url(self) -> str:
        page = reverse("contribution", args=[self.number, self.n])
        return f"{page}?reasons={self.older}#reasons" if self.older else ""


@dataclass(frozen=True)
class PositionTaking:
    """The form by which a reader takes a position: the one to show again after a refusal, or one of what is known."""

    refused: PositionForm | None
    stance: str
    reason: str

    @cached_property
    def form(self) -> PositionForm:
        known = {"stance": self.stance, "reason": self.reason} if self.stance else None
        return self.refused or PositionForm(initial=known)

    @property
    def fields(self) -> SafeString:
        """Drawn once as long as nobody has sent anything."""
        template, known_by = "contributions/position_fields.html", (self.stance, self.reason)
        if self.refused:
            return render_to_string(template, {"form": self.refused})
        return Part(template, "form", known_by, lambda: self.form).drawn


def positions_of(
    found: Found, contribution: Contribution, request: HttpRequest, form: PositionForm | None = None
) -> tuple[Positions, PositionTaking | None]:
    """One query; none for a visitor where nobody gave a reason. ``form`` is the one to show again after a refusal."""
    consultation, current = found.consultation, contribution.source.words.number
    before = bounded(request, "reasons", default=0)
    rows = [Row(*row) for row in _rows(found, contribution, before)]
    own = next((row for row in rows if row.is_mine), None)
    reasons = [row for row in rows if row.is_published and not (row.is_mine and before)]
    verdict = found.may(kind.TAKE_POSITION, contribution)
    is_theirs = is_own(found.reader, contribution.source)
    page = reverse("contribution", args=[consultation.number, contribution.number])
    positions = Positions(
        number=consultation.number,
        n=contribution.number,
        counts=Tally(contribution.for_count, contribution.mixed_count, contribution.against_count),
        elsewhere=_elsewhere(contribution),
        current=current,
        mine=_SIDES[own.stance] if own else "",
        judged=own.judged if own else current,
        reasons=[row.reason(current) for row in reasons[:REASONS]],
        older=reasons[:REASONS][-1].number if len(reasons) > REASONS else 0,
        verdict=verdict,
        remedy=remedy_of(found, verdict, kind.TAKE_POSITION, page + "#position"),
        is_hushed=is_theirs or not contribution.source.is_published or form is not None,
    )
    if form is None and not verdict:
        return positions, None
    said = own.body if own and own.is_published else ""
    return positions, PositionTaking(form, own.stance if own else "", said)


class Row(NamedTuple):
    """A position as the database gives it, with its reason if it has one."""

    rank: int
    stance: str
    judged: int
    number: int
    standing: str | None
    language: str
    body: str

    @property
    def is_mine(self) -> bool:
        return self.rank == 0

    @property
    def is_published(self) -> bool:
        return self.standing == Standing.PUBLISHED

    def reason(self, current: int) -> Reason:
        notes = [_("yours")] if self.is_mine else []
        if self.judged < current:
            notes.append(_("about version %(number)d") % {"number": self.judged})
        return Reason(self.number, _SIDES[self.stance], Words(self.body, self.language), ", ".join(notes))


def _query(is_signed_in: bool, is_older: bool) -> Any:
    """The reader's own position first, then those with a reason, the latest first."""
    mine = Q(author__person=Blank("reader", BigIntegerField())) if is_signed_in else Q(pk__in=[])
    stated = Q(reason__standing=Standing.PUBLISHED)
    if is_older:
        stated &= Q(reason__number__lt=Blank("before", BigIntegerField()))
    rank = Case(When(mine, then=Value(0)), default=Value(1), output_field=IntegerField())
    of_it = Position.objects.filter(contribution=Blank("contribution", BigIntegerField())).filter(mine | stated)
    reason = ("reason__number", "reason__standing", "reason__language", "reason__current__body")
    ordered = of_it.annotate(rank=rank).order_by("rank", "-reason__number")
    return ordered.values_list("rank", "stance", "version__number", *reason)[: REASONS + 2]


_QUERY = Prepared(_query)


def _rows(found: Found, contribution: Contribution, before: int) -> list[tuple[Any, ...]]:
    is_signed_in = isinstance(found.reader, Person)
    if not is_signed_in and not contribution.__dict__["has_reasons"]:
        return []
    return _QUERY.rows(is_signed_in, bool(before), contribution=contribution.pk, reader=found.reader.pk, before=before)


def _elsewhere(contribution: Contribution) -> Tally | None:
    tally: TallyElsewhere | None = getattr(contribution, "tally_elsewhere", None)
    return Tally(tally.for_count, tally.mixed_count, tally.against_count) if tally else None
