"""What the list of consultations and the page of a procedure show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from cestvous.foundation.mandates.models import Mandate
from cestvous.procedure.consultations.actions import settle_for_reading
from cestvous.procedure.consultations.models import Adaptation, Consultation
from cestvous.web.consultations.cards import Card, cards_of
from cestvous.web.consultations.changes import Change, changes_between, prolonged
from cestvous.web.consultations.concluded import with_conclusions
from cestvous.web.consultations.finding import Found
from cestvous.web.consultations.frame import steps_of, title_of
from cestvous.web.consultations.grids import read_grids
from cestvous.web.consultations.weaving import weave_of
from cestvous.web.design.shapes import Link, Step, Weave
from cestvous.web.places.subject import Subject, about_neighbourhood, about_theme
from cestvous.web.requests import ReaderRequest, bounded, now, slug

PAGE = 20


@dataclass(frozen=True)
class AdaptationShown:
    """One adaptation: who, when, why, and the dates before and after."""

    number: int
    at: datetime
    mandate: Mandate
    reason: str
    changes: Sequence[Change]


@dataclass(frozen=True)
class ProcedurePage:
    weave: Weave
    steps: Sequence[Step]
    adaptations: Sequence[AdaptationShown]


def procedure_of(found: Found) -> ProcedurePage:
    adaptations = list(found.consultation.adaptations.select_related("mandate__person").order_by("-number"))
    steps = steps_of(found.consultation, found.at, prolonged(adaptations))
    return ProcedurePage(
        weave=weave_of(found, steps),
        steps=steps,
        adaptations=[_shown(found.consultation, adaptation) for adaptation in adaptations],
    )


def _shown(consultation: Consultation, adaptation: Adaptation) -> AdaptationShown:
    titles = {phase.key: title_of(phase) for phase in consultation.phases}
    return AdaptationShown(
        adaptation.number,
        adaptation.at,
        adaptation.mandate,
        adaptation.reason,
        changes_between(adaptation.before, adaptation.after, titles),
    )


@dataclass(frozen=True)
class ListPage:
    """A page of the list of consultations; ``older`` is the address of the next one.

    ``narrowed``: the neighbourhood or the theme that all of them name, if the address asks for one.
    """

    cards: Sequence[Card]
    older: str
    narrowed: Link | None


def list_page(request: ReaderRequest) -> ListPage:
    """Consultations by number, the latest first, PAGE at a time."""
    at = now(request)
    before = bounded(request, "before", default=0)
    rows = with_conclusions(Consultation.objects.public()).order_by("-number")
    if before:
        rows = rows.filter(number__lt=before)
    narrowed = _narrowed(request)
    if narrowed is not None:
        rows = rows.filter(pk__in=narrowed.consultations().values("pk"))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    read_grids(shown)
    # One that waits is entered by the action that opens its gate, or by its own page: asking each gate here would
    # cost queries for each of them.
    settle_for_reading([row for row in shown if row.waiting_since is None], at)
    asked = {narrowed.word: narrowed.slug} if narrowed else {}
    query = urlencode({**asked, "before": shown[-1].number}) if len(found) > PAGE else ""
    older = f"{reverse('consultations')}?{query}" if query else ""
    return ListPage(cards_of(shown, at), older, Link(narrowed.name, narrowed.url) if narrowed else None)


def _narrowed(request: ReaderRequest) -> Subject | None:
    """What the address narrows the list to. Http404 if there is no such neighbourhood or theme."""
    if place := slug(request, "neighbourhood"):
        return about_neighbourhood(place)
    theme = slug(request, "theme")
    return about_theme(theme) if theme else None
