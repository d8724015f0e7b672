"""What the pages around the desk show: their heading, and what publishing and confirming would do or wait for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.activities.syntheses import kind as acts
from cestvous.activities.syntheses.models import Coverage, Finding, FindingVersion, Objection, Synthesis, coverage_of
from cestvous.activities.syntheses.policy import obstacles_to_publishing
from cestvous.kernel.verdicts import Verdict
from cestvous.web.consultations.finding import Found
from cestvous.web.consultations.frame import Here, address_of, here_of
from cestvous.web.design.shapes import Crumb
from cestvous.web.syntheses.desk.access import AtDesk
from cestvous.web.syntheses.objections.pages import ObjectionShown, shown

OBJECTIONS_SHOWN = 20


@dataclass(frozen=True)
class Heading:
    """What stands above every page of the desk."""

    number: int
    title: str
    consultation: str
    crumbs: Sequence[Crumb]
    here: Here
    desk_url: str


def heading(desk: AtDesk, title: str = "") -> Heading:
    """The heading of the desk, or of a page below it. Costs no query."""
    consultation = desk.consultation
    url = reverse("synthesis_desk", args=[desk.number])
    crumbs = [
        Crumb(consultation.title, address_of(consultation)),
        Crumb(_("Synthesis"), reverse("synthesis", args=[desk.number])),
        Crumb(_("Desk of the synthesis"), url if title else ""),
    ]
    return Heading(
        number=desk.number,
        title=title or _("Desk of the synthesis"),
        consultation=consultation.title,
        crumbs=[*crumbs, Crumb(title)] if title else crumbs,
        here=here_of(consultation, desk.found.at),
        desk_url=url,
    )


@dataclass(frozen=True)
class Publication:
    """What publishing will do; ``obstacles`` is empty when it may be done."""

    obstacles: Sequence[str]
    coverage: Coverage
    findings: int
    debate_at: datetime | None


def publication_of(desk: AtDesk) -> Publication:
    coverage = coverage_of(desk.consultation)
    debate = desk.consultation.grid.phases_opening(acts.OBJECT)
    phase = next((row for row in desk.consultation.schedule.phases if debate and row.key == debate[0].key), None)
    return Publication(
        obstacles=_obstacles(desk, coverage),
        coverage=coverage,
        findings=Finding.objects.filter(synthesis__activity=desk.activity).count(),
        debate_at=phase.starts_at if phase else None,
    )


def _obstacles(desk: AtDesk, coverage: Coverage) -> list[str]:
    if desk.is_published:
        return [_("The synthesis is published: its findings change only by a revision.")]
    verdicts = [
        desk.found.may(acts.PUBLISH, desk.activity),
        *obstacles_to_publishing(desk.activity, coverage),
    ]
    return [_in_words(verdict) for verdict in verdicts if not verdict]


def _in_words(verdict: Verdict) -> str:
    return " ".join(filter(None, (verdict.reason, verdict.remedy)))


@dataclass(frozen=True)
class Published:
    """A published finding, at the desk."""

    number: int
    title: str
    version: int
    url: str
    revise_url: str


@dataclass(frozen=True)
class Debate:
    """What the debate asks of agents: replies, revisions, the confirmation."""

    may_revise: Verdict
    confirmed_at: datetime | None
    is_revised: bool
    waiting: int
    objections: Sequence[ObjectionShown]
    findings: Sequence[Published]
    at: datetime


def _waiting(desk: AtDesk) -> list[Objection]:
    rows = Objection.objects.filter(synthesis__activity=desk.activity).waiting()
    return list(rows.select_related("synthesis").with_words().order_by("number")[:OBJECTIONS_SHOWN])


def debate_of(desk: AtDesk) -> Debate:
    """Four queries."""
    found: Found = desk.found
    may_revise = found.may(acts.REVISE, desk.activity)
    rows = FindingVersion.objects.filter(finding__synthesis__activity=desk.activity, current_of__isnull=False)
    findings = list(rows.select_related("finding").order_by("finding__number"))
    return Debate(
        may_revise=may_revise,
        confirmed_at=_confirmed_at(desk),
        is_revised=any(row.number > 1 for row in findings),
        waiting=_count_waiting(desk),
        objections=[shown(row, found) for row in _waiting(desk)],
        findings=[
            Published(
                number=row.finding.number,
                title=row.title,
                version=row.number,
                url=reverse("finding", args=[desk.number, row.finding.number]),
                revise_url=reverse("revise_finding", args=[desk.number, row.finding.number]) if may_revise else "",
            )
            for row in findings
        ],
        at=found.at,
    )


def _confirmed_at(desk: AtDesk) -> datetime | None:
    return Synthesis.objects.filter(activity=desk.activity).values_list("confirmed_at", flat=True).first()


def _count_waiting(desk: AtDesk) -> int:
    return Objection.objects.filter(synthesis__activity=desk.activity).waiting().count()


@dataclass(frozen=True)
class Confirmation:
    """What confirming will do; ``obstacles`` is empty when it may be done."""

    obstacles: Sequence[str]
    confirmed_at: datetime | None


def confirmation_of(desk: AtDesk) -> Confirmation:
    verdict, waiting = desk.found.may(acts.REVISE, desk.activity), _count_waiting(desk)
    obstacles = [] if verdict else [_in_words(verdict)]
    if not desk.is_published:
        obstacles.append(_("The synthesis is not published yet."))
    if waiting:
        words = ngettext(
            "%(count)d objection waits for its reply.", "%(count)d objections wait for their reply.", waiting
        )
        obstacles.append(words % {"count": waiting})
    return Confirmation(obstacles, _confirmed_at(desk))
