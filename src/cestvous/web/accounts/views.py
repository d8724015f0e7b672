"""One's own account."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from cestvous.foundation.mandates.models import Role
from cestvous.foundation.mandates.policy import mandates_of
from cestvous.foundation.people.actions import change_profile
from cestvous.web.accounts.forms import ProfileForm
from cestvous.web.forms import carried_out
from cestvous.web.requests import PersonRequest, is_ours, now


def account(request: PersonRequest) -> HttpResponse:
    """What one told about oneself, to read and to change."""
    form = ProfileForm(request.POST or None, person=request.user)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, lambda: change_profile(by=request.user, **form.told))
    ):
        told = form.told["language"]
        with override(told if told != request.user.language else get_language()):
            messages.success(request, _("Your account is up to date. Everything you said shows the name you chose."))
            return HttpResponseRedirect(_onward(request))
    page = {"form": form, "mandates": list(_badges(request))}
    return render(request, "account/profile.html", page, status=422 if form.errors else 200)


def _onward(request: PersonRequest) -> str:
    """Where one was when the account was found wanting; the account itself if nowhere on this site."""
    address = request.GET.get("next", "")
    return address if is_ours(address) else reverse("account")


def _badges(request: PersonRequest) -> Iterator[tuple[str, str]]:
    """The mandates one holds: kind of badge and function."""
    for mandate in mandates_of(request.user, now(request)):
        yield "council" if mandate.role == Role.COUNCIL_MEMBER else mandate.role, mandate.function
