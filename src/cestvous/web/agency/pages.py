"""What the desk shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import F, Q, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cestvous.foundation.mandates.policy import Permission, mandate_granting, mandates_of
from cestvous.foundation.organisations.models import Representative
from cestvous.kernel.verdicts import Refused, Verdict
from cestvous.procedure.consultations.actions import settle_for_reading
from cestvous.procedure.consultations.models import Consultation, State
from cestvous.procedure.consultations.policy import leading_mandate, may_lead
from cestvous.procedure.rules.grid import Purpose
from cestvous.web.agency.duties import duties_of
from cestvous.web.consultations.concluded import with_conclusions
from cestvous.web.consultations.finding import Found
from cestvous.web.consultations.frame import Here, address_of, here_of
from cestvous.web.design.shapes import Link
from cestvous.web.organisations.pages import to_confirm
from cestvous.web.requests import PersonRequest, now
from cestvous.web.standing.desk import Lacking, lacking

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# The pages on which a presentation is filled in: URL name, title.
PARTS = (
    ("edit_preparation", gettext_lazy("The project")),
    ("edit_files", gettext_lazy("Pictures and documents")),
    ("edit_calendar", gettext_lazy("Calendar of the project")),
    ("edit_answers", gettext_lazy("Questions and contacts")),
)
# More than one person leads at once.
AT_MOST = 100


@dataclass(frozen=True)
class GraveAct:
    """The words around an act that changes the state of a consultation."""

    title: "StrPromise"
    what_happens: "StrPromise"
    button: "StrPromise"
    is_danger: bool = True


GRAVE_ACTS = {
    "suspend": GraveAct(
        gettext_lazy("Suspend the consultation"),
        gettext_lazy(
            "Nobody can contribute, discuss or write until it is resumed. Everything stays readable, and anyone can "
            "withdraw their words. Dates to come slide by as long as the suspension lasts."
        ),
        gettext_lazy("Suspend"),
    ),
    "resume": GraveAct(
        gettext_lazy("Resume the consultation"),
        gettext_lazy("It goes on where it stopped. Dates to come slide by as long as the suspension lasted."),
        gettext_lazy("Resume"),
        is_danger=False,
    ),
    "cancel": GraveAct(
        gettext_lazy("Cancel the consultation"),
        gettext_lazy(
            "It ends for good, without a decision. Everything said stays readable, with your reason above it."
        ),
        gettext_lazy("Cancel for good"),
    ),
    "take_charge": GraveAct(
        gettext_lazy("Take charge of the consultation"),
        gettext_lazy(
            "The agents who led it have all left. You become the agent in charge, under your name and function. "
            "Nothing that was said or published changes."
        ),
        gettext_lazy("Take charge"),
        is_danger=False,
    ),
    "archive": GraveAct(
        gettext_lazy("Archive the consultation"),
        gettext_lazy("Nothing is open in it any more, not even reports of progress. Everything stays readable."),
        gettext_lazy("Archive"),
    ),
}


@dataclass(frozen=True)
class InHand:
    """One consultation that somebody leads, and what waits for it."""

    consultation: Consultation
    url: str
    here: Here
    duties: Sequence[Link]


@dataclass(frozen=True)
class DeskPage:
    may_prepare: bool
    to_confirm: Link | None
    drafts: Sequence[InHand]
    under_way: Sequence[InHand]
    over: Sequence[InHand]
    without_agents: Sequence[Link]
    lacking: Sequence[Lacking]


def desk_page(request: PersonRequest) -> DeskPage:
    """The consultations that the reader leads. Raises Refused for somebody who holds no mandate to lead."""
    at = now(request)
    reader = request.user
    prepares = mandate_granting(reader, Permission.LEAD, at) is not None
    if not (prepares or mandate_granting(reader, Permission.SIGN, at)):
        raise Refused(Verdict.no(_("The desk is for agents and elected officials who lead consultations.")))
    mine = {mandate.pk for mandate in mandates_of(reader, at)}
    rows = with_conclusions(Consultation.objects.with_grid()).order_by("-number")
    led = Consultation.objects.filter(Q(agents__in=mine) | Q(sponsor__in=mine)).values("pk")
    consultations = list(rows.filter(pk__in=led)[:AT_MOST])
    # One that waits is entered by the action that opens its gate, or by its own page: asking each gate here would
    # cost queries for each of them.
    settle_for_reading([row for row in consultations if row.waiting_since is None], at)
    duties = duties_of(consultations, at)
    asked, left = _for_any_agent(at) if prepares else (0, ())
    in_hand = [_in_hand(consultation, duties.get(consultation.number, ()), at) for consultation in consultations]
    over = {State.CANCELLED, State.ARCHIVED}
    return DeskPage(
        may_prepare=prepares,
        to_confirm=to_confirm(asked),
        drafts=[row for row in in_hand if row.consultation.is_draft],
        under_way=[row for row in in_hand if not row.consultation.is_draft and row.consultation.state not in over],
        over=[row for row in in_hand if row.consultation.state in over],
        without_agents=left,
        lacking=lacking() if prepares else [],
    )


def _for_any_agent(at: datetime) -> tuple[int, list[Link]]:
    """What waits for whichever agent comes first, in one query: how many ask to represent an organisation, and the
    consultations that nobody leads any more, to be taken charge of so that nothing said there stays unanswered.
    """
    told = ("what", "number", "title")
    asked = Representative.objects.waiting().annotate(what=Value("asked"), number=F("pk"), title=Value(""))
    left = Consultation.objects.that_nobody_leads(at).annotate(what=Value("left"))
    rows = list(asked.values_list(*told).union(left.values_list(*told), all=True).order_by("-number"))
    without_agents = [
        Link(title, reverse("take_charge", args=[number])) for what, number, title in rows if what == "left"
    ]
    return len(rows) - len(without_agents), without_agents[:AT_MOST]


def _in_hand(consultation: Consultation, duties: Sequence[Link], at: datetime) -> InHand:
    draft = consultation.is_draft
    return InHand(
        consultation=consultation,
        url=reverse("edit_preparation", args=[consultation.number]) if draft else address_of(consultation),
        here=here_of(consultation, at),
        duties=duties,
    )


def as_published(consultation: Consultation, at: datetime) -> None:
    """Make this copy of a draft, never saved, what publishing it at this instant would make of it."""
    consultation.state = State.PUBLISHED
    first = consultation.phases[0]
    if first.starts_at <= at:
        first.announced_at = first.starts_at = first.entered_at = at
    consultation.__dict__.pop("schedule", None)


def parts_of(consultation: Consultation, current: str) -> list[Link]:
    """The pages on which its presentation is filled in."""
    return [
        Link(str(title), reverse(name, args=[consultation.number]), is_current=name == current) for name, title in PARTS
    ]


def leading_links(found: Found) -> list[Link]:
    """What the reader may do to lead this consultation now."""
    consultation = found.consultation
    schedule = consultation.schedule
    in_follow_up = schedule.current is not None and schedule.current.purpose == Purpose.FOLLOW_UP
    offered = (
        ("consultations.publish", _("Preview and publish"), "preview", True),
        ("consultations.correct", _("Correct the presentation"), "edit_preparation", True),
        ("consultations.translate", _("Translate"), "translations", len(settings.LANGUAGES) > 1),
        ("consultations.edit", _("Design the procedure"), "design_procedure", True),
        ("consultations.adapt", _("Adapt the procedure"), "design_procedure", True),
        ("consultations.adapt", _("Extend the current phase"), "prolong", schedule.coming is not None),
        ("consultations.suspend", GRAVE_ACTS["suspend"].title, "suspend", True),
        ("consultations.resume", GRAVE_ACTS["resume"].title, "resume", True),
        ("consultations.cancel", GRAVE_ACTS["cancel"].title, "cancel", True),
        ("consultations.archive", GRAVE_ACTS["archive"].title, "archive", in_follow_up),
    )
    if leading_mandate(found.reader, consultation, found.at) is None:
        return []
    return [
        Link(str(title), reverse(name, args=[consultation.number]))
        for act, title, name, makes_sense in offered
        if makes_sense and may_lead(found.reader, act, consultation, found.at)
    ]
