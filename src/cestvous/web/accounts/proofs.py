"""By what somebody shows who they are: a password, a code, a passkey."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter as accounts
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter as second_factors
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cestvous.foundation.people.models import Person
from cestvous.web.accounts import attempts

# A code is good for its own half minute, and for those before and after it.
_CODE_LASTS = 30 * (2 * settings.MFA_TOTP_TOLERANCE + 1)
_CODE = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "off"})


def kinds_of(person: Person) -> set[str]:
    """The kinds of second factor that somebody has."""
    return set(Authenticator.objects.filter(user=person).order_by("type").values_list("type", flat=True))


def authenticator_of(person: Person, code: str) -> Authenticator:
    """The application or the recovery codes of somebody that a code comes from. ValidationError if none, or too often.

    The library remembers a code that was used for half a minute only.
    """
    take_back = attempts.count(context.request, person.email, of="code")
    if take_back is None:
        raise accounts().validation_error("too_many_login_attempts")
    ways = Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.WEBAUTHN).order_by("-type")
    for way in ways:
        if way.wrap().validate_code(code):
            if cache.add(f"cestvous.code:{person.pk}:{normalize_user_code(code)}", "used", timeout=_CODE_LASTS):
                take_back()
                return way
            break
    raise second_factors().validation_error("incorrect_code")


class CodeForm(AuthenticateForm):
    """The code asked for after the password."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("The six digits that your application shows, or one of your recovery codes."),
        max_length=40,
        widget=_CODE,
    )

    def clean_code(self) -> str:
        self.authenticator = authenticator_of(self.user, self.cleaned_data["code"])
        return str(self.cleaned_data["code"])


class Credential(forms.JSONField):
    """What a browser says of a passkey. ValidationError for anything that nests deeper than a machine can read."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise second_factors().validation_error("incorrect_code") from error


def _survives_anything(clean: Callable[..., Any]) -> Callable[..., Any]:
    """What a script of ours sends can be sent by anybody, in any shape: the library fails on some of them."""

    @wraps(clean)
    def careful(self: forms.Form) -> Any:
        try:
            return clean(self)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise second_factors().validation_error("incorrect_code") from error

    return careful


class PasskeyForm(AuthenticateWebAuthnForm):
    """The passkey asked for after the password."""

    credential = Credential()
    clean_credential = _survives_anything(AuthenticateWebAuthnForm.clean_credential)


class PasskeySignInForm(LoginWebAuthnForm):
    """A passkey instead of address and password."""

    credential = Credential()
    clean_credential = _survives_anything(LoginWebAuthnForm.clean_credential)


class NewPasskeyForm(AddWebAuthnForm):
    """A passkey that is to be kept. Each of ours signs in by itself: it asks for a finger, a face or a PIN."""

    name = forms.CharField(
        label=_("Name of this passkey"),
        help_text=_("By which you will know it again: “My phone”, “Key on my key ring”."),
        max_length=40,
        required=False,
    )
    passwordless = None
    credential = Credential()

    @_survives_anything
    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class ProofForm(forms.Form):
    """Who signed in shows once more that it is them, by one of the ways that they have."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=_("Or a code"),
        help_text=_("The six digits that your application shows, or one of your recovery codes."),
        required=False,
        max_length=40,
        widget=_CODE,
    )
    credential = Credential(required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self._authenticator: Authenticator | None = None
        kinds = kinds_of(person)
        if not person.has_usable_password():
            del self.fields["password"]
        if not kinds - {Authenticator.Type.WEBAUTHN}:
            del self.fields["code"]
        self.has_passkey = Authenticator.Type.WEBAUTHN in kinds
        if not self.has_passkey:
            del self.fields["credential"]

    def passkey_options(self) -> str:
        """What a browser needs to ask for a passkey of theirs, as JSON. A new challenge each time."""
        return json.dumps(webauthn.begin_authentication(self.person))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if self.errors:
            return told
        if not ratelimit.consume(context.request, app="allauth.account", action="reauthenticate", user=self.person):
            raise accounts().validation_error("rate_limited")
        if credential := told.get("credential"):
            self._authenticator = self._by_passkey(credential)
        elif code := told.get("code"):
            self._by("code", lambda: authenticator_of(self.person, code))
        elif not told.get("password"):
            raise ValidationError(_("Write your password, or a code if you have an application for it."))
        else:
            self._by("password", lambda: self._check(told["password"]))
        return told

    def _by(self, field: str, judge: Callable[[], Authenticator | None]) -> None:
        try:
            self._authenticator = judge()
        except ValidationError as error:
            self.add_error(field, error)

    def _by_passkey(self, credential: Any) -> Authenticator:
        form = PasskeyForm({"credential": json.dumps(credential)}, user=self.person)
        if not form.is_valid():
            raise second_factors().validation_error("incorrect_code")
        way: Authenticator = form.cleaned_data["credential"]
        return way

    def _check(self, password: str) -> None:
        if not accounts().reauthenticate(self.person, password):
            raise accounts().validation_error("incorrect_password")

    def record(self, request: HttpRequest) -> None:
        """Keep in the session that, and by what, they have shown it."""
        if self._authenticator is None:
            record_authentication(request, self.person, method="password", reauthenticated=True)
        else:
            post_authentication(request, self._authenticator, reauthenticated=True)
