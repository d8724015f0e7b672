"""Second factors: how their secrets are kept, who needs one, and where that is asked.

The one place that asks: somebody whose functions need a second factor, and who signed in without, reads as a resident
does (``Person.functions_wait`` makes their mandates give nothing) and sends nothing but what concerns their account.
"""

import base64
import logging
from collections.abc import Callable
from io import StringIO
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from qrcode.main import QRCode

from cestvous.foundation.mandates.policy import needs_second_factor
from cestvous.foundation.people.models import Person
from cestvous.web.requests import now

logger = logging.getLogger(__name__)
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
# One's own account: signing out, and all that leads to a second factor.
_OPEN = ("account", "mfa_")


def is_required_of(person: Person, request: HttpRequest) -> bool:
    return settings.SECOND_FACTOR_REQUIRED and needs_second_factor(person, now(request))


def was_shown(request: HttpRequest) -> bool:
    """Has this session been given a second factor, or a passkey that is one by itself?"""
    return any(shown["method"] == "mfa" for shown in get_authentication_records(request, request.user))


class SecondFactorMiddleware:
    """Mandates wait until a second factor was shown; whoever asks for what they open is led to setting one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in (403, 404) and request.method == "GET" and functions_wait(request):
            # What is not there for a resident may be there for them.
            here = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{reverse('mfa_index')}?{here}")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        if settings.SECOND_FACTOR_REQUIRED and isinstance(request.user, Person) and not was_shown(request):
            request.user.functions_wait = True
        match = request.resolver_match
        is_own_account = match is not None and str(match.url_name).startswith(_OPEN)
        if request.method in _READING or is_own_account or not functions_wait(request):
            return None
        return render(request, "account/functions_wait.html", status=403)


def functions_wait(request: HttpRequest) -> bool:
    """Does whoever asks hold functions that wait until a second factor is shown?"""
    user = getattr(request, "user", None)
    return isinstance(user, Person) and user.functions_wait and needs_second_factor(user, now(request))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are encrypted with a key that no backup of the database holds; words are ours."""

    error_messages: dict[str, str | Promise] = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("Your functions need a second factor. Add another one before removing this."),
        "cannot_generate_recovery_codes": _("Recovery codes come with a second factor or a passkey: add one first."),
        "incorrect_code": _("This does not fit. A code is good for a minute, and once: try the next one."),
    }

    def encrypt(self, text: str) -> str:
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _lock().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.error("A second factor can't be read: was SECRET_KEY changed?")
            # No code will ever fit.
            return str(generate_totp_secret())

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whoever needs one keeps one."""
        others = Authenticator.objects.filter(user=authenticator.user).exclude(type=Authenticator.Type.RECOVERY_CODES)
        is_last = not others.exclude(pk=authenticator.pk).exists()
        return not (is_last and is_required_of(authenticator.user, context.request))

    def build_totp_svg(self, url: str) -> str:
        """A QR code as the path of a picture whose unit is one of its dots; its size stands before it."""
        code = QRCode(border=4)
        code.add_data(url)
        code.make(fit=True)
        rows = code.get_matrix()
        path = StringIO()
        for y, row in enumerate(rows):
            path.writelines(f"M{x} {y}h1v1h-1z" for x, dark in enumerate(row) if dark)
        return f"{len(rows)} {path.getvalue()}"

    def _get_site_name(self) -> str:
        return str(settings.SITE_NAME)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002 - the library's name
        return str(_("Passkey"))


def _lock() -> Fernet:
    key = salted_hmac("cestvous.second-factors", "", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
