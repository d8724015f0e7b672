"""What residents tell about themselves: when they sign up, and later."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cestvous.foundation.mandates.policy import Reader, may_be_called
from cestvous.foundation.organisations import policy as organisations
from cestvous.foundation.people.models import AgeBand, NameKind, Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import text
from cestvous.kernel.dates import language
from cestvous.web.fields import field_of
from cestvous.web.pace import Paced


class AboutMe(forms.Form):
    """How one wants to be named, where one lives, and in which age band one is."""

    name_kind = forms.ChoiceField(
        label=gettext_lazy("What name will you speak under?"),
        choices=NameKind.choices,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=gettext_lazy("Name shown"),
        help_text=gettext_lazy("Public: it stands beside everything that you say here, and search engines read it."),
        min_length=2,
        max_length=80,
    )
    neighbourhood = forms.ModelChoiceField(
        label=gettext_lazy("Your neighbourhood"),
        queryset=Neighbourhood.objects.order_by("name"),
        required=False,
        empty_label=gettext_lazy("Elsewhere, or I would rather not say"),
        help_text=gettext_lazy(
            "Without it you can read and ask; you need it to contribute and to take a position. "
            "It is never shown beside your name."
        ),
    )
    age_band = forms.ChoiceField(
        label=gettext_lazy("Your age"),
        choices=[("", gettext_lazy("I would rather not say")), *AgeBand.choices],
        required=False,
        help_text=gettext_lazy("Only counted: it shows which ages were not heard. Never shown beside your name."),
    )

    reader: Reader = AnonymousUser()

    def clean_name(self) -> str:
        name = " ".join(text.clean(self.cleaned_data["name"]).split())
        if "@" in name or "/" in name or not any(character.isalpha() for character in name):
            raise forms.ValidationError(_("Write a name, in letters: no e-mail address and no link."))
        return name

    def clean(self) -> dict[str, object]:
        told = super().clean() or self.cleaned_data
        if told.get("name") and told.get("name_kind"):
            name, kind = told["name"], NameKind(told["name_kind"])
            verdict = may_be_called(name, kind, self.reader) and organisations.may_be_called(name, kind)
            if not verdict:
                self.add_error("name", f"{verdict.reason} {verdict.remedy}")
        return told

    @property
    def told(self) -> dict[str, Any]:
        """What a valid form says, as the actions want it: unpacked as their arguments, hence of any type."""
        return {
            "name": self.cleaned_data["name"],
            "name_kind": NameKind(self.cleaned_data["name_kind"]),
            "neighbourhood": self.cleaned_data["neighbourhood"],
            "age_band": self.cleaned_data["age_band"],
        }


class ResidentForm(Paced, AboutMe):
    """What signing up asks beyond an address and a password: django-allauth builds its own form on this one."""

    field_order = ("email", "password1", "name_kind", "name", "neighbourhood", "age_band", "at_least_16", "charter")

    at_least_16 = forms.BooleanField(
        label=gettext_lazy("I am at least 16 years old"),
        error_messages={"required": gettext_lazy("An account can be opened from the age of 16.")},
    )
    charter = forms.BooleanField(
        label=gettext_lazy("I accept the charter of participation"),
        error_messages={"required": gettext_lazy("Taking part means accepting the charter.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # In a tab of its own: what was typed here must not be lost.
        link = format_html('<a href="{}" target="_blank">{}</a>', reverse("charter"), _("Read the charter (new tab)"))
        self.fields["charter"].help_text = link

    @property
    def told(self) -> dict[str, Any]:
        accepted = {name: self.cleaned_data[name] for name in ("at_least_16", "charter")}
        # They read this page: their mails can be in its language.
        agreed = {"at_least_16": accepted["at_least_16"], "charter_accepted": accepted["charter"]}
        return super().told | agreed | {"language": language()}

    def signup(self, request: HttpRequest, person: Person) -> None:
        """Asked for by django-allauth after the account is saved; ``AccountAdapter.save_user`` has done it all."""


class ProfileForm(AboutMe):
    """Changing what one told. The language appears once the site has more than one."""

    language = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Your language"),
        help_text=gettext_lazy("Our e-mails to you are in this language, and so are the pages once you sign in."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        told = {name: getattr(person, name) for name in ("name", "name_kind", "neighbourhood", "age_band", "language")}
        super().__init__(*args, **{"initial": told, **kwargs})
        self.reader = person
        field_of(self, "language", forms.ChoiceField).choices = list(settings.LANGUAGES)
        if len(settings.LANGUAGES) < 2:
            del self.fields["language"]

    @property
    def told(self) -> dict[str, Any]:
        return super().told | {"language": self.cleaned_data.get("language") or self.initial["language"]}
