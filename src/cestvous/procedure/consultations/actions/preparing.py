"""Preparing a consultation: create, edit while it is a draft, publish, correct its presentation afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.journal.actions import record
from cestvous.foundation.mandates.models import Mandate, Role
from cestvous.foundation.mandates.policy import PERMISSIONS, Permission, mandates_granting
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import clock, text
from cestvous.kernel.transactions import action
from cestvous.kernel.verdicts import Refused, Verdict
from cestvous.procedure.consultations import kinds
from cestvous.procedure.consultations.actions.editing import EditedMeanwhile
from cestvous.procedure.consultations.actions.laying import lay, rewrite
from cestvous.procedure.consultations.actions.presenting import record_first_files
from cestvous.procedure.consultations.actions.settling import bump, lock, settle
from cestvous.procedure.consultations.events import CORRECTED, CREATED, EDITED, PUBLISHED
from cestvous.procedure.consultations.messages import in_words
from cestvous.procedure.consultations.models import Consultation, Phase, State, Theme
from cestvous.procedure.consultations.policy import may_create, may_lead, may_see
from cestvous.procedure.rules.adapting import problems_of, problems_of_calendar
from cestvous.procedure.rules.grid import Grid
from cestvous.procedure.rules.schedule import PhaseTime, Schedule
from cestvous.procedure.rules.templates import load


@dataclass(frozen=True)
class Preparation:
    """What agents fill in. ``starts``: when each phase starts, in order, as instants in UTC."""

    title: str
    question: str = ""
    summary: str = ""
    presentation: str = ""
    stakes: str = ""
    open_to_discussion: str = ""
    not_open: str = ""
    how_decided: str = ""
    decided_by: str = ""
    sponsor: Mandate | None = None
    agents: Sequence[Mandate] = ()
    neighbourhoods: Sequence[Neighbourhood] = ()
    themes: Sequence[Theme] = ()

    def words(self) -> dict[str, str]:
        words = ("title", "question", "summary", "presentation", "stakes", "open_to_discussion", "not_open")
        return {name: text.clean(getattr(self, name)) for name in (*words, "how_decided", "decided_by")}


@action
def create(
    *,
    by: Person,
    preparation: Preparation,
    starts: Sequence[datetime],
    template: str = "standard",
    like: Consultation | None = None,
) -> Consultation:
    """Begin a draft from a template, or with the procedure of another consultation that ``by`` may see.

    ``starts`` gives one instant for each phase.
    """
    at = clock.now()
    may_create(by, at).or_deny()
    if not preparation.agents:
        # Whoever begins a draft is in charge of it, unless others are named.
        preparation = replace(preparation, agents=mandates_granting(by, Permission.LEAD, at)[:1])
    if like is not None:
        may_see(by, like, at).or_deny()
    grid = like.grid if like is not None else load(template, kinds.acts_of_all()).grid
    if len(starts) != len(grid.phases):
        raise ValueError(f"this procedure has {len(grid.phases)} phases, not {len(starts)}")
    consultation = _number(Consultation(number=0, created_at=at, sponsor=preparation.sponsor, **preparation.words()))
    lay(consultation, grid, starts)
    _relate(consultation, preparation)
    record(CREATED, on=consultation.reference, at=at, actor=author_of(by).identifier)
    return consultation


def _number(consultation: Consultation) -> Consultation:
    """Save a new consultation under the next number: the one after, if another agent takes it in the same instant."""
    while True:
        last = Consultation.objects.aggregate(last=Max("number"))["last"] or 0
        consultation.number = last + 1
        try:
            with transaction.atomic():
                consultation.save(force_insert=True)
        except IntegrityError:
            if not Consultation.objects.filter(number=consultation.number).exists():
                raise
        else:
            return consultation


def _relate(consultation: Consultation, preparation: Preparation) -> None:
    if not any(Permission.LEAD in PERMISSIONS[Role(mandate.role)] for mandate in preparation.agents):
        raise Refused(Verdict.no(_("Name at least one agent in charge: without one, nobody could go on.")))
    consultation.agents.set(preparation.agents)
    consultation.neighbourhoods.set(preparation.neighbourhoods)
    consultation.themes.set(preparation.themes)


@action
def edit(
    *, by: Person, consultation: Consultation, preparation: Preparation, starts: Sequence[datetime], edition: int
) -> None:
    """Change a draft. ``edition`` is the one the form was opened on; raises EditedMeanwhile if it is no longer."""
    lock(consultation, exclusively=True)
    at = clock.now()
    may_lead(by, "consultations.edit", consultation, at).or_deny()
    if consultation.edition != edition:
        raise EditedMeanwhile
    for phase, start in zip(consultation.phases, starts, strict=True):
        Phase.objects.filter(pk=phase.pk).update(announced_at=start, starts_at=start)
    _relate(consultation, preparation)
    bump(consultation, sponsor=preparation.sponsor, **preparation.words())
    record(EDITED, on=consultation.reference, at=at, actor=author_of(by).identifier)


@action
def redesign(
    *, by: Person, consultation: Consultation, grid: Grid, starts: Mapping[str, datetime], edition: int
) -> None:
    """Give a draft another procedure. Refused, in words, for one that could not be lived.

    ``starts``: when each phase starts, by its key. ``edition`` is the one the form was opened on; raises
    EditedMeanwhile if it is no longer.
    """
    lock(consultation, exclusively=True)
    at = clock.now()
    may_lead(by, "consultations.edit", consultation, at).or_deny()
    if consultation.edition != edition:
        raise EditedMeanwhile
    phases = tuple(PhaseTime(plan.key, plan.purpose, starts[plan.key], starts[plan.key]) for plan in grid.phases)
    problems = [*problems_of(grid, kinds.acts_of_all()), *problems_of_calendar(phases)]
    if problems:
        raise Refused(Verdict.no(" ".join(in_words(problem) for problem in problems)))
    rewrite(consultation, grid, Schedule(phases))
    bump(consultation)
    record(EDITED, on=consultation.reference, at=at, actor=author_of(by).identifier)


@action
def correct(*, by: Person, consultation: Consultation, preparation: Preparation, edition: int) -> None:
    """Correct the presentation of a consultation under way: its words and who it concerns, never its procedure."""
    lock(consultation, exclusively=True)
    at = settle(consultation)
    may_lead(by, "consultations.correct", consultation, at).or_deny()
    if consultation.edition != edition:
        raise EditedMeanwhile
    _relate(consultation, preparation)
    bump(consultation, sponsor=preparation.sponsor, **preparation.words())
    record(CORRECTED, on=consultation.reference, at=at, actor=author_of(by).identifier)
    settle(consultation)


def obstacles_to_publication(consultation: Consultation, at: datetime) -> list[str]:
    """What keeps a draft from being published, in words."""
    problems = [
        *problems_of(consultation.grid, kinds.acts_of_all()),
        *problems_of_calendar(consultation.schedule.phases),
    ]
    obstacles = [in_words(problem) for problem in problems]
    if not consultation.summary:
        obstacles.append(_("The summary is missing."))
    if not consultation.presentation:
        obstacles.append(_("The presentation is missing."))
    if consultation.sponsor_id is None:
        obstacles.append(_("The elected official who sponsors the consultation is missing."))
    if len(consultation.phases) > 1 and consultation.phases[1].starts_at <= at:
        obstacles.append(_("The second phase would already have begun: residents need time to read first."))
    return obstacles


@action
def publish(*, by: Person, consultation: Consultation) -> None:
    """Put a draft before the public. Raises Refused with every obstacle if it is not ready."""
    lock(consultation, exclusively=True)
    at = clock.now()
    may_lead(by, "consultations.publish", consultation, at).or_deny()
    obstacles = obstacles_to_publication(consultation, at)
    if obstacles:
        raise Refused(Verdict.no(" ".join(obstacles)))
    first = consultation.phases[0]
    if first.starts_at < at:
        # Nothing is lived before it is public.
        Phase.objects.filter(pk=first.pk).update(announced_at=at, starts_at=at)
    bump(consultation, state=State.PUBLISHED, state_since=at, published_at=at)
    record(PUBLISHED, on=consultation.reference, at=at, actor=author_of(by).identifier)
    record_first_files(by, consultation, at)
    settle(consultation)
