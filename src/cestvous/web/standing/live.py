"""What stands below the words of some pages: generated from the site itself, so that nobody can edit it away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cestvous.foundation.mandates.models import Mandate
from cestvous.institutions.agency.models import PageName
from cestvous.procedure.consultations import kinds
from cestvous.procedure.consultations.messages import PURPOSES
from cestvous.procedure.consultations.models import Consultation, State
from cestvous.procedure.rules.templates import load
from cestvous.web.consultations.frame import TONES, address_of
from cestvous.web.consultations.weaving import weave
from cestvous.web.design.shapes import Link, Warp, Weave
from cestvous.web.office.address import person_url
from cestvous.web.standing.checked import checked
from cestvous.web.standing.processing import processing

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

AT_MOST = 20


@dataclass(frozen=True)
class Live:
    """A generated part: its titles with their anchors, and how it is composed when the page is read. ``is_wide``: it
    takes the whole width, below both columns."""

    titles: dict[str, "StrPromise"]
    compose: Callable[[], object]
    is_wide: bool = False


@dataclass(frozen=True)
class Answering:
    """A consultation under way, and the agents who answer for it, each with the address of their page."""

    title: str
    url: str
    questions_url: str
    agents: Sequence[tuple[Mandate, str]]


def _usual_procedure() -> Weave:
    grid = load("standard", kinds.acts_of_all()).grid
    return weave(grid, [Warp(str(PURPOSES[phase.purpose]), TONES[phase.purpose], "to-come") for phase in grid.phases])


def _who_answers() -> list[Answering]:
    agents = Prefetch("agents", Mandate.objects.by_name())
    rows = Consultation.objects.filter(state__in=(State.PUBLISHED, State.SUSPENDED)).order_by("-number")
    return [
        Answering(
            title=row.title,
            url=address_of(row),
            questions_url=reverse("questions", args=[row.number]),
            agents=[(mandate, person_url(mandate)) for mandate in row.agents.all()],
        )
        for row in rows.prefetch_related(agents)[:AT_MOST]
    ]


LIVE = {
    PageName.HOW_IT_WORKS: Live({"procedure": _("The usual procedure, cell by cell")}, _usual_procedure, is_wide=True),
    PageName.CONTACT: Live({"agents": _("Consultations under way, and who answers for them")}, _who_answers),
    PageName.PRIVACY: Live({"processing": _("Everything that is kept")}, processing, is_wide=True),
    PageName.ACCESSIBILITY: Live(
        {"checked": _("What is checked at every change"), "unchecked": _("What is not checked")}, checked
    ),
}


def titles_of(name: PageName) -> list[Link]:
    """The titles of what is generated below a page, for its table of contents."""
    part = LIVE.get(name)
    return [Link(str(title), f"#{anchor}") for anchor, title in part.titles.items()] if part else []
