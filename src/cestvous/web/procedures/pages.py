"""What the pages about a procedure in the making show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import BoundField
from django.utils.translation import gettext as _

from cestvous.procedure.consultations import kinds
from cestvous.procedure.consultations.actions.laying import adapted, as_data
from cestvous.procedure.consultations.kinds import KINDS
from cestvous.procedure.consultations.messages import PURPOSES, in_words
from cestvous.procedure.consultations.models import Consultation
from cestvous.procedure.rules.adapting import Problem, problems_of, problems_of_adaptation, problems_of_calendar
from cestvous.procedure.rules.designing import Plan
from cestvous.procedure.rules.grid import ActivityPlan, PhasePlan, Purpose
from cestvous.procedure.rules.schedule import PhaseTime
from cestvous.web.consultations.changes import Change, changes_between
from cestvous.web.consultations.frame import TONES
from cestvous.web.consultations.weaving import weave
from cestvous.web.design.dates import span
from cestvous.web.design.shapes import Tone, Warp, Weave, When
from cestvous.web.procedures.forms import MOST_PHASES, DesignForm, acts_of, cell_name


@dataclass(frozen=True)
class Column:
    """A phase in the form; without fields once it has begun."""

    key: str
    purpose: str
    title: str
    tone: Tone
    dates: str
    is_lived: bool
    name: BoundField | None
    start: BoundField | None
    was: BoundField | None
    may_split: bool
    may_go: bool
    may_rise: bool
    may_sink: bool


@dataclass(frozen=True)
class Square:
    """Where an activity meets a phase: the fields of its acts, or what was open if that is over."""

    title: str
    tone: Tone
    words: str
    fields: Sequence[BoundField]
    is_open: bool


@dataclass(frozen=True)
class Row:
    """An activity in the form."""

    key: str
    kind: str
    title: str
    name: BoundField
    squares: Sequence[Square]
    is_first: bool
    is_last: bool
    may_go: bool


@dataclass(frozen=True)
class Design:
    """The whole form, with what keeps the plan from being lived."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    purposes: Sequence[tuple[str, str]]
    kinds: Sequence[tuple[str, str]]
    problems: Sequence[str]
    weave: Weave | None


def title_of(phase: PhasePlan) -> str:
    return phase.title or str(PURPOSES[phase.purpose])


def name_of(activity: ActivityPlan) -> str:
    return activity.title or str(KINDS[activity.kind].label)


def problems_with(consultation: Consultation, plan: Plan, at: datetime) -> list[str]:
    """Why the plan can't be saved or published, in words."""
    problems = problems_of(plan.grid, kinds.acts_of_all())
    if consultation.is_draft:
        problems += problems_of_calendar(times_of(plan))
    else:
        after = plan.grid, adapted(consultation, plan.grid, plan.starts)
        problems += problems_of_adaptation((consultation.grid, consultation.schedule), after, at)
    return list(dict.fromkeys(in_words(_named(problem, plan)) for problem in problems))


def _named(problem: Problem, plan: Plan) -> Problem:
    """The problem about what screens call it, rather than about its key."""
    names = {phase.key: title_of(phase) for phase in plan.grid.phases}
    names |= {name: str(kind.label) for name, kind in KINDS.items()}
    return Problem(problem.code, names.get(problem.about, problem.about))


def times_of(plan: Plan) -> tuple[PhaseTime, ...]:
    return tuple(
        PhaseTime(phase.key, phase.purpose, plan.starts[phase.key], plan.starts[phase.key])
        for phase in plan.grid.phases
    )


def changes_to(consultation: Consultation, plan: Plan) -> list[Change]:
    """What publishing the plan would change, before and after."""
    before = as_data(consultation.grid, consultation.schedule)
    after = as_data(plan.grid, adapted(consultation, plan.grid, plan.starts))
    return changes_between(before, after, {})


def design_of(form: DesignForm, consultation: Consultation, at: datetime) -> Design:
    """The form as a page. An invalid one is shown without judging what can't be read."""
    plan = form.plan if form.is_bound and form.is_valid() else form.skeleton
    is_whole = not form.is_bound or form.is_valid()
    grid = form.skeleton.grid
    room = len(grid.phases) < MOST_PHASES
    used = {row.kind for row in grid.activities}
    opened = {cell.activity for cell in consultation.grid.openings if cell.phase in form.lived}
    return Design(
        columns=[_column(form, phase, room=room) for phase in grid.phases],
        rows=[
            _row(form, row, index, len(grid.activities), may_go=row.key not in opened)
            for index, row in enumerate(grid.activities)
        ],
        purposes=[(purpose.value, str(PURPOSES[purpose])) for purpose in Purpose if room],
        kinds=[(name, str(kind.label)) for name, kind in KINDS.items() if name not in used],
        problems=problems_with(consultation, plan, at) if is_whole else [],
        weave=_woven(plan, consultation) if is_whole else None,
    )


def _column(form: DesignForm, phase: PhasePlan, *, room: bool) -> Column:
    plan, lived = form.skeleton, phase.key in form.lived
    starts, keys = plan.starts, [row.key for row in plan.grid.phases]
    after = keys[keys.index(phase.key) + 1 :][:1]
    dates = ""
    if phase.key in starts:
        dates = span(starts[phase.key], starts.get(after[0]) if after else None)
    return Column(
        key=phase.key,
        purpose=phase.purpose.value,
        title=title_of(phase),
        tone=TONES[phase.purpose],
        dates=dates,
        is_lived=lived,
        name=None if lived else form[f"title:{phase.key}"],
        start=None if lived else form[f"start:{phase.key}"],
        was=None if lived else form[f"was:{phase.key}"],
        may_split=plan.may_change(phase.key) and room,
        may_go=plan.may_change(phase.key),
        may_rise=plan.may_move(phase.key, -1),
        may_sink=plan.may_move(phase.key, 1),
    )


def _row(form: DesignForm, row: ActivityPlan, index: int, count: int, *, may_go: bool) -> Row:
    return Row(
        key=row.key,
        kind=row.kind,
        title=name_of(row),
        name=form[f"name:{row.key}"],
        squares=[_square(form, row, phase) for phase in form.skeleton.grid.phases],
        is_first=index == 0,
        is_last=index == count - 1,
        may_go=may_go,
    )


def _square(form: DesignForm, row: ActivityPlan, phase: PhasePlan) -> Square:
    named = [(known, cell_name(row.key, phase.key, known.act.name)) for known in acts_of(row.kind)]
    fields = [form[name] for _known, name in named if name in form.fields]
    open_acts = [str(known.label) for known, name in named if name in form.fields and form[name].value()]
    open_acts = open_acts or _past_acts(form, row, phase)
    return Square(
        title=title_of(phase),
        tone=TONES[phase.purpose],
        words=", ".join(open_acts) or _("nothing open"),
        fields=fields,
        is_open=any(field.errors for field in fields),
    )


def _past_acts(form: DesignForm, row: ActivityPlan, phase: PhasePlan) -> list[str]:
    if phase.key not in form.lived:
        return []
    opened = {name for cell in form.skeleton.grid.cell(row.key, phase.key) for name in cell.acts}
    return [str(known.label) for known in acts_of(row.kind) if known.act.name in opened]


def _woven(plan: Plan, consultation: Consultation) -> Weave:
    times = times_of(plan)
    current = consultation.schedule.current
    warps = []
    for index, (phase, time) in enumerate(zip(plan.grid.phases, times, strict=True)):
        end = times[index + 1].starts_at if index + 1 < len(times) else None
        when: When = "to-come"
        if phase.key in plan.lived:
            when = "current" if current is not None and current.key == phase.key else "lived"
        warps.append(Warp(title_of(phase), TONES[phase.purpose], when, span(time.starts_at, end)))
    return weave(plan.grid, warps)
