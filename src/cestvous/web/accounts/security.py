"""The security of one's account, on one page: how one signs in, and where one is signed in."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cestvous.foundation.people.actions import sign_out_everywhere
from cestvous.foundation.people.models import SignIn
from cestvous.web.accounts import second_factor, sessions
from cestvous.web.design.shapes import Crumb
from cestvous.web.requests import PersonRequest, is_ours, now


@dataclass(frozen=True)
class Passkey:
    pk: int
    name: str
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class Security:
    """``is_required`` and not ``is_shown``: their functions wait. ``onward``: where they were on their way to."""

    has_password: bool
    totp: Authenticator | None
    passkeys: list[Passkey]
    codes_left: int | None
    is_required: bool
    is_shown: bool
    onward: str
    sign_ins: list[SignIn]
    here: str

    @property
    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("My account"), reverse("account")), Crumb(_("Security of my account"))]

    @property
    def has_second_factor(self) -> bool:
        return bool(self.totp or self.passkeys)


@require_safe
def security(request: PersonRequest) -> HttpResponse:
    """How one signs in, where one is signed in, and what can be changed of it."""
    ways = list(Authenticator.objects.filter(user=request.user).order_by("pk"))
    codes = next((way for way in ways if way.type == Authenticator.Type.RECOVERY_CODES), None)
    onward = request.GET.get("next", "")
    page = Security(
        has_password=request.user.has_usable_password(),
        totp=next((way for way in ways if way.type == Authenticator.Type.TOTP), None),
        passkeys=[
            Passkey(way.pk, way.data["name"], way.created_at, way.last_used_at)
            for way in ways
            if way.type == Authenticator.Type.WEBAUTHN
        ],
        codes_left=len(codes.wrap().get_unused_codes()) if codes else None,
        is_required=second_factor.is_required_of(request.user, request),
        is_shown=second_factor.was_shown(request),
        onward=onward if is_ours(onward) else "",
        sign_ins=list(request.user.sign_ins.lasting(now(request)).order_by("-seen_at", "-pk")),
        here=request.session.session_key or "",
    )
    return render(request, "mfa/index.html", {"page": page})


@require_POST
def end_sign_in(request: PersonRequest, number: int) -> HttpResponse:
    """Sign out one browser of one's own, from another."""
    row = get_object_or_404(request.user.sign_ins, pk=number)
    sessions.end(row)
    messages.success(request, _("That browser is signed out."))
    return redirect("mfa_index")


@require_POST
def end_all_sign_ins(request: PersonRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    sign_out_everywhere(by=request.user)
    sessions.renew(request)
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("mfa_index")


def shown_again(request: PersonRequest) -> HttpResponse:
    """Where whoever has shown once more that it is them goes on to."""
    onward = request.GET.get("next", "")
    return HttpResponseRedirect(onward if is_ours(onward) else reverse("account"))
