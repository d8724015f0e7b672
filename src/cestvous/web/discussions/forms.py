"""What people fill in to take part in a discussion."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cestvous.foundation.discussions.models import Side
from cestvous.web.fields import WordsField
from cestvous.web.pace import Paced

LONGEST_COMMENT = 5_000


class ReplyForm(Paced):
    """A reply to what somebody said: it takes the side of what it replies to."""

    body = WordsField(label=_("Your reply"), max_length=LONGEST_COMMENT, rows=5)


class CommentForm(Paced):
    """An argument, on a side."""

    side = forms.ChoiceField(
        label=_("Your argument is"),
        choices=((Side.FOR, _("for")), (Side.AGAINST, _("against")), (Side.NEUTRAL, _("neither for nor against"))),
        widget=forms.RadioSelect,
        initial=Side.NEUTRAL,
    )
    body = WordsField(label=_("Your argument"), max_length=LONGEST_COMMENT, rows=5)

    @property
    def chosen(self) -> Side:
        return Side(self.cleaned_data["side"])
