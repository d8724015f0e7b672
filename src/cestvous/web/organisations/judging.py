"""The desk of agents: who asks to represent which organisation; confirming, refusing, ending."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cestvous.foundation.organisations import actions
from cestvous.foundation.organisations.models import Representative
from cestvous.foundation.organisations.policy import may_judge
from cestvous.web.accounts.fresh import fresh_sign_in
from cestvous.web.forms import carried_out
from cestvous.web.organisations.forms import ReasonForm
from cestvous.web.organisations.pages import representative_page, representatives_page
from cestvous.web.requests import PersonRequest, now


@require_safe
def representatives(request: PersonRequest) -> HttpResponse:
    """Those who wait to be confirmed, and those who represent an organisation today."""
    may_judge(request.user, None, now(request)).or_deny()
    return render(request, "organisations/representatives.html", {"page": representatives_page(request)})


def _find(request: PersonRequest, number: int) -> Representative:
    may_judge(request.user, None, now(request)).or_deny()
    subject = Representative.objects.with_names().filter(pk=number).first()
    if subject is None:
        raise Http404
    return subject


@fresh_sign_in
def representative(request: PersonRequest, number: int) -> HttpResponse:
    """Somebody who asks to represent an organisation; what is sent confirms it."""
    subject = _find(request, number)
    if request.method == "POST":
        actions.confirm(by=request.user, representative=subject)
        messages.success(request, _("Confirmed: they speak for this organisation from now on."))
        return redirect("representatives")
    return render(request, "organisations/representative.html", {"page": representative_page(request, subject)})


def _with_reason(request: PersonRequest, number: int, write: Callable[..., None], done: str) -> HttpResponse:
    subject = _find(request, number)
    form = ReasonForm(request.POST)
    if form.is_valid() and carried_out(
        form, lambda: write(by=request.user, representative=subject, reason=form.cleaned_data["reason"])
    ):
        messages.success(request, done)
        return redirect("representatives")
    page = representative_page(request, subject, form)
    return render(request, "organisations/representative.html", {"page": page}, status=422)


@require_POST
def refuse_representative(request: PersonRequest, number: int) -> HttpResponse:
    return _with_reason(request, number, actions.refuse, _("Refused: whoever asked reads your reason."))


@require_POST
def end_representative(request: PersonRequest, number: int) -> HttpResponse:
    return _with_reason(request, number, actions.end, _("Ended: they no longer speak for this organisation."))
