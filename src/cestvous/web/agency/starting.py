"""What a draft starts from: one of the shipped procedures, or an earlier consultation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext as _

from cestvous.foundation.mandates.policy import Permission, mandates_granting
from cestvous.procedure.consultations import kinds
from cestvous.procedure.consultations.models import Consultation
from cestvous.procedure.consultations.policy import may_see
from cestvous.procedure.rules.grid import PhasePlan
from cestvous.procedure.rules.templates import NAMES, load
from cestvous.web.agency.forms import told_of, usual_starts
from cestvous.web.requests import PersonRequest, bounded

EARLIER = 10
# What one consultation takes over from another; what it is about is its own.
TAKEN_OVER = ("how_decided", "decided_by", "sponsor", "agents", "neighbourhoods", "themes")


@dataclass(frozen=True)
class Start:
    """A procedure to start from, with what the form is filled with."""

    template: str
    like: Consultation | None
    phases: Sequence[PhasePlan]
    starts: Sequence[datetime]
    initial: dict[str, object]


@dataclass(frozen=True)
class Beginning:
    """One of the things that a draft may start from."""

    title: str
    words: str
    url: str
    is_current: bool


def start_from(request: PersonRequest, at: datetime) -> Start:
    """What the address asks for: ``?like=3``, ``?template=short``; the standard procedure otherwise."""
    # Whoever begins a draft is in charge of it, unless they choose others.
    initial: dict[str, object] = {"agents": mandates_granting(request.user, Permission.LEAD, at)[:1]}
    like = Consultation.objects.with_procedure().filter(number=bounded(request, "like", default=0)).first()
    if like is not None and may_see(request.user, like, at):
        told = told_of(like)
        days = [phase.announced_at for phase in like.phases]
        starts = usual_starts((later - earlier for earlier, later in pairwise(days)), at)
        plans = [phase.plan for phase in like.phases]
        return Start("standard", like, plans, starts, initial | {name: told[name] for name in TAKEN_OVER})
    name = request.GET.get("template", "standard")
    template = load(name if name in NAMES else "standard", kinds.acts_of_all())
    return Start(template.name, None, template.grid.phases, usual_starts(template.durations, at), initial)


def beginnings(request: PersonRequest, start: Start) -> list[Beginning]:
    """What the page offers: the shipped procedures, then the latest consultations, each with its own."""
    shipped = (
        ("standard", _("Standard procedure"), _("Presentation, consultation, synthesis, debate, decision, follow-up.")),
        ("short", _("Short procedure"), _("For a narrow or urgent question: no debate on the synthesis.")),
    )
    offered = [
        Beginning(title, words, f"?template={name}", start.like is None and start.template == name)
        for name, title, words in shipped
    ]
    words = _("Its procedure, and who leads, decides and is concerned.")
    for row in Consultation.objects.public().order_by("-number")[:EARLIER]:
        is_current = start.like is not None and start.like.number == row.number
        offered.append(Beginning(row.title, words, f"?like={row.number}", is_current))
    return offered
