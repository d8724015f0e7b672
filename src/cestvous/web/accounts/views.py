"""One's own account."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from cestvous.foundation.mandates.models import Role
from cestvous.foundation.mandates.policy import mandates_of
from cestvous.foundation.people.actions import change_profile
from cestvous.web.accounts.forms import ProfileForm
from cestvous.web.forms import carried_out
from cestvous.web.requests import PersonRequest, now


def account(request: PersonRequest) -> HttpResponse:
    """What one told about oneself, to read and to change."""
    form = ProfileForm(request.POST or None, person=request.user)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, lambda: change_profile(by=request.user, **form.told))
    ):
        messages.success(request, _("Your account is up to date. Everything you said shows the name you chose."))
        return redirect(_onward(request) or "account")
    page = {"form": form, "mandates": list(_badges(request))}
    return render(request, "account/profile.html", page, status=422 if form.errors else 200)


def _onward(request: PersonRequest) -> str:
    """Where one was when the account was found wanting."""
    address = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours else ""


def _badges(request: PersonRequest) -> Iterator[tuple[str, str]]:
    """The mandates one holds: kind of badge and function."""
    for mandate in mandates_of(request.user, now(request)):
        yield "council" if mandate.role == Role.COUNCIL_MEMBER else mandate.role, mandate.function
