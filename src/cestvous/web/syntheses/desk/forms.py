"""What agents fill in at the desk."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cestvous.activities.syntheses.models import FindingVersion, SetAsideReason
from cestvous.web.fields import Sent, WordsField, field_of

Choices = Sequence[tuple[int | str, str]]


class CiteForm(forms.Form):
    """Into which finding a text goes, whole or by passage: one that there is, or a new one once it has a title.

    ``back``: where on the desk one comes from.
    """

    quote = WordsField(
        label=gettext_lazy("Passage"),
        help_text=gettext_lazy("Select it in the text, or copy it here. Left empty, the text is cited whole."),
        max_length=5_000,
        rows=2,
        required=False,
    )
    finding = forms.TypedChoiceField(label=gettext_lazy("Cite it in"), coerce=int, empty_value=None, required=False)
    title = WordsField(label=gettext_lazy("The finding in one sentence"), max_length=200, required=False)
    body = WordsField(
        label=gettext_lazy("Its text"),
        help_text=gettext_lazy("It can be written later."),
        max_length=20_000,
        rows=2,
        required=False,
    )
    section = forms.TypedChoiceField(label=gettext_lazy("Section"), coerce=int, empty_value=None, required=False)
    new_section = WordsField(label=gettext_lazy("Title of the new section"), max_length=160, required=False)
    back = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Sent = None, *, findings: Choices, sections: Choices, initial: dict[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=initial, auto_id="cite-%s")
        field_of(self, "finding", forms.ChoiceField).choices = findings
        field_of(self, "section", forms.ChoiceField).choices = [*sections, ("", _("a new section, named below"))]

    def clean(self) -> None:
        told = self.cleaned_data
        if not told.get("title"):
            if told.get("finding") is None and "finding" not in self.errors:
                self.add_error("title", _("Choose a finding, or give a new one its sentence."))
        elif told.get("section") is None and not told.get("new_section") and "section" not in self.errors:
            self.add_error("new_section", _("Choose a section, or name a new one."))

    @property
    def is_new(self) -> bool:
        """Is a finding being made, or does its making have to be mended?"""
        return bool({"title", "body", "new_section"} & set(self.errors) or self["title"].value())


class AsideForm(forms.Form):
    """Why texts are set aside: a reason of the list and words that their authors will read, or both as given before."""

    again = forms.TypedChoiceField(
        label=gettext_lazy("Same reason and words as before"), coerce=int, empty_value=None, required=False
    )
    reason = forms.ChoiceField(label=gettext_lazy("Reason: this text…"), choices=SetAsideReason.choices, required=False)
    words = WordsField(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy("Published, where those who wrote these texts can read it."),
        max_length=2_000,
        rows=2,
        required=False,
    )
    back = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Sent = None, *, again: Choices = (), name: str = "aside", initial: dict[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=initial, auto_id=f"{name}-%s")
        reason = field_of(self, "reason", forms.ChoiceField)
        reason.choices = [("", _("choose…")), *SetAsideReason.choices]
        if again:
            field_of(self, "again", forms.ChoiceField).choices = [("", _("no: a reason of its own")), *again]
        else:
            del self.fields["again"]

    def clean(self) -> None:
        told = self.cleaned_data
        if told.get("again") is not None:
            return
        for name, words in (
            ("reason", _("Choose a reason.")),
            ("words", _("Say in words why: its author will read it.")),
        ):
            if not told.get(name) and name not in self.errors:
                self.add_error(name, words)


class SectionForm(forms.Form):
    """The title of a section, and the one that the form was opened on; for a new one, under which other it stands."""

    title = WordsField(label=gettext_lazy("Title of the section"), max_length=160)
    was = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    parent = forms.TypedChoiceField(label=gettext_lazy("Under"), coerce=int, empty_value=None, required=False)

    def __init__(self, data: Sent = None, *, parents: Choices = (), initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        if parents:
            above = [("", _("nothing: it is a main section")), *parents]
            field_of(self, "parent", forms.ChoiceField).choices = above
        else:
            del self.fields["parent"]


class FindingForm(forms.Form):
    """A draft finding. ``edition`` is the one that the form was opened on."""

    title = WordsField(
        label=gettext_lazy("The finding in one sentence"),
        help_text=gettext_lazy("What people said, so that they recognise it."),
        max_length=200,
    )
    body = WordsField(label=gettext_lazy("Its text"), max_length=20_000, rows=8)
    section = forms.TypedChoiceField(label=gettext_lazy("Section"), coerce=int)
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    back = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Sent = None, *, sections: Choices, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        field_of(self, "section", forms.ChoiceField).choices = sections


class RevisionForm(forms.Form):
    """New words for a published finding, with the reason. ``opened_on`` is the version they were opened on."""

    title = WordsField(label=gettext_lazy("The finding in one sentence"), max_length=200)
    body = WordsField(label=gettext_lazy("Its text"), max_length=20_000, rows=10)
    reason = WordsField(
        label=gettext_lazy("Why it is revised"),
        help_text=gettext_lazy("Published with the new version."),
        max_length=2_000,
        rows=3,
    )
    opened_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Sent = None, *, current: FindingVersion) -> None:
        initial = {"title": current.title, "body": current.body, "opened_on": current.number}
        super().__init__(data, initial=initial)
        self.current = current

    def clean(self) -> None:
        if (self.cleaned_data.get("title"), self.cleaned_data.get("body")) == (self.current.title, self.current.body):
            self.add_error("body", _("These are the current words: change them before you publish a revision."))
