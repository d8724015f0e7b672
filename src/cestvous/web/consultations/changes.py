"""What an adaptation changed, line by line, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from cestvous.kernel.dates import instant_in_words
from cestvous.procedure.consultations.kinds import KINDS, act_named
from cestvous.procedure.consultations.messages import AUDIENCES, PURPOSES
from cestvous.procedure.consultations.models import Adaptation
from cestvous.procedure.rules.grid import AudienceKind, Purpose

# What was kept as JSON: a procedure, or a part of one.
Data = Mapping[str, Any]
# What is open in a cell: each act, and to whom. Nothing for an act that belongs to those who lead.
Acts = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Change:
    """One thing that changed: what, and how it was and is. Empty for what was not there, or is no longer."""

    what: str
    before: str
    after: str


def changes_between(before: Data, after: Data, titles: Mapping[str, str]) -> list[Change]:
    """The differences between two procedures kept as data; ``titles`` names the phases that exist today."""
    return [
        *_dates(before, after, titles),
        *_names(before, after),
        *_activities(before, after),
        *_openings(before, after, titles),
    ]


def prolonged(adaptations: Iterable[Adaptation]) -> dict[str, int]:
    """By how many days adaptations made each phase longer, by key; those that are no longer than announced are left
    out."""
    added: dict[str, timedelta] = {}
    for adaptation in adaptations:
        before, after = _lengths(adaptation.before), _lengths(adaptation.after)
        for key in before.keys() & after.keys():
            added[key] = added.get(key, timedelta()) + after[key] - before[key]
    return {key: round(longer / timedelta(days=1)) for key, longer in added.items() if longer >= timedelta(hours=12)}


def _lengths(procedure: Data) -> dict[str, timedelta]:
    """How long each phase but the last lasts."""
    phases = procedure["phases"]
    starts = [datetime.fromisoformat(phase["starts_at"]) for phase in phases]
    return {phase["key"]: end - start for phase, start, end in zip(phases, starts, starts[1:], strict=False)}


def _title(phase: Data, titles: Mapping[str, str]) -> str:
    return titles.get(phase["key"]) or _phase_named(phase)


def _dates(before: Data, after: Data, titles: Mapping[str, str]) -> Iterator[Change]:
    old = {phase["key"]: phase for phase in before["phases"]}
    new = {phase["key"]: phase for phase in after["phases"]}
    for key in [*old, *(key for key in new if key not in old)]:
        was, becomes = old.get(key), new.get(key)
        if was and becomes and was["starts_at"] == becomes["starts_at"]:
            continue
        title = _title(becomes or was or {}, titles)
        yield Change(_("Start of “%(phase)s”") % {"phase": title}, _when(was), _when(becomes))


def _when(phase: Data | None) -> str:
    return instant_in_words(datetime.fromisoformat(phase["starts_at"])) if phase else ""


def _names(before: Data, after: Data) -> Iterator[Change]:
    for part, named in (("phases", _phase_named), ("activities", _activity_named)):
        old, new = ({row["key"]: named(row) for row in procedure[part]} for procedure in (before, after))
        for key, name in old.items():
            if key in new and new[key] != name:
                yield Change(_("Name of “%(name)s”") % {"name": name}, name, new[key])


def _phase_named(phase: Data) -> str:
    return phase["title"] or str(PURPOSES[Purpose(phase["purpose"])])


def _activity_named(row: Data) -> str:
    return row["title"] or str(KINDS[row["kind"]].label)


def _activities(before: Data, after: Data) -> Iterator[Change]:
    old = {row["key"]: row for row in before["activities"]}
    new = {row["key"]: row for row in after["activities"]}
    for key in old.keys() ^ new.keys():
        row = old.get(key) or new[key]
        name = _activity_named(row)
        yield Change(_("Activity"), name if key in old else "", name if key in new else "")
    was = [_activity_named(row) for key, row in old.items() if key in new]
    becomes = [_activity_named(old[key]) for key in new if key in old]
    if was != becomes:
        yield Change(_("Order of the activities"), ", ".join(was), ", ".join(becomes))


def _openings(before: Data, after: Data, titles: Mapping[str, str]) -> Iterator[Change]:
    phases = {phase["key"]: phase for phase in [*before["phases"], *after["phases"]]}
    kinds = {row["key"]: row for row in [*before["activities"], *after["activities"]]}
    old, new = _cells(before["openings"]), _cells(after["openings"])
    for activity, phase in sorted(old.keys() | new.keys()):
        was, becomes = old.get((activity, phase), {}), new.get((activity, phase), {})
        if was != becomes:
            name = _activity_named(kinds[activity])
            to_others = any(was[act] != becomes[act] for act in was.keys() & becomes.keys())
            where = _("%(activity)s during “%(phase)s”")
            what = where % {"activity": name, "phase": _title(phases[phase], titles)}
            yield Change(what, _acts(was, to_whom=to_others), _acts(becomes, to_whom=to_others))


def _cells(openings: Sequence[Data]) -> dict[tuple[str, str], Acts]:
    cells: dict[tuple[str, str], Acts] = {}
    for opening in openings:
        audience = (opening["audience"], *opening["of"])
        cell = cells.setdefault((opening["activity"], opening["phase"]), {})
        # Whose act it is by office: the audience of its cell does not matter.
        cell |= {act: () if act_named(act).act.lead is not None else audience for act in opening["acts"]}
    return cells


def _acts(cell: Acts, *, to_whom: bool) -> str:
    acts = ((str(act_named(name).label), audience) for name, audience in sorted(cell.items()))
    return ", ".join(
        f"{label} ({AUDIENCES[AudienceKind(who[0])]})" if to_whom and who else label for label, who in acts
    )
