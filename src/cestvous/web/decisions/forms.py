"""The forms of a decision."""

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cestvous.activities.decisions.actions import MOST_PICTURES
from cestvous.activities.decisions.models import AnswerOutcome, Commitment, Milestone
from cestvous.activities.syntheses.models import Finding
from cestvous.foundation.files.models import FileKind
from cestvous.foundation.people.models import Person
from cestvous.web.fields import DayField, Sent, SeveralField, field_of
from cestvous.web.files.fields import FilesField

if TYPE_CHECKING:
    from cestvous.web.files.fields import Uploads


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

    outcome = forms.ChoiceField(label=gettext_lazy("Answer"), choices=AnswerOutcome.choices, widget=forms.RadioSelect)
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
    owner = forms.CharField(label=gettext_lazy("Service responsible for it"), max_length=160)
    due_on = DayField(label=gettext_lazy("Due on"))
    findings = SeveralField(
        Finding.objects.none(),
        label=gettext_lazy("Findings it follows from"),
        widget=forms.CheckboxSelectMultiple,
    )
    milestones = forms.CharField(
        label=gettext_lazy("Milestones"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea,
        help_text=gettext_lazy("One per line: the day, then what will be done. For example: 30/09/2026 Benches laid."),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Sent, findings: Sequence[Finding], *, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        field = field_of(self, "findings", SeveralField)
        rows = Finding.objects.filter(pk__in=[row.pk for row in findings]).select_related("thread")
        field.queryset = rows.order_by("number")
        field.choices = [
            (row.pk, _("Finding %(number)d · %(title)s") % {"number": row.number, "title": row.title})
            for row in findings
        ]

    @property
    def told(self) -> dict[str, Any]:
        """What the actions are told, the edition apart: unpacked as their arguments, hence of any type."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "edition"}
        return {**told, "findings": list(told["findings"])}

    def clean_milestones(self) -> list[tuple[str, date]]:
        steps = []
        for number, line in enumerate(self.cleaned_data["milestones"].splitlines(), start=1):
            if not line.strip():
                continue
            step = _milestone(line)
            if step is None:
                raise forms.ValidationError(
                    _("Line %(number)d: begin with a day such as 30/09/2026, then at most 200 characters.")
                    % {"number": number}
                )
            steps.append(step)
        return steps


def _milestone(line: str) -> tuple[str, date] | None:
    """The milestone that a line tells, its day as 30/09/2026, 30.09.2026 or 2026-09-30; None if it can't be read."""
    found = re.fullmatch(r"\s*(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{4})[\s:,–-]+(\S.{0,199}?)\s*", line)
    if found is None:
        return None
    parts = [int(part) for part in re.split(r"[-/.]", found[1])]
    year, month, day = parts if "-" in found[1] else reversed(parts)
    try:
        return found[2], date(year, month, day)
    except ValueError:
        return None


def told_of(commitment: Commitment) -> dict[str, object]:
    """A commitment as its form tells it. Read with ``with_milestones``."""
    lines = [f"{step.due_on:%d/%m/%Y} {step.title}" for step in commitment.milestones.all()]
    words = ("title", "body", "owner", "due_on", "edition")
    return {
        **{name: getattr(commitment, name) for name in words},
        "findings": [finding.pk for finding in commitment.findings.all()],
        "milestones": "\n".join(lines),
    }


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why the decision is rectified"),
        max_length=2_000,
        widget=forms.Textarea,
        help_text=gettext_lazy("Published with the new version."),
    )


class ReportForm(forms.Form):
    """News of a commitment: one thing at a time."""

    DONE, MOVED, NEWS = "done", "moved", "news"

    what = forms.ChoiceField(
        label=gettext_lazy("What you report"),
        choices=[
            (DONE, gettext_lazy("A milestone is done")),
            (MOVED, gettext_lazy("A date moves")),
            (NEWS, gettext_lazy("News, without a change of date")),
        ],
        widget=forms.RadioSelect,
    )
    milestone = forms.ModelChoiceField(
        Milestone.objects.none(),
        label=gettext_lazy("About"),
        required=False,
        empty_label=gettext_lazy("The commitment as a whole"),
    )
    day = DayField(
        label=gettext_lazy("Day"),
        required=False,
        help_text=gettext_lazy(
            "The day on which it was done, or the new date. The date announced first stays readable."
        ),
    )
    body = forms.CharField(
        label=gettext_lazy("What has been done, or why it will be later"), max_length=5_000, widget=forms.Textarea
    )

    pictures = FilesField(
        most=MOST_PICTURES,
        only=FileKind.PICTURE,
        label=gettext_lazy("Pictures"),
        help_text=gettext_lazy("Three at most; for example before, then after. Say what each one shows."),
    )

    def __init__(self, data: Sent, files: "Uploads | None", commitment: Commitment, *, by: Person, today: date) -> None:
        super().__init__(data, files)
        self.today = today
        field_of(self, "pictures", FilesField).open_for(by)
        undone = commitment.milestones.filter(done_on__isnull=True).order_by("due_on", "position")
        field_of(self, "milestone", forms.ModelChoiceField).queryset = undone

    def clean(self) -> dict[str, object]:
        told = super().clean() or self.cleaned_data
        what, milestone, day = told.get("what"), told.get("milestone"), told.get("day")
        if what == self.DONE and milestone is None and "milestone" not in self.errors:
            self.add_error("milestone", _("Say which milestone is done."))
        if what == self.DONE and day is None and "day" not in self.errors:
            self.add_error("day", _("Say on which day it was done."))
        if what == self.DONE and day is not None and day > self.today:
            self.add_error("day", _("What is done was done today or before."))
        if what == self.MOVED and day is None and "day" not in self.errors:
            self.add_error("day", _("Say to which day it moves."))
        if what == self.NEWS and day is not None:
            self.add_error("day", _("News changes no date: leave the day empty, or say that a date moves."))
        return told

    @property
    def told(self) -> dict[str, Any]:
        """What the action is told: unpacked as its arguments, hence of any type."""
        what, day = self.cleaned_data["what"], self.cleaned_data["day"]
        return {
            "body": self.cleaned_data["body"],
            "milestone": self.cleaned_data["milestone"],
            "done_on": day if what == self.DONE else None,
            "moved_to": day if what == self.MOVED else None,
            "pictures": self.cleaned_data["pictures"],
        }
