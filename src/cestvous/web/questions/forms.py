"""What people fill in to ask and to reply."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cestvous.web.fields import WordsField
from cestvous.web.pace import Paced

LONGEST_QUESTION = 2_000
LONGEST_REPLY = 20_000


class QuestionForm(Paced):
    """A question to those who lead the consultation."""

    body = WordsField(
        label=_("Your question"),
        help_text=_("One question at a time: each one gets its own reply."),
        max_length=LONGEST_QUESTION,
        rows=5,
    )


class ReplyForm(forms.Form):
    """A reply. ``opened_on``: the version of the reply that the form was opened on, 0 when there was none."""

    body = WordsField(label=pgettext_lazy("field", "Reply"), max_length=LONGEST_REPLY, rows=8)
    opened_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
