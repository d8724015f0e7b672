"""Writing a procedure down as rows, and as data to be kept and shown beside another."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from django.db.models import ProtectedError

from cestvous.kernel.verdicts import Refused, Verdict
from cestvous.procedure.consultations.messages import in_words
from cestvous.procedure.consultations.models import Activity, Consultation, Opening, Phase
from cestvous.procedure.rules.adapting import Problem
from cestvous.procedure.rules.grid import Grid
from cestvous.procedure.rules.schedule import PhaseTime, Schedule


def lay(consultation: Consultation, grid: Grid, starts: Sequence[datetime]) -> None:
    """Write a grid down as rows, for a consultation that has none yet."""
    phases = {
        plan.key: Phase.objects.create(
            consultation=consultation,
            position=position,
            key=plan.key,
            purpose=plan.purpose,
            title=plan.title,
            announced_at=start,
            starts_at=start,
        )
        for position, (plan, start) in enumerate(zip(grid.phases, starts, strict=True))
    }
    for position, plan in enumerate(grid.activities):
        activity = Activity.objects.create(
            consultation=consultation,
            position=position,
            key=plan.key,
            kind=plan.kind,
            title=plan.title,
            settings=dict(plan.settings),
        )
        lay_openings(activity, grid, phases)


def lay_openings(activity: Activity, grid: Grid, phases: dict[str, Phase]) -> None:
    for cell in grid.openings:
        if cell.activity == activity.key:
            Opening.objects.create(
                activity=activity,
                phase=phases[cell.phase],
                acts=sorted(cell.acts),
                audience=cell.audience.kind,
                audience_of=sorted(cell.audience.neighbourhoods | cell.audience.roles),
            )


def adapted(consultation: Consultation, grid: Grid, starts: Mapping[str, datetime]) -> Schedule:
    """The schedule of a running consultation whose procedure becomes ``grid``: phases that began stay as they were.

    ``starts``: when each phase to come starts, by its key.
    """
    lived = {phase.key: phase for phase in consultation.schedule.phases if phase.entered_at is not None}
    phases = tuple(
        lived.get(plan.key) or PhaseTime(plan.key, plan.purpose, starts[plan.key], starts[plan.key])
        for plan in grid.phases
    )
    return Schedule(phases, consultation.waiting_since)


def rewrite(consultation: Consultation, grid: Grid, schedule: Schedule) -> None:
    """Make the rows say what the adapted procedure says; rows of what has been lived keep their identity."""
    rows = {phase.key: phase for phase in consultation.phases}
    _drop_activities(consultation, {activity.key for activity in grid.activities})
    Opening.objects.filter(activity__consultation=consultation).delete()
    Phase.objects.filter(consultation=consultation, key__in=rows.keys() - {phase.key for phase in grid.phases}).delete()
    phases = {}
    for position, time in enumerate(schedule.phases):
        plan = grid.phase(time.key)
        phases[time.key], _made = Phase.objects.update_or_create(
            consultation=consultation,
            key=time.key,
            defaults={
                "position": position,
                "purpose": plan.purpose,
                "title": plan.title,
                "announced_at": time.announced_at,
                "starts_at": time.starts_at,
                "entered_at": time.entered_at,
            },
        )
    for position, row in enumerate(grid.activities):
        activity, _made = Activity.objects.update_or_create(
            consultation=consultation,
            key=row.key,
            defaults={"position": position, "kind": row.kind, "title": row.title, "settings": dict(row.settings)},
        )
        lay_openings(activity, grid, phases)


def _drop_activities(consultation: Consultation, kept: set[str]) -> None:
    dropped = consultation.activity_rows.exclude(key__in=kept)
    try:
        dropped.delete()
    except ProtectedError:
        # Something was already begun in it, though it has not been open: a draft that agents opened ahead of time.
        keys = ", ".join(sorted(dropped.values_list("key", flat=True)))
        raise Refused(Verdict.no(in_words(Problem("lived_activity_dropped", keys)))) from None


def as_data(grid: Grid, schedule: Schedule) -> dict[str, object]:
    """A procedure as JSON, to be kept and shown beside another."""
    return {
        "phases": [
            {
                "key": phase.key,
                "purpose": phase.purpose.value,
                "title": grid.phase(phase.key).title,
                "starts_at": phase.starts_at.astimezone(UTC).isoformat(),
                "entered": phase.entered_at is not None,
            }
            for phase in schedule.phases
        ],
        "activities": [{"key": row.key, "kind": row.kind, "title": row.title} for row in grid.activities],
        "openings": [
            {
                "activity": cell.activity,
                "phase": cell.phase,
                "acts": sorted(cell.acts),
                "audience": cell.audience.kind.value,
                "of": sorted(cell.audience.neighbourhoods | cell.audience.roles),
            }
            for cell in grid.openings
        ],
    }
