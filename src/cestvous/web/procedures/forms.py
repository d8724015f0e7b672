"""The form that holds a whole procedure, however many phases and activities it has."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Self

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cestvous.foundation.mandates.models import Role
from cestvous.procedure.consultations.kinds import KINDS, KindAct
from cestvous.procedure.consultations.messages import AUDIENCES, PURPOSES
from cestvous.procedure.consultations.models import Consultation
from cestvous.procedure.rules.designing import Plan, follow, opened
from cestvous.procedure.rules.grid import ActivityPlan, Audience, AudienceKind, Grid, Opening, PhasePlan, Purpose
from cestvous.web.agency.forms import ReasonForm
from cestvous.web.fields import WallClockField, WordsField

MOST_PHASES = 12
CLOSED = ""
_KEY = re.compile(r"[a-z0-9-]{1,40}")
_COUNCILS = Audience(AudienceKind.ROLES, roles=frozenset({Role.COUNCIL_MEMBER.value}))


def plan_of(consultation: Consultation) -> Plan:
    """The procedure of a consultation as it stands."""
    times = consultation.schedule.phases
    lived = frozenset(phase.key for phase in times if phase.entered_at is not None)
    return Plan(consultation.grid, {phase.key: timezone.localtime(phase.starts_at) for phase in times}, lived)


def spelt(audience: Audience) -> str:
    """An audience as the value of a choice: its kind, and whom that needs."""
    return ":".join([audience.kind.value, *sorted(audience.neighbourhoods | audience.roles)])


def cell_name(activity: str, phase: str, act: str) -> str:
    """The name of the field that says to whom an act is open."""
    return f"open:{activity}:{phase}:{act}"


def acts_of(kind: str) -> list[KindAct]:
    """The acts of a kind that need an opening."""
    return [known for known in KINDS[kind].acts if not known.act.always]


class DesignForm(forms.Form):
    """A plan: for each phase its name and start, for each act in each cell to whom it is open.

    Made from a plan to be shown, or from what was posted; ``consultation`` says what has been lived, which no form
    changes, and which neighbourhoods are concerned.
    """

    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, plan: Plan, consultation: Consultation, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"edition": consultation.edition})
        self.skeleton, self.lived = plan, plan.lived
        self._known = {spelt(audience): audience for audience in _offered(consultation)}
        self._known |= {spelt(cell.audience): cell.audience for cell in consultation.grid.openings}
        begun = [phase.key for phase in consultation.schedule.phases if phase.entered_at is not None]
        self._past = set(begun[:-1])
        for phase in plan.grid.phases:
            self._add_phase(phase)
        for activity in plan.grid.activities:
            self._add_activity(activity)

    def _add_phase(self, phase: PhasePlan) -> None:
        if phase.key in self.lived:
            return
        self.fields[f"title:{phase.key}"] = WordsField(
            label=gettext_lazy("Name"),
            max_length=80,
            required=False,
            initial=phase.title,
            help_text=_("Without one: %(name)s.") % {"name": PURPOSES[phase.purpose]},
        )
        start = self.skeleton.starts.get(phase.key)
        self.fields[f"start:{phase.key}"] = WallClockField(label=gettext_lazy("Starts on"), initial=start)
        self.fields[f"was:{phase.key}"] = WallClockField(widget=forms.HiddenInput, required=False, initial=start)

    def _add_activity(self, activity: ActivityPlan) -> None:
        self.fields[f"name:{activity.key}"] = WordsField(
            label=gettext_lazy("Name"),
            max_length=80,
            required=False,
            initial=activity.title,
            help_text=_("Without one: %(name)s.") % {"name": KINDS[activity.kind].label},
        )
        for phase in self.skeleton.grid.phases:
            if phase.key not in self._past:
                for known in acts_of(activity.kind):
                    self._add_act(activity.key, phase.key, known)

    def _add_act(self, activity: str, phase: str, known: KindAct) -> None:
        cells = self.skeleton.grid.cell(activity, phase)
        audience = next((cell.audience for cell in cells if known.act.name in cell.acts), None)
        name = cell_name(activity, phase, known.act.name)
        initial = CLOSED if audience is None else spelt(audience)
        if known.act.lead is not None:
            # Whose act it is by office; the audience of the cell does not matter.
            open_value = initial or AudienceKind.ACCOUNT_HOLDERS.value
            choices = [(CLOSED, _("closed")), (open_value, _("open to the city"))]
        else:
            offered = [(value, _in_words(audience)) for value, audience in self._known.items()]
            choices = [(CLOSED, _("closed")), *offered]
        self.fields[name] = forms.ChoiceField(
            label=capfirst(str(known.label)), choices=choices, required=False, initial=initial
        )

    @classmethod
    def posted(cls, data: QueryDict, consultation: Consultation) -> Self:
        """The form as it came back. Phases and activities that are none are left out."""
        before = plan_of(consultation)
        lived = tuple(phase for phase in before.grid.phases if phase.key in before.lived)
        coming = tuple(_posted_phases(data, before.lived))[: MOST_PHASES - len(lived)]
        known = {row.key: row for row in before.grid.activities}
        activities = tuple(known.get(row.key, row) for row in _posted_activities(data))
        if not activities or not (lived or coming):
            # What came back is not this form: whatever it lacks is asked for.
            return cls(before, consultation, data)
        phases = {phase.key for phase in (*lived, *coming)}
        rows = {row.key for row in activities}
        # What is over is taken from the record, not from the form.
        kept = tuple(cell for cell in before.grid.openings if cell.phase in phases and cell.activity in rows)
        return cls(replace(before, grid=Grid((*lived, *coming), activities, kept)), consultation, data)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """The whole form as names and values, for a page that asks something else and then comes back to it."""
        grid = self.skeleton.grid
        parts: list[tuple[str, str]] = []
        for phase in grid.phases:
            if phase.key not in self.lived:
                parts += [("phase", phase.key), (f"purpose:{phase.key}", phase.purpose.value)]
        for row in grid.activities:
            parts += [("activity", row.key), (f"kind:{row.key}", row.kind)]
        values = ((name, self[name].field.widget.format_value(self[name].value())) for name in self.fields)
        return parts + [(name, _one(value)) for name, value in values]

    @property
    def plan(self) -> Plan:
        """What a valid form says, once those phases have slid that follow one whose date was typed anew."""
        told, grid = self.cleaned_data, self.skeleton.grid
        typed = {phase.key: told.get(f"start:{phase.key}") for phase in grid.phases}
        starts = {key: self._exact(key, at) if at else self.skeleton.starts[key] for key, at in typed.items()}
        was = {key: self._exact(key, at) for key in starts if (at := told.get(f"was:{key}"))}
        phases = tuple(replace(row, title=told.get(f"title:{row.key}", row.title)) for row in grid.phases)
        rows = tuple(replace(row, title=told[f"name:{row.key}"]) for row in grid.activities)
        after = replace(self.skeleton, grid=Grid(phases, rows, tuple(self._openings(told))), starts=starts)
        return follow(replace(after, starts=was), after)

    def _exact(self, key: str, typed: datetime) -> datetime:
        """The instant typed. Forms tell minutes: a phase that slid by a wait, to the second, stays where it is."""
        stands, at = self.skeleton.starts.get(key), timezone.localtime(typed)
        return stands if stands and stands.replace(second=0, microsecond=0) == at else at

    def _openings(self, told: Mapping[str, object]) -> Iterator[Opening]:
        grid = self.skeleton.grid
        yield from (cell for cell in grid.openings if cell.phase in self._past)
        for row in grid.activities:
            for phase in grid.phases:
                if phase.key in self._past:
                    continue
                values = {
                    known.act.name: str(told.get(cell_name(row.key, phase.key, known.act.name), CLOSED))
                    for known in acts_of(row.kind)
                }
                audiences = {act: self._known.get(value, Audience()) for act, value in values.items() if value}
                yield from opened(row.key, phase.key, audiences)


def _one(value: object) -> str:
    """What a widget shows, as one string: a list of choices holds one here."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return "" if value is None else str(value)


def _offered(consultation: Consultation) -> Iterator[Audience]:
    yield Audience(AudienceKind.ACCOUNT_HOLDERS)
    yield Audience(AudienceKind.DECLARED_RESIDENTS)
    concerned = frozenset(row.slug for row in consultation.neighbourhoods.all())
    if concerned:
        yield Audience(AudienceKind.NEIGHBOURHOODS, neighbourhoods=concerned)
    yield _COUNCILS


def _in_words(audience: Audience) -> str:
    return _("members of citizens' councils") if audience == _COUNCILS else str(AUDIENCES[audience.kind])


def _posted_phases(data: QueryDict, lived: frozenset[str]) -> Iterator[PhasePlan]:
    seen = set(lived)
    for key in data.getlist("phase"):
        purpose = data.get(f"purpose:{key}", "")
        if _KEY.fullmatch(key) and key not in seen and purpose in {known.value for known in Purpose}:
            seen.add(key)
            yield PhasePlan(key, Purpose(purpose))


def _posted_activities(data: QueryDict) -> Iterator[ActivityPlan]:
    seen: set[str] = set()
    for key in data.getlist("activity"):
        kind = data.get(f"kind:{key}", "")
        if _KEY.fullmatch(key) and key not in seen and kind in KINDS:
            seen.add(key)
            yield ActivityPlan(key, kind)


class AdaptationForm(ReasonForm):
    """Why a procedure is adapted."""
