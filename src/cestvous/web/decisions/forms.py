"""The forms of a decision."""

import re
from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cestvous.activities.decisions.models import AnswerOutcome, Milestone
from cestvous.activities.syntheses.models import Finding
from cestvous.web.fields import DayField


class PreambleForm(forms.Form):
    """What stands before the answers, and by whom it is decided."""

    preamble = forms.CharField(
        label=gettext_lazy("Preamble"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea,
        help_text=gettext_lazy("What was asked, what was heard, what is decided on the whole."),
    )
    authority = forms.CharField(
        label=gettext_lazy("Authority that decides"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("For example: the city council."),
    )
    deliberation = forms.CharField(
        label=gettext_lazy("Number of the deliberation or of the act"), max_length=80, required=False
    )
    decided_on = DayField(label=gettext_lazy("Day of the decision"), required=False)
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AnswerForm(forms.Form):
    """What is decided on one finding, and why."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Answer"), choices=AnswerOutcome.choices, widget=forms.RadioSelect
    )
    referred_to = forms.CharField(
        label=gettext_lazy("Referred to"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Only if it is referred elsewhere: to whom."),
    )
    reasons = forms.CharField(
        label=gettext_lazy("Reasons"),
        max_length=10_000,
        widget=forms.Textarea,
        help_text=gettext_lazy("Residents read them beside the finding."),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CommitmentForm(forms.Form):
    """What the city undertakes."""

    title = forms.CharField(label=gettext_lazy("Commitment"), max_length=200)
    body = forms.CharField(label=gettext_lazy("In detail"), max_length=5_000, required=False, widget=forms.Textarea)
    owner = forms.CharField(label=gettext_lazy("Service answerable for it"), max_length=160)
    due_on = DayField(label=gettext_lazy("Due on"))
    findings = forms.ModelMultipleChoiceField(
        Finding.objects.none(),
        label=gettext_lazy("Findings it follows from"),
        widget=forms.CheckboxSelectMultiple,
    )
    milestones = forms.CharField(
        label=gettext_lazy("Milestones"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea,
        help_text=gettext_lazy("One a line: the day, then what will be done. For example: 2026-09-30 Benches laid."),
    )

    def __init__(self, data: object, findings: Sequence[Finding]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        field = self.fields["findings"]
        field.queryset = Finding.objects.filter(pk__in=[row.pk for row in findings]).order_by("number")  # type: ignore[attr-defined]
        field.choices = [  # type: ignore[attr-defined]
            (row.pk, _("Finding %(number)d · %(title)s") % {"number": row.number, "title": row.title})
            for row in findings
        ]

    def clean_milestones(self) -> list[tuple[str, date]]:
        steps = []
        for number, line in enumerate(self.cleaned_data["milestones"].splitlines(), start=1):
            if not line.strip():
                continue
            found = re.fullmatch(r"\s*(\d{4}-\d{2}-\d{2})\s+(.{1,200})", line)
            try:
                day = date.fromisoformat(found[1]) if found else None
            except ValueError:
                day = None
            if found is None or day is None:
                raise forms.ValidationError(
                    _("Line %(number)d: begin with a day such as 2026-09-30, then at most 200 characters.")
                    % {"number": number}
                )
            steps.append((found[2].strip(), day))
        return steps


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why the decision is rectified"),
        max_length=2_000,
        widget=forms.Textarea,
        help_text=gettext_lazy("Published with the new version."),
    )


class ReportForm(forms.Form):
    """News of a commitment."""

    milestone = forms.ModelChoiceField(
        Milestone.objects.none(),
        label=gettext_lazy("Milestone"),
        required=False,
        empty_label=gettext_lazy("The commitment as a whole"),
    )
    done_on = DayField(label=gettext_lazy("Done on"), required=False)
    moved_to = DayField(
        label=gettext_lazy("New date, if it moves"),
        required=False,
        help_text=gettext_lazy("The date announced first stays readable."),
    )
    body = forms.CharField(
        label=gettext_lazy("What has been done, or why it will be later"), max_length=5_000, widget=forms.Textarea
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("done_on") and cleaned.get("moved_to"):
            self.add_error("moved_to", _("What is done has no new date."))
        return cleaned
