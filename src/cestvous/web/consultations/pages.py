"""What the pages about consultations show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.activities.contributions import kind as contributions
from cestvous.activities.decisions import kind as decisions
from cestvous.activities.questions import kind as questions
from cestvous.activities.syntheses import kind as syntheses
from cestvous.activities.syntheses.models import Coverage, coverage_of
from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel.verdicts import Verdict
from cestvous.procedure.consultations.kinds import KINDS, act_named
from cestvous.procedure.consultations.messages import AUDIENCES
from cestvous.procedure.consultations.models import Adaptation, Consultation, Theme
from cestvous.procedure.consultations.policy import leading_mandate
from cestvous.procedure.rules.grid import Opening
from cestvous.procedure.consultations.actions import settle_for_reading
from cestvous.web.consultations.cards import Card, cards_of
from cestvous.web.consultations.changes import Change, changes_between
from cestvous.web.consultations.finding import Found
from cestvous.web.consultations.frame import TONES, steps_of, title_of
from cestvous.web.design.shapes import Cell, Figure, Step, Warp, Weave, Weft
from cestvous.web.requests import ReaderRequest, bounded, now



@dataclass(frozen=True)
class Invitation:
    """Something a reader can do now: the words of the button and where it leads."""

    words: str
    url: str


@dataclass(frozen=True)
class Overview:
    """What the first page of a consultation shows."""

    figures: Sequence[Figure]
    invitations: Sequence[Invitation]
    refusal: Verdict | None
    coverage: Coverage | None
    neighbourhoods: Sequence[Neighbourhood]
    themes: Sequence[Theme]
    agents: Sequence[Mandate]
    leads: Mandate | None
    adaptations: int
    weave: Weave


def overview_of(found: Found) -> Overview:
    consultation = found.consultation
    invitations, refusal = _invitations(found)
    schedule = consultation.schedule
    in_or_after_synthesis = schedule.current is not None and schedule.current.purpose.rank >= 2
    shows_coverage = in_or_after_synthesis and consultation.activity_of_kind(syntheses.NAME) is not None
    return Overview(
        figures=figures_of(consultation),
        invitations=invitations,
        refusal=refusal,
        coverage=coverage_of(consultation) if shows_coverage else None,
        neighbourhoods=list(consultation.neighbourhoods.all()),
        themes=list(consultation.themes.all()),
        agents=consultation.agents_in_charge,
        leads=leading_mandate(found.reader, consultation, found.at),
        adaptations=consultation.adaptations.count(),
        weave=weave_of(found),
    )


def figures_of(consultation: Consultation) -> list[Figure]:
    """What was said and by how many, from the registers."""
    counts = {register.kind: register.count for register in consultation.registers.all()}
    words = {
        "people": ngettext("person took part", "people took part", counts.get("people", 0)),
        "contributions": ngettext("contribution", "contributions", counts.get("contributions", 0)),
        "questions": ngettext("question", "questions", counts.get("questions", 0)),
        "positions": ngettext("position", "positions", counts.get("positions", 0)),
        "comments": ngettext("comment", "comments", counts.get("comments", 0)),
        "objections": ngettext("objection", "objections", counts.get("objections", 0)),
    }
    return [Figure(counts[kind], label) for kind, label in words.items() if counts.get(kind)]


def _invitations(found: Found) -> tuple[list[Invitation], Verdict | None]:
    """What this reader can do now; and if nothing, why not and what would change it."""
    number = found.consultation.number
    offered = (
        (contributions.NAME, contributions.SUBMIT, _("Contribute"), "contribute"),
        (contributions.NAME, contributions.COMMENT, _("Read and discuss the contributions"), "contributions"),
        (syntheses.NAME, syntheses.OBJECT, _("Debate the synthesis"), "synthesis"),
        (questions.NAME, questions.ASK, _("Ask a question"), "ask"),
        (syntheses.NAME, syntheses.WRITE, _("Write the synthesis"), "synthesis_desk"),
        (syntheses.NAME, syntheses.REPLY, _("Reply to objections"), "objections"),
        (questions.NAME, questions.REPLY, _("Reply to questions"), "questions"),
        (decisions.NAME, decisions.DRAFT, _("Draft the decision"), "decision_desk"),
        (decisions.NAME, decisions.REPORT, _("Report progress"), "decision"),
    )
    invitations = []
    refusals = []
    for kind, act, words, name in offered:
        activity = found.consultation.activity_of_kind(kind)
        if activity is None:
            continue
        verdict = found.may(act, activity)
        if verdict:
            invitations.append(Invitation(words, reverse(name, args=[number])))
        elif act_named(act).act.lead is None:
            refusals.append((_is_open(found, act), verdict))
    # The refusal that counts most is that of an act which is open to others.
    refusals.sort(key=lambda refusal: not refusal[0])
    return invitations, (refusals[0][1] if refusals and not invitations else None)


def _is_open(found: Found, act: str) -> bool:
    current = found.consultation.schedule.current
    openings = found.consultation.grid.openings
    return current is not None and any(act in cell.acts and cell.phase == current.key for cell in openings)


def weave_of(found: Found) -> Weave:
    """The procedure's grid, with where one is."""
    consultation = found.consultation
    steps = steps_of(consultation, found.at)
    phases = consultation.schedule.phases
    warps = [
        Warp(step.title, TONES[phase.purpose], step.when, step.dates)
        for step, phase in zip(steps, phases, strict=True)
    ]
    grid = consultation.grid
    wefts = []
    for activity in consultation.activities:
        cells = [_cell(list(grid.cell(activity.key, phase.key))) for phase in phases]
        wefts.append(Weft(activity.title or str(KINDS[activity.kind].label), cells))
    return Weave(warps, wefts)


def _cell(openings: Sequence[Opening]) -> Cell | None:
    acts = [name for opening in openings for name in sorted(opening.acts)]
    if not acts:
        return None
    public = [opening for opening in openings if any(act_named(name).act.lead is None for name in opening.acts)]
    audiences = sorted({str(AUDIENCES[opening.audience.kind]) for opening in public})
    return Cell([str(act_named(name).label) for name in acts], " · ".join(audiences))


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
    adaptations = found.consultation.adaptations.select_related("mandate__person").order_by("-number")
    return ProcedurePage(
        weave=weave_of(found),
        steps=steps_of(found.consultation, found.at),
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


PAGE = 20


@dataclass(frozen=True)
class ListPage:
    """A page of the list of consultations; ``older`` is the address of the next one."""

    cards: Sequence[Card]
    older: str


def list_page(request: ReaderRequest) -> ListPage:
    """Consultations by number, the latest first, PAGE at a time."""
    at = now(request)
    before = bounded(request, "before", default=0)
    rows = Consultation.objects.public().with_procedure().prefetch_related("registers").order_by("-number")
    if before:
        rows = rows.filter(number__lt=before)
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    settle_for_reading(shown, at)
    older = f"{reverse('consultations')}?before={shown[-1].number}" if len(found) > PAGE else ""
    return ListPage(cards_of(shown, at), older)
