"""What somebody wants of their words when their account is erased."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cestvous.institutions.privacy.models import Words
from cestvous.institutions.privacy.policy import Effect, Wish
from cestvous.web.fields import Sent, field_of
from cestvous.web.forms import reopen
from cestvous.web.privacy.words import counted_choices, other_choices


class ErasureForm(forms.Form):
    """Choices stand only where there is something to choose. ``stated``: the digest of the effect that was shown."""

    contributions = forms.ChoiceField(label=_("Your contributions"), widget=forms.RadioSelect)
    others = forms.ChoiceField(label=_("Your questions, comments and objections"), widget=forms.RadioSelect)
    confirm = forms.BooleanField(
        label=_("Erase my account, with all that is listed above"),
        error_messages={"required": _("Tick this box: nothing brings an erased account back.")},
    )
    stated = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, data: Sent = None, *, effect: Effect, **told: Any) -> None:
        initial = {"contributions": Words.AS_CHOSEN, "stated": effect.digest}
        super().__init__(data, initial=initial, **told)
        field_of(self, "contributions", forms.ChoiceField).choices = counted_choices(effect)
        field_of(self, "others", forms.ChoiceField).choices = other_choices(effect)
        if not effect.contributions:
            del self.fields["contributions"]
        if not effect.others:
            del self.fields["others"]

    @property
    def wish(self) -> Wish:
        return Wish(
            contributions=Words(self.cleaned_data.get("contributions") or Words.AS_CHOSEN),
            others=Words(self.cleaned_data.get("others") or Words.STAY),
        )

    def state_anew(self, effect: Effect) -> None:
        """What there is to erase has changed: sending the form again confirms what is shown now."""
        reopen(self, "stated", effect.digest)
        self.add_error(None, str(_("Something changed meanwhile. Read again what will happen, then confirm.")))
