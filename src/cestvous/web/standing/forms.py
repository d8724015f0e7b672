"""The forms of standing pages."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cestvous.web.fields import WordsField


class PageForm(forms.Form):
    """New words for a page. ``opened_on``: the version that the form was opened on, 0 for the words that ship."""

    LONGEST: ClassVar[int] = 30_000

    title = WordsField(label=_("Title"), max_length=160)
    body = WordsField(
        label=_("Text"),
        rows=24,
        max_length=LONGEST,
        help_text=_("A line that begins with ## is the title of a section. What stands before the first introduces."),
    )
    reason = WordsField(
        label=_("Why this changes"), max_length=300, help_text=_("One sentence. It stays readable beside the version.")
    )
    opened_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32_767)


class ShippedForm(forms.Form):
    """The reason why the words of the software are taken again. ``opened_on``: as in ``PageForm``."""

    reason = WordsField(
        label=_("Why this changes"), max_length=300, help_text=_("One sentence. It stays readable beside the version.")
    )
    opened_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32_767)
