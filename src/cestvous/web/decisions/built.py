"""What is being built: commitments under way, wherever they were made, with their next milestone."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, Subquery, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cestvous.activities.decisions.models import Commitment, Milestone
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel.dates import day_in_words
from cestvous.procedure.consultations.models import Consultation, ConsultationQuerySet
from cestvous.web.design.shapes import CommitmentState
from cestvous.web.translations.reading import ours


@dataclass(frozen=True)
class Built:
    """A commitment in short. ``next``: its next milestone and by when; when there is none, when it is due itself."""

    title: str
    url: str
    consultation: str
    owner: str
    state: CommitmentState
    next: str


def being_built(
    consultations: ConsultationQuerySet, at: datetime, most: int, *, first_in: Neighbourhood | None = None
) -> list[Built]:
    """What is to be done next comes first; before everything, what concerns ``first_in``. One query."""
    place = Consultation.neighbourhoods.through.objects.filter(
        consultation=OuterRef("decision__activity__consultation"), neighbourhood=first_in
    )
    today = timezone.localdate(at)
    steps = Milestone.objects.filter(commitment=OuterRef("pk"))
    undone = steps.filter(done_on__isnull=True).order_by("due_on", "position")
    rows = (
        Commitment.objects.signed()
        .filter(decision__activity__consultation__in=consultations.order_by().values("pk"))
        .annotate(next_on=Subquery(undone.values("due_on")[:1]), next_title=Subquery(undone.values("title")[:1]))
        .filter(Q(next_on__isnull=False) | ~Exists(steps))
        .annotate(first=Case(When(next_on__lt=F("due_on"), then="next_on"), default="due_on", output_field=DateField()))
        .select_related("decision__activity__consultation")
        .annotate(is_near=Exists(place))
        .order_by("-is_near", "first", "pk")[:most]
    )
    return [_built(row, today) for row in rows]


def _built(row: Commitment, today: date) -> Built:
    consultation = row.decision.activity.consultation
    first: date = row.first  # type: ignore[attr-defined]  # annotated above
    title: str = row.next_title or ""  # type: ignore[attr-defined]  # annotated above
    next_on: date = row.next_on if title else row.due_on  # type: ignore[attr-defined]  # annotated above
    told = {"title": title, "day": day_in_words(next_on), "due": day_in_words(row.due_on)}
    if first >= today:
        words = _("Next: %(title)s, before %(day)s") if title else _("Due on %(day)s")
    elif title and next_on < today:
        words = _("Late: %(title)s, was due on %(day)s")
    else:
        words = _("Was due on %(due)s")
    return Built(
        title=ours(consultation, row.title),
        url=reverse("commitment", args=[consultation.number, row.number]),
        consultation=ours(consultation, consultation.title),
        owner=row.owner,
        state="late" if first < today else "under-way",
        next=words % told,
    )
