"""What residents fill in to contribute and to take position."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cestvous.activities.contributions.actions import MOST_FILES, files_edition
from cestvous.activities.contributions.models import Contribution, Stance
from cestvous.foundation.organisations.models import Representative
from cestvous.foundation.organisations.policy import representations_of
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import LONGEST_PLACE
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel.languages import DEFAULT_LANGUAGE, LANGUAGES
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.models import Consultation, Theme
from cestvous.web.fields import Sent, WordsField, field_of
from cestvous.web.files.fields import FilesField, Uploads
from cestvous.web.forms import catch_up, reopen
from cestvous.web.pace import Paced

LONGEST_BODY = 20_000
LONGEST_REASON = 2_000

_STAY, _GO = "stay", "go"


def _stays(value: str) -> bool:
    return value == _STAY


class _Speaking(forms.TypedChoiceField):
    """For whom somebody speaks: themselves, unless they choose an organisation that they represent."""

    def __init__(self, representations: Sequence[Representative], person: Person) -> None:
        known = {str(row.pk): row for row in representations}
        names = ((key, f"{row.organisation.name} ({row.function})") for key, row in known.items())
        super().__init__(
            label=_("In whose name"),
            help_text=_("For an organisation, your name and your function are shown beside its own."),
            choices=[("", gettext("Myself, %(name)s") % {"name": person.name}), *names],
            coerce=known.get,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
            initial="",
        )


class ContributionForm(Paced):
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
    place = WordsField(
        label=_("Place"),
        help_text=_("A street, a crossroads, a building that it is about. Everybody reads it: not your own address."),
        max_length=LONGEST_PLACE,
        required=False,
    )
    joined = FilesField(
        label=_("Pictures and documents"),
        help_text=_("Three at most. Say what a picture shows, for those who don't see it. A draft doesn't keep them."),
        most=MOST_FILES,
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
        uploads: Uploads | None = None,
        *,
        consultation: Consultation,
        person: Person,
        initial: dict[str, object] | None = None,
        owner: Reference | None = None,
    ) -> None:
        super().__init__(data, uploads, initial=initial)
        field_of(self, "joined", FilesField).open_for(person, owner)
        places = consultation.neighbourhoods.all()
        # A consultation that names no neighbourhood is about the whole city.
        everywhere = places if places.exists() else Neighbourhood.objects.all()
        field_of(self, "theme", forms.ModelChoiceField).queryset = consultation.themes.all()
        neighbourhood = field_of(self, "neighbourhood", forms.ModelChoiceField)
        neighbourhood.queryset, neighbourhood.initial = everywhere, person.neighbourhood_id
        if representations := self._may_speak_for(person):
            self.fields["through"] = _Speaking(representations, person)

    def _may_speak_for(self, person: Person) -> list[Representative]:
        """For which organisations one may speak instead of oneself."""
        return representations_of(person)


class EditForm(ContributionForm):
    """A new version of a contribution. ``opened_on``, ``opened_with``: the version and the files it was opened on."""

    reason = WordsField(
        label=_("Why you change it"),
        help_text=_("Shown beside the new version, for those who have read the one before."),
        max_length=300,
        required=False,
    )
    opened_on = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    opened_with = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    def __init__(
        self,
        data: Sent = None,
        uploads: Uploads | None = None,
        *,
        consultation: Consultation,
        person: Person,
        initial: dict[str, object] | None = None,
        owner: Reference | None = None,
    ) -> None:
        super().__init__(data, uploads, consultation=consultation, person=person, initial=initial, owner=owner)
        # The language is that of every version.
        del self.fields["language"]

    def _may_speak_for(self, person: Person) -> list[Representative]:
        """Its author is its author."""
        return []

    @classmethod
    def initially(cls, contribution: Contribution) -> dict[str, object]:
        words = contribution.source.words
        return {
            "title": words.title,
            "body": words.body,
            "place": words.place,
            "theme": contribution.theme_id,
            "neighbourhood": contribution.neighbourhood_id,
            "stays_after_erasure": _STAY if contribution.stays_after_erasure else _GO,
            "opened_on": words.number,
            "opened_with": files_edition(contribution),
        }


def catch_up_with(form: EditForm, contribution: Contribution) -> bool:
    """Reopen a form on the words and the files that are there now; False if it was opened on them."""
    files = files_edition(contribution)
    is_outdated = form.cleaned_data.get("opened_with", files) != files
    if is_outdated:
        reopen(form, "opened_with", files)
    return catch_up(form, contribution.source.words.number) or is_outdated


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
