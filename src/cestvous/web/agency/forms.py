"""The forms of the desk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cestvous.foundation.mandates.models import Mandate, Role
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel.dates import instant_in_words
from cestvous.kernel.text import clean
from cestvous.procedure.consultations.actions import Preparation
from cestvous.procedure.consultations.messages import PURPOSES
from cestvous.procedure.consultations.models import Consultation, Theme
from cestvous.procedure.rules.grid import PhasePlan
from cestvous.web.fields import Sent, SeveralField, WallClockField, field_of

WORDS = (
    "title",
    "question",
    "summary",
    "presentation",
    "stakes",
    "open_to_discussion",
    "not_open",
    "how_decided",
    "decided_by",
)
IN_MARKDOWN = frozenset({"presentation", "stakes", "open_to_discussion", "not_open", "how_decided"})


def _holders(role: Role, at: datetime) -> QuerySet[Mandate]:
    return Mandate.objects.at(at).granting(role).by_name()


class PreparationForm(forms.Form):
    """Everything that is filled in before a consultation is published."""

    title = forms.CharField(label=_("Title"), max_length=160, help_text=_("Short, as people will name it."))
    question = forms.CharField(
        label=_("Question"),
        max_length=300,
        required=False,
        help_text=_("The question put to residents, as a full sentence."),
    )
    summary = forms.CharField(
        label=_("Summary"),
        max_length=400,
        required=False,
        widget=forms.Textarea,
        help_text=_("Two or three sentences: what changes, when, who decides."),
    )
    presentation = forms.CharField(label=_("Presentation"), required=False, max_length=40_000, widget=forms.Textarea)
    stakes = forms.CharField(
        label=_("What is at stake"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea,
        help_text=_("What will be different for people, whichever way it goes."),
    )
    open_to_discussion = forms.CharField(
        label=_("What is open to discussion"), required=False, max_length=10_000, widget=forms.Textarea
    )
    not_open = forms.CharField(
        label=_("What is not, and why"), required=False, max_length=10_000, widget=forms.Textarea
    )
    how_decided = forms.CharField(
        label=_("How the decision will be taken"), required=False, max_length=5_000, widget=forms.Textarea
    )
    decided_by = forms.CharField(
        label=_("Who decides"), required=False, max_length=160, help_text=_("For example: the city council.")
    )
    sponsor = forms.ModelChoiceField(
        Mandate.objects.none(),
        label=_("Elected official who sponsors it"),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("They sign the decision."),
    )
    agents = SeveralField(Mandate.objects.none(), label=_("Agents in charge"), widget=forms.CheckboxSelectMultiple)
    neighbourhoods = SeveralField(
        Neighbourhood.objects.all(),
        label=_("Neighbourhoods concerned"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None means the whole city."),
    )
    themes = SeveralField(Theme.objects.all(), label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple)
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Sent = None, *, at: datetime, phases: Sequence[PhasePlan], starts: Sequence[datetime],
        initial: dict[str, object] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data, initial=initial)
        field_of(self, "sponsor", forms.ModelChoiceField).queryset = _holders(Role.OFFICIAL, at)
        field_of(self, "agents", SeveralField).queryset = _holders(Role.AGENT, at)
        self.phases = phases
        for phase, start in zip(phases, starts, strict=True):
            self.fields[f"start_{phase.key}"] = WallClockField(
                label=phase.title or PURPOSES[phase.purpose], initial=start
            )

    @property
    def calendar(self) -> list[forms.BoundField]:
        """The fields of the calendar, one a phase."""
        return [self[f"start_{phase.key}"] for phase in self.phases]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        starts = [(phase, cleaned.get(f"start_{phase.key}")) for phase in self.phases]
        for (_before, earlier), (phase, later) in pairwise(starts):
            if earlier and later and later <= earlier:
                self.add_error(f"start_{phase.key}", str(_("This phase must start after the one before it.")))
        return cleaned

    @property
    def preparation(self) -> Preparation:
        told = self.cleaned_data
        return Preparation(
            **{name: told[name] for name in WORDS},
            sponsor=told["sponsor"],
            agents=list(told["agents"]),
            neighbourhoods=list(told["neighbourhoods"]),
            themes=list(told["themes"]),
        )

    @property
    def starts(self) -> list[datetime]:
        return [self.cleaned_data[f"start_{phase.key}"] for phase in self.phases]


def usual_starts(durations: Iterable[timedelta], at: datetime) -> list[datetime]:
    """When phases that last so long would start: from the Monday after next, at nine o'clock. The last has no end."""
    day = timezone.localtime(at) + timedelta(days=7)
    first = (day + timedelta(days=(7 - day.weekday()) % 7)).replace(hour=9, minute=0, second=0, microsecond=0)
    starts = [first]
    for duration in durations:
        starts.append(starts[-1] + duration)
    return starts


def told_of(consultation: Consultation) -> dict[str, object]:
    """What has been filled in so far."""
    return {
        **{name: getattr(consultation, name) for name in (*WORDS, "edition", "sponsor")},
        "agents": consultation.agents_in_charge,
        "neighbourhoods": list(consultation.neighbourhoods.all()),
        "themes": list(consultation.themes.all()),
    }


@dataclass(frozen=True)
class Theirs:
    """One thing that somebody else saved otherwise than it was typed here."""

    label: str
    words: str
    is_markdown: bool


def theirs_beside(form: PreparationForm, consultation: Consultation) -> list[Theirs]:
    """What is saved now, wherever it is not what was typed in a form that was refused."""
    told = told_of(consultation)
    starts = {f"start_{phase.key}": phase.starts_at for phase in consultation.phases}
    found = []
    for name, field in form.fields.items():
        saved, typed = told.get(name, starts.get(name)), form.cleaned_data.get(name)
        if name == "edition" or _comparable(saved) == _comparable(typed):
            continue
        found.append(Theirs(str(field.label), _in_words(saved), name in IN_MARKDOWN))
    return found


def _comparable(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, (list, QuerySet)):
        return {row.pk for row in value}
    return value


def _in_words(value: object) -> str:
    if isinstance(value, datetime):
        return instant_in_words(value)
    if isinstance(value, list):
        return ", ".join(str(row) for row in value)
    return str(value or "")


class ReasonForm(forms.Form):
    """A grave act asks for its reason."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=2_000,
        widget=forms.Textarea,
        help_text=_("Published as you write it, with your name and function."),
    )


class ShortReasonForm(ReasonForm):
    reason = forms.CharField(
        label=_("Why"),
        max_length=400,
        widget=forms.Textarea,
        help_text=_("Published as you write it, with your name and function."),
    )


class ProlongForm(ReasonForm):
    """Make the current phase longer."""

    days = forms.IntegerField(label=_("By how many days"), min_value=1, max_value=365, initial=7)
    field_order = ("days", "reason")
