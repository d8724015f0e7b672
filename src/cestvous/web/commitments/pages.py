"""What the pages of commitments by date show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from urllib.parse import urlencode

from babel.dates import format_date
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.activities.decisions.models import Commitment
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel.dates import day_in_words, language
from cestvous.procedure.consultations.models import Consultation, ConsultationQuerySet
from cestvous.web.commitments.steps import Held, Step, StepState, held, steps_of
from cestvous.web.design.shapes import Facet, FacetGroup, Link
from cestvous.web.requests import bounded, slug


@dataclass(frozen=True)
class Asked:
    """What the address asks for: steps in one state, of one neighbourhood, of one year.

    Empty: all, of the year in which the next one comes.
    """

    state: str = ""
    place: str = ""
    year: int = 0

    def address(self, page: str, **changes: str | int) -> str:
        told = {"etat": self.state, "quartier": self.place, "annee": self.year} | changes
        query = urlencode({name: value for name, value in told.items() if value})
        return f"{page}?{query}" if query else page


def asked_of(request: HttpRequest) -> Asked:
    state = request.GET.get("etat", "")
    return Asked(
        state=state if state in StepState.values else "",
        place=slug(request, "quartier"),
        year=bounded(request, "annee", default=0, most=date.max.year - 1),
    )


@dataclass(frozen=True)
class StepShown:
    """A step in words. ``when`` says how it stands: done on which day, late since when, or due by when."""

    step: Step
    title: str
    when: str


@dataclass(frozen=True)
class Month:
    """The steps of one month. ``is_next``: the first one in which something comes."""

    title: str
    key: str
    steps: Sequence[StepShown]
    is_next: bool


@dataclass(frozen=True)
class AgendaPage:
    """Late steps, then those of a year by month. ``place``: the neighbourhood asked for, by name."""

    late: Sequence[StepShown]
    year: int
    months: Sequence[Month]
    years: Sequence[Link]
    facets: Sequence[FacetGroup]
    place: str
    is_narrowed: bool
    whole_url: str
    calendar_url: str
    all_consultations: bool

    @property
    def is_empty(self) -> bool:
        return not (self.late or self.months)


def near(consultations: ConsultationQuerySet, place: str) -> ConsultationQuerySet:
    """Those that concern a neighbourhood, by name or with the whole city; all of them if none is asked for."""
    if not place:
        return consultations
    named = Consultation.neighbourhoods.through.objects.filter(consultation=OuterRef("pk"))
    return consultations.filter(Exists(named.filter(neighbourhood__slug=place)) | ~Exists(named))


def agenda_page(
    consultations: ConsultationQuerySet, asked: Asked, at: datetime, *, here: str, calendar: str, is_city: bool
) -> AgendaPage:
    """Four queries at most, whatever was undertaken. ``here`` and ``calendar`` are addresses."""
    today = timezone.localdate(at)
    places = _places(consultations) if is_city else []
    rows = near(consultations, asked.place)
    counts = held(rows, today)
    states = [StepState(asked.state)] if asked.state else list(StepState)
    known = sorted({row.year for row in counts if row.state in states and row.state != StepState.LATE})
    coming = [row.year for row in counts if row.state in states and row.state == StepState.COMING]
    year = asked.year if asked.year in known else min(coming or known[-1:] or [today.year])
    steps = steps_of(rows, today, year=year, states=states)
    shown = [_shown(step, today) for step in steps]
    return AgendaPage(
        late=[row for row in shown if row.step.state == StepState.LATE],
        year=year,
        months=_months([row for row in shown if row.step.state != StepState.LATE]),
        years=[Link(str(one), asked.address(here, annee=one), is_current=one == year) for one in known],
        facets=_facets(asked, counts, places, here),
        place=next((place.name for place in places if place.slug == asked.place), ""),
        is_narrowed=bool(asked.state or asked.place),
        whole_url=here,
        calendar_url=Asked(place=asked.place).address(calendar),
        all_consultations=is_city,
    )


def _places(consultations: ConsultationQuerySet) -> list[Neighbourhood]:
    """The neighbourhoods for which something was undertaken, by name."""
    undertaken = Commitment.objects.signed().filter(decision__activity__consultation=OuterRef("consultation"))
    concerned = Consultation.neighbourhoods.through.objects.filter(
        Exists(undertaken), consultation__in=consultations.order_by().values("pk"), neighbourhood=OuterRef("pk")
    )
    return list(Neighbourhood.objects.filter(Exists(concerned)).order_by("name"))


def _months(steps: Sequence[StepShown]) -> list[Month]:
    months: list[Month] = []
    for (year, month), found in groupby(steps, key=lambda row: (row.step.on.year, row.step.on.month)):
        rows = list(found)
        comes = any(row.step.state == StepState.COMING for row in rows)
        is_next = comes and not any(known.is_next for known in months)
        title = format_date(date(year, month, 1), "LLLL y", locale=language())
        months.append(Month(title, f"{year}-{month:02d}", rows, is_next))
    return months


def _facets(asked: Asked, counts: Iterable[Held], places: Sequence[Neighbourhood], here: str) -> list[FacetGroup]:
    counted = {state: sum(row.many for row in counts if row.state == state) for state in StepState}
    states = [
        Facet(
            title=str(state.label),
            url=asked.address(here, etat="" if state == asked.state else state.value, annee=0),
            count=count,
            is_current=state == asked.state,
        )
        for state, count in counted.items()
        if count or state == asked.state
    ]
    nearby = [
        Facet(
            title=place.name,
            url=asked.address(here, quartier="" if place.slug == asked.place else place.slug, annee=0),
            is_current=place.slug == asked.place,
        )
        for place in places
    ]
    groups = [FacetGroup(_("Steps"), states), FacetGroup(_("Neighbourhood"), nearby)]
    return [group for group in groups if group.facets]


def _shown(step: Step, today: date) -> StepShown:
    title = step.title
    if step.is_whole:
        title = _("The whole commitment kept") if step.state == StepState.DONE else _("The whole commitment is due")
    return StepShown(step, title, when_of(step, today))


def when_of(step: Step, today: date) -> str:
    """How a step stands, said plainly."""
    due = {"due": day_in_words(step.due_on)}
    if step.state == StepState.COMING:
        return _("Due on %(due)s") % due
    if step.state == StepState.LATE:
        days = (today - step.due_on).days
        words = ngettext(
            "Late by %(days)d day: it was due on %(due)s", "Late by %(days)d days: it was due on %(due)s", days
        )
        return words % {"days": days, **due}
    done = {"done": day_in_words(step.on), **due}
    if step.on == step.due_on:
        return _("Done on %(done)s, as announced") % done
    if step.on < step.due_on:
        return _("Done on %(done)s, before the day announced (%(due)s)") % done
    return _("Done on %(done)s, after the day announced (%(due)s)") % done
