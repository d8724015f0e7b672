"""The form in which one thing is translated: a field for each of its parts."""

from collections.abc import Mapping

from django import forms

from cestvous.foundation.translations.actions import Rendering
from cestvous.web.fields import Sent, WordsField
from cestvous.web.translations.things import Thing


class TranslationForm(forms.Form):
    """What is left empty is read in the original. ``seen``: what the originals said when the form was opened."""

    opened_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Sent, *, thing: Thing, into: str, known: Mapping[str, str], opened_on: int) -> None:
        super().__init__(data, initial={"opened_on": opened_on, "seen": thing.digest, **known})
        self.thing = thing
        for part in thing.parts:
            rows = min(30, max(6 if part.is_markdown else 2, len(part.original) // 50))
            field = WordsField(label=part.label, max_length=part.most, required=False, rows=rows)
            field.widget.attrs["lang"] = into
            self.fields[part.name] = field

    @property
    def renderings(self) -> dict[str, Rendering]:
        return {part.name: Rendering(part.original, self.cleaned_data[part.name]) for part in self.thing.parts}
