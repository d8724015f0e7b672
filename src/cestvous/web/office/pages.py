"""What the page of somebody in office shows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cestvous.activities.decisions.models import DecisionVersion
from cestvous.activities.questions.models import Question
from cestvous.activities.syntheses.models import Objection
from cestvous.foundation.mandates.models import Mandate, Role
from cestvous.procedure.consultations.models import Consultation, State
from cestvous.web.consultations.frame import address_of
from cestvous.web.design.shapes import Kind
from cestvous.web.office.address import IN_OFFICE, person_url
from cestvous.web.translations.reading import ours

LATEST = 50


@dataclass(frozen=True)
class Led:
    """A consultation that they lead or sponsor."""

    title: str
    url: str
    part: str
    state: str


@dataclass(frozen=True)
class Signed:
    """A decision as they signed it."""

    title: str
    url: str
    at: datetime | None
    number: int


@dataclass(frozen=True)
class Replied:
    """How many replies they gave in one consultation, and where they are read."""

    title: str
    questions: int
    questions_url: str
    objections: int
    objections_url: str


@dataclass(frozen=True)
class PersonPage:
    """Somebody in office. ``mandates``: those begun, the latest first; ``kind``: by the first of those in force."""

    name: str
    kind: Kind
    url: str
    current: Sequence[Mandate]
    mandates: Sequence[Mandate]
    led: Sequence[Led]
    signed: Sequence[Signed]
    replied: Sequence[Replied]
    questions: int
    objections: int


def person_page(number: int, at: datetime) -> PersonPage:
    """Whoever holds or held the mandate of this number, as official or agent. Http404 for anybody else. Six queries."""
    today = timezone.localdate(at)
    in_office = Mandate.objects.filter(role__in=IN_OFFICE, starts_on__lte=today)
    theirs = in_office.filter(person__mandates__in=in_office.filter(pk=number))
    mandates = list(theirs.select_related("person", "neighbourhood").order_by("-starts_on", "-pk"))
    if not mandates or not mandates[0].person.name:
        raise Http404
    name = mandates[0].person.name
    current = [mandate for mandate in mandates if mandate.in_force(at)]
    replied = _replied(mandates)
    return PersonPage(
        name=name,
        kind="official" if (current or mandates)[0].role == Role.OFFICIAL else "agent",
        url=person_url(min(mandates, key=lambda mandate: mandate.pk)),
        current=current,
        mandates=mandates,
        led=_led(mandates),
        signed=_signed(mandates),
        replied=replied,
        questions=sum(row.questions for row in replied),
        objections=sum(row.objections for row in replied),
    )


def _led(mandates: Sequence[Mandate]) -> list[Led]:
    leads = Exists(Consultation.agents.through.objects.filter(consultation=OuterRef("pk"), mandate__in=mandates))
    rows = Consultation.objects.public().annotate(leads=leads).filter(Q(leads=True) | Q(sponsor__in=mandates))
    keys = {mandate.pk for mandate in mandates}
    return [
        Led(
            title=ours(row, row.title),
            url=address_of(row),
            part=_("Sponsors this consultation") if row.sponsor_id in keys else _("Leads this consultation"),
            state="" if row.state == State.PUBLISHED else str(State(row.state).label),
        )
        for row in rows.order_by("-number")[:LATEST]
    ]


def _signed(mandates: Sequence[Mandate]) -> list[Signed]:
    rows = DecisionVersion.objects.signed().filter(signed_by__in=mandates)
    return [
        Signed(
            title=ours(row.decision.activity.consultation, row.decision.activity.consultation.title),
            url=reverse("decision_version", args=[row.decision.activity.consultation.number, row.number]),
            at=row.signed_at,
            number=row.number,
        )
        for row in rows.select_related("decision__activity__consultation").order_by("-signed_at", "-pk")[:LATEST]
    ]


def _replied(mandates: Sequence[Mandate]) -> list[Replied]:
    """The replies that stand, counted where they were given: two queries."""
    asked = ("activity__consultation__number", "activity__consultation__title")
    objected = ("synthesis__activity__consultation__number", "synthesis__activity__consultation__title")
    to_questions = Question.objects.filter(reply__mandate__in=mandates).order_by(*asked).values_list(*asked)
    to_objections = Objection.objects.filter(reply__mandate__in=mandates).order_by(*objected).values_list(*objected)
    questions = Counter({(number, title): n for number, title, n in to_questions.annotate(n=Count("pk"))})
    objections = Counter({(number, title): n for number, title, n in to_objections.annotate(n=Count("pk"))})
    return [
        Replied(
            title=title,
            questions=questions[number, title],
            questions_url=reverse("questions", args=[number]),
            objections=objections[number, title],
            objections_url=reverse("objections", args=[number]),
        )
        for number, title in sorted(questions.keys() | objections.keys(), reverse=True)
    ]
