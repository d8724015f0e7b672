"""What somebody fills in to represent an organisation, and agents to judge it."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cestvous.foundation.organisations.actions import About
from cestvous.foundation.organisations.models import (
    LONGEST_ABOUT,
    LONGEST_FUNCTION,
    LONGEST_NAME,
    LONGEST_REASON,
    Organisation,
    OrganisationSort,
)
from cestvous.foundation.organisations.policy import near, registration
from cestvous.kernel import text
from cestvous.kernel.lookalikes import looks
from cestvous.web.fields import Sent, WordsField

ANOTHER = "another"


class FunctionForm(forms.Form):
    """As what somebody represents an organisation that is known."""

    function = WordsField(
        label=gettext_lazy("Your function in it"),
        help_text=gettext_lazy("Shown beside your name: president, teacher, member of the board."),
        max_length=LONGEST_FUNCTION,
    )


class AboutForm(forms.Form):
    """What an organisation is."""

    sort = forms.ChoiceField(label=gettext_lazy("What it is"), choices=OrganisationSort.choices)
    about = WordsField(
        label=gettext_lazy("A few words about it"),
        help_text=gettext_lazy("Shown on its page: what it does, for whom, since when."),
        max_length=LONGEST_ABOUT,
        required=False,
        rows=4,
    )
    registration = forms.CharField(
        label=gettext_lazy("Registration number"),
        help_text=gettext_lazy("RNA (W and nine characters) or SIREN (nine digits), if it has one. Shown on its page."),
        max_length=20,
        required=False,
    )

    def clean_registration(self) -> str:
        number = registration(self.cleaned_data["registration"])
        if number is None:
            raise ValidationError(_("Neither a number of the RNA, as W681001234, nor one of the SIREN register."))
        return number

    @property
    def told(self) -> About:
        told = self.cleaned_data
        return About(sort=OrganisationSort(told["sort"]), about=told["about"], registration=told["registration"])

    @classmethod
    def initially(cls, organisation: Organisation) -> dict[str, object]:
        return {name: getattr(organisation, name) for name in ("sort", "about", "registration")}


class NewOrganisationForm(AboutForm, FunctionForm):
    """An organisation that somebody names. ``which`` is asked once others of nearly that name are known."""

    name = WordsField(label=gettext_lazy("Name of the organisation"), max_length=LONGEST_NAME)
    field_order = ("name", "function", "sort", "about", "registration")

    def __init__(self, data: Sent = None, *, known: Sequence[Organisation] = ()) -> None:
        super().__init__(data)
        name = text.clean(str(data.get("name", ""))[:LONGEST_NAME]) if data else ""
        self.near = near(name, known) if name else []
        if self.near:
            is_same = any(row.looks == looks(name) for row in self.near)
            others = [] if is_same else [(ANOTHER, _("None of these: it is another one"))]
            choices = [(str(row.pk), row.name) for row in self.near] + others
            self.fields["which"] = forms.ChoiceField(
                label=_("Is it one of these?"), choices=choices, widget=forms.RadioSelect
            )

    @property
    def chosen(self) -> Organisation | None:
        """The known organisation that was meant; none if it is another one."""
        which = self.cleaned_data.get("which", ANOTHER)
        return next((row for row in self.near if str(row.pk) == which), None)


class ReasonForm(forms.Form):
    """Why an agent refuses or ends it."""

    reason = WordsField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Told to whoever asked, as you write it, with your name and function."),
        max_length=LONGEST_REASON,
        rows=3,
    )
