"""What people fill in to object, and what agents fill in to reply."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cestvous.activities.syntheses.models import Finding, FindingVersion, Ground, Outcome
from cestvous.foundation.sources.models import Source
from cestvous.web.fields import Sent, WordsField, field_of
from cestvous.web.pace import Paced

LONGEST_OBJECTION = 5_000


class ObjectionForm(Paced):
    """An objection: for which of my contributions, on which ground, to which finding, in my words."""

    contribution = forms.TypedChoiceField(
        label=gettext_lazy("For which of your contributions do you object?"), coerce=int, widget=forms.RadioSelect
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("What is wrong in the synthesis?"), choices=Ground.choices, widget=forms.RadioSelect
    )
    finding = forms.TypedChoiceField(
        label=gettext_lazy("Which finding?"),
        help_text=gettext_lazy("Needed when a finding misreads you."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    body = WordsField(
        label=gettext_lazy("What did you mean, or what is missing?"),
        help_text=gettext_lazy("Your objection is public. The agents in charge must reply to it."),
        max_length=LONGEST_OBJECTION,
        rows=6,
    )

    def __init__(
        self, data: Sent = None, *, mine: Sequence[Source], findings: Sequence[Finding], initial: dict[str, object]
    ) -> None:
        super().__init__(data, initial=initial)
        self.mine = {source.number: source for source in mine}
        self.findings = {finding.number: finding for finding in findings}
        field_of(self, "contribution", forms.ChoiceField).choices = [
            (source.number, _("n° %(number)d, %(title)s") % {"number": source.number, "title": source.words.title})
            for source in mine
        ]
        disputed = field_of(self, "finding", forms.ChoiceField)
        disputed.choices = [("", _("No finding in particular")), *choices_of(findings)]

    def clean(self) -> None:
        names_none = "finding" not in self.errors and not self.cleaned_data.get("finding")
        if names_none and self.cleaned_data.get("ground") == Ground.MISREADS:
            self.add_error("finding", _("Say which finding misreads you."))

    @property
    def about(self) -> Source:
        return self.mine[self.cleaned_data["contribution"]]

    @property
    def disputed(self) -> Finding | None:
        number = self.cleaned_data["finding"]
        return self.findings[number] if number else None


def choices_of(findings: Sequence[Finding]) -> list[tuple[int, str]]:
    """Findings to choose from, by number and title."""
    return [
        (finding.number, _("%(number)d. %(title)s") % {"number": finding.number, "title": finding.title})
        for finding in findings
    ]


class ReplyForm(forms.Form):
    """A reply to an objection: reasons, and the finding's new words if it is revised.

    ``opened_on`` is the version that the words were opened on. Without a finding to revise, one can only maintain.
    """

    outcome = forms.ChoiceField(label=gettext_lazy("What do you do?"), widget=forms.RadioSelect)
    body = WordsField(
        label=gettext_lazy("Your reasons"),
        help_text=gettext_lazy("Published with the reply, beside the objection."),
        max_length=LONGEST_OBJECTION,
        rows=5,
    )
    title = WordsField(label=gettext_lazy("The finding in one sentence"), max_length=200, required=False)
    revised_body = WordsField(label=gettext_lazy("Its text"), max_length=20_000, rows=10, required=False)
    opened_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Sent = None, *, current: FindingVersion | None) -> None:
        initial = {"title": current.title, "revised_body": current.body, "opened_on": current.number} if current else {}
        super().__init__(data, initial=initial)
        self.current = current
        outcome = field_of(self, "outcome", forms.ChoiceField)
        outcome.choices = [(Outcome.MAINTAINED, _("Maintain the synthesis as it is, and say why"))]
        if current is None:
            for name in ("title", "revised_body", "opened_on"):
                del self.fields[name]
            outcome.initial = Outcome.MAINTAINED
        else:
            outcome.choices = [(Outcome.REVISED, _("Revise the finding: its new words are below")), *outcome.choices]

    def clean(self) -> None:
        if self.current is None or self.cleaned_data.get("outcome") != Outcome.REVISED:
            return
        for name in ("title", "revised_body"):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, _("A finding needs these words."))
        same = (self.cleaned_data.get("title"), self.cleaned_data.get("revised_body"))
        if same == (self.current.title, self.current.body):
            self.add_error("revised_body", _("These are the current words: change them, or maintain the finding."))
