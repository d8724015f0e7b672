"""What residents fill in to contribute and to take position."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cestvous.activities.contributions.models import Contribution, Stance
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel.languages import DEFAULT_LANGUAGE, LANGUAGES
from cestvous.procedure.consultations.models import Consultation, Theme
from cestvous.web.fields import Sent, WordsField, field_of

LONGEST_BODY = 20_000
LONGEST_REASON = 2_000

_STAY, _GO = "stay", "go"


def _stays(value: str) -> bool:
    return value == _STAY


class ContributionForm(forms.Form):
    """A contribution as its author writes it."""

    title = WordsField(
        label=_("Title"),
        help_text=_("What you propose or say, in one sentence."),
        max_length=160,
    )
    body = WordsField(
        label=_("Your contribution"),
        help_text=_("What you know, what you want, and why. One subject each: you can contribute several times."),
        max_length=LONGEST_BODY,
        rows=12,
    )
    theme = forms.ModelChoiceField(
        Theme.objects.none(), label=_("Theme"), required=False, empty_label=_("None in particular")
    )
    neighbourhood = forms.ModelChoiceField(
        Neighbourhood.objects.none(),
        label=_("Neighbourhood that it is about"),
        required=False,
        empty_label=_("None in particular"),
    )
    language = forms.ChoiceField(
        label=_("Language in which you write"), choices=list(LANGUAGES.items()), initial=DEFAULT_LANGUAGE
    )
    stays_after_erasure = forms.TypedChoiceField(
        label=_("If one day you erase your account"),
        help_text=_("You can change your mind at any time, also on the day you erase it."),
        choices=(
            (_STAY, _("My words stay, without my name.")),
            (_GO, _("My words are erased too. Only the fact that somebody contributed stays.")),
        ),
        coerce=_stays,
        widget=forms.RadioSelect,
        initial=_STAY,
    )

    def __init__(
        self,
        data: Sent = None,
        *,
        consultation: Consultation,
        person: Person,
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        places = consultation.neighbourhoods.all()
        # A consultation that names no neighbourhood is about the whole city.
        everywhere = places if places.exists() else Neighbourhood.objects.all()
        field_of(self, "theme", forms.ModelChoiceField).queryset = consultation.themes.all()
        neighbourhood = field_of(self, "neighbourhood", forms.ModelChoiceField)
        neighbourhood.queryset, neighbourhood.initial = everywhere, person.neighbourhood_id


class EditForm(ContributionForm):
    """A new version of a contribution. ``opened_on``: the version that the form was opened on."""

    reason = WordsField(
        label=_("Why you change it"),
        help_text=_("Shown beside the new version, for those who have read the one before."),
        max_length=300,
        required=False,
    )
    opened_on = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(
        self,
        data: Sent = None,
        *,
        consultation: Consultation,
        person: Person,
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, consultation=consultation, person=person, initial=initial)
        # The language is that of every version.
        del self.fields["language"]

    @classmethod
    def initially(cls, contribution: Contribution) -> dict[str, object]:
        words = contribution.source.words
        return {
            "title": words.title,
            "body": words.body,
            "theme": contribution.theme_id,
            "neighbourhood": contribution.neighbourhood_id,
            "stays_after_erasure": _STAY if contribution.stays_after_erasure else _GO,
            "opened_on": words.number,
        }


class PositionForm(forms.Form):
    """Where somebody stands, and why if they care to say."""

    stance = forms.ChoiceField(
        label=_("Your position"),
        choices=(
            (Stance.FOR, _("I am for")),
            (Stance.MIXED, _("I am in two minds")),
            (Stance.AGAINST, _("I am against")),
        ),
        widget=forms.RadioSelect,
    )
    reason = WordsField(
        label=_("Why"),
        help_text=_("Shown to everybody, without your name."),
        max_length=LONGEST_REASON,
        required=False,
        rows=3,
    )

    @property
    def chosen(self) -> Stance:
        return Stance(self.cleaned_data["stance"])
