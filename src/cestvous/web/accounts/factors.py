"""The pages of second factors, passkeys and recovery codes: django-allauth's, in our words, listed one by one.

Whatever changes how somebody signs in ends all their other sessions.
"""

import json
import time
from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView, RemoveWebAuthnView
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cestvous.foundation.people.actions import change_sign_in
from cestvous.web.accounts import sessions
from cestvous.web.accounts.entrance import OurForm, Ours, Words
from cestvous.web.accounts.proofs import kinds_of
from cestvous.web.requests import PersonRequest, person_of

# For so long, in the browser that made them, recovery codes are shown: long enough to write them down.
_CODES_SHOWN_FOR = 600
_CODES_MADE = "recovery_codes_made"
SECOND_FACTOR, PASSKEY = "second-factor", "passkey"


def _changed(request: HttpRequest, part: str) -> None:
    change_sign_in(by=person_of(request), part=part)
    sessions.renew(request)


def _added(request: HttpRequest, kind: Authenticator.Type, part: str, *, with_codes: bool) -> None:
    """They have just shown that they hold it: their functions wait no longer."""
    _changed(request, part)
    record_authentication(request, request.user, method="mfa", type=kind, reauthenticated=True)
    if with_codes:
        request.session[_CODES_MADE] = time.time()


def _removed(request: HttpRequest, part: str) -> None:
    """What was shown counts no longer once nothing is left to show."""
    _changed(request, part)
    if not get_adapter().is_mfa_enabled(request.user):
        shown = get_authentication_records(request, request.user)
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [each for each in shown if each["method"] != "mfa"]


class ActivateTotp(OurForm, ActivateTOTPView):
    words: Words = {"code": (_("The code that it shows now"), _("Six digits. They change every half minute."))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        size, _space, path = context["totp_svg"].partition(" ")
        secret = context["form"].secret
        pieces = [secret[at : at + 4] for at in range(0, len(secret), 4)]
        return {**context, "qr_size": size, "qr_path": path, "secret": " ".join(pieces)}

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        _added(self.request, Authenticator.Type.TOTP, SECOND_FACTOR, with_codes=self.did_generate_recovery_codes)
        return response


class RemoveTotp(OurForm, DeactivateTOTPView):
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        _removed(self.request, SECOND_FACTOR)
        return response


class AddPasskey(OurForm, AddWebAuthnView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        options = webauthn.begin_registration(self.request.user, passwordless=True)
        return {**context, "options": json.dumps(options)}

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        _added(self.request, Authenticator.Type.WEBAUTHN, PASSKEY, with_codes=self.did_generate_recovery_codes)
        return response


class RemovePasskey(OurForm, RemoveWebAuthnView):
    success_url = reverse_lazy("mfa_index")

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.object):
            form.add_error(None, adapter.validation_error("cannot_delete_authenticator"))
            return self.form_invalid(form)
        response = super().form_valid(form)
        _removed(self.request, PASSKEY)
        return response


class MakeCodes(OurForm, GenerateRecoveryCodesView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        self.request.session[_CODES_MADE] = time.time()
        return response


def recovery_codes(request: PersonRequest) -> HttpResponse:
    """The codes that were just made, to print or write down. Afterwards nobody sees them again."""
    if request.method == "POST":
        request.session.pop(_CODES_MADE, None)
        return redirect("mfa_index")
    response = render(request, "mfa/recovery_codes/index.html", {"codes": _codes_just_made(request)})
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def download_codes(request: PersonRequest) -> HttpResponse:
    """The same as a file of plain text."""
    codes = _codes_just_made(request)
    if not codes:
        raise Http404
    page = render(
        request, "mfa/recovery_codes/download.txt", {"codes": codes}, content_type="text/plain; charset=utf-8"
    )
    page["Content-Disposition"] = 'attachment; filename="codes.txt"'
    page["Cache-Control"] = "no-store"
    return page


def _codes_just_made(request: PersonRequest) -> list[str]:
    if time.time() - request.session.get(_CODES_MADE, 0.0) > _CODES_SHOWN_FOR:
        return []
    way = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    return [f"{code[:5]} {code[5:]}" for code in way.wrap().get_unused_codes()] if way else []


class SecondStep(Ours, AuthenticateView):
    """After the password: a code, or a passkey."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        kinds = kinds_of(self.stage.login.user)
        return {
            **context,
            "has_codes": bool(kinds - {Authenticator.Type.WEBAUTHN}),
            "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
            "options": json.dumps(context["js_data"]["request_options"]),
        }

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


class PasskeySignIn(Ours, LoginWebAuthnView):
    """Asked for by our script: what a browser needs to ask for a passkey. Then takes what the passkey answers."""
