"""The procedure's grid as a weave."""

from collections.abc import Sequence

from cestvous.procedure.consultations.kinds import KINDS, act_named
from cestvous.procedure.consultations.messages import AUDIENCES
from cestvous.procedure.rules.grid import Opening
from cestvous.web.consultations.finding import Found
from cestvous.web.consultations.frame import TONES
from cestvous.web.design.shapes import Cell, Step, Warp, Weave, Weft


def weave_of(found: Found, steps: Sequence[Step]) -> Weave:
    """The grid, with where one is; ``steps`` are those of the thread."""
    consultation = found.consultation
    phases = consultation.schedule.phases
    warps = [
        Warp(step.title, TONES[phase.purpose], step.when, step.dates) for step, phase in zip(steps, phases, strict=True)
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
