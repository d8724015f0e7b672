"""The procedure's grid as a weave."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cestvous.procedure.consultations.kinds import KINDS, act_named
from cestvous.procedure.consultations.messages import AUDIENCES
from cestvous.procedure.rules.grid import Grid, Opening
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
    return weave(consultation.grid, warps)


def weave(grid: Grid, warps: Sequence[Warp]) -> Weave:
    """A grid whose phases are shown as ``warps``."""
    wefts = []
    for activity in grid.activities:
        cells = [_cell(list(grid.cell(activity.key, phase.key))) for phase in grid.phases]
        wefts.append(Weft(activity.title or str(KINDS[activity.kind].label), cells))
    return Weave(warps, wefts)


def _cell(openings: Sequence[Opening]) -> Cell | None:
    acts = sorted({name for opening in openings for name in opening.acts}, key=lambda name: (_is_led(name), name))
    if not acts:
        return None
    public = [opening for opening in openings if not all(_is_led(name) for name in opening.acts)]
    audiences = sorted({str(AUDIENCES[opening.audience.kind]) for opening in public})
    return Cell([_told(name) for name in acts], " · ".join(audiences))


def _is_led(name: str) -> bool:
    return act_named(name).act.lead is not None


def _told(name: str) -> str:
    """What belongs to those who lead says so: the audience beside it is that of the other acts."""
    label = str(act_named(name).label)
    return _("%(act)s (the city)") % {"act": label} if _is_led(name) else label
