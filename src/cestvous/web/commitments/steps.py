"""The dated steps of signed commitments: each milestone, and the day by which a commitment as a whole is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractYear
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cestvous.activities.decisions.models import Commitment, Milestone
from cestvous.procedure.consultations.models import ConsultationQuerySet


class StepState(TextChoices):
    LATE = "late", _("Late steps")
    COMING = "coming", _("Steps to come")
    DONE = "done", _("Steps done")


@dataclass(frozen=True)
class Step:
    """A milestone; or, with ``position`` -1 and no title, a commitment as a whole.

    ``on``: the day on which it was done, else that by which it is due. ``reports``: how many its commitment has.
    """

    on: date
    due_on: date
    state: StepState
    title: str
    position: int
    commitment: str
    number: int
    owner: str
    reports: int
    consultation: int
    about: str

    @property
    def url(self) -> str:
        return reverse("commitment", args=[self.consultation, self.number])

    @property
    def is_whole(self) -> bool:
        return self.position < 0


class Held(NamedTuple):
    """How many steps there are in one state and year."""

    state: StepState
    year: int
    many: int


WHOLE = -1
_COLUMNS = (
    "on", "due", "state", "words", "place", "promise", "promised", "answerable", "reports", "consultation", "about",
)  # fmt: skip


def steps_of(
    consultations: ConsultationQuerySet, today: date, *, year: int = 0, states: Iterable[StepState] = StepState
) -> list[Step]:
    """The steps in these states, by their day; of one ``year`` only if it is given, those that are late whenever they
    were due. One query."""
    wanted = Q(state__in=list(states))
    if year:
        wanted &= Q(on__gte=date(year, 1, 1), on__lt=date(year + 1, 1, 1)) | Q(state=StepState.LATE)
    milestones, wholes = (rows.filter(wanted) for rows in _steps(consultations, today))
    rows = milestones.order_by().values_list(*_COLUMNS).union(wholes.order_by().values_list(*_COLUMNS), all=True)
    return [
        Step(row[0], row[1], StepState(row[2]), *row[3:])
        for row in rows.order_by("on", "consultation", "promised", "place")
    ]


def held(consultations: ConsultationQuerySet, today: date) -> list[Held]:
    """How many steps there are by state and year. Two queries."""
    counted = []
    for rows in _steps(consultations, today):
        groups = rows.annotate(year=ExtractYear("on")).order_by("state", "year").values_list("state", "year")
        counted += [Held(StepState(state), year, count) for state, year, count in groups.annotate(count=Count("pk"))]
    return counted


def _steps(consultations: ConsultationQuerySet, today: date) -> tuple[QuerySet[Any, Any], QuerySet[Any, Any]]:
    """Milestones, and commitments as a whole, under the same names. A commitment is kept with its last milestone."""
    signed = Q(signed_in__isnull=False, decision__activity__consultation__in=consultations.order_by().values("pk"))
    theirs = Commitment.objects.filter(signed)
    milestones = Milestone.objects.filter(commitment__in=theirs.order_by().values("pk")).annotate(
        on=Coalesce("done_on", "due_on"),
        due=F("due_on"),
        state=_state(Q(done_on__isnull=False), today),
        words=F("title"),
        place=F("position"),
        promise=F("commitment__title"),
        promised=F("commitment__number"),
        answerable=F("commitment__owner"),
        reports=_reports("commitment"),
        consultation=F("commitment__decision__activity__consultation__number"),
        about=F("commitment__decision__activity__consultation__title"),
    )
    steps = Milestone.objects.filter(commitment=OuterRef("pk")).order_by()
    done = steps.values("commitment").annotate(last=Max("done_on")).values("last")
    is_kept = Q(Exists(steps)) & ~Q(Exists(steps.filter(done_on__isnull=True)))
    wholes = theirs.annotate(
        on=Case(When(is_kept, then=Subquery(done)), default="due_on"),
        due=F("due_on"),
        state=_state(is_kept, today),
        words=Value("", CharField()),
        place=Value(WHOLE, IntegerField()),
        promise=F("title"),
        promised=F("number"),
        answerable=F("owner"),
        reports=_reports("pk"),
        consultation=F("decision__activity__consultation__number"),
        about=F("decision__activity__consultation__title"),
    )
    return milestones, wholes


def _state(is_done: Q, today: date) -> Case:
    late, coming, done = (Value(state.value) for state in (StepState.LATE, StepState.COMING, StepState.DONE))
    return Case(When(is_done, then=done), When(due_on__lt=today, then=late), default=coming, output_field=CharField())


def _reports(commitment: str) -> Coalesce:
    reports = Commitment.objects.filter(pk=OuterRef(commitment)).order_by().values("pk")
    return Coalesce(Subquery(reports.annotate(count=Count("progress")).values("count")), 0)
