"""Taking position on a contribution."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cestvous.activities.contributions import actions
from cestvous.web.consultations.frame import frame_of
from cestvous.web.contributions.finding import find_contribution, name_of
from cestvous.web.contributions.forms import PositionForm
from cestvous.web.contributions.reading import page_of
from cestvous.web.design.shapes import Crumb
from cestvous.web.discussions.place import ThreadUrls
from cestvous.web.forms import carried_out
from cestvous.web.requests import PersonRequest


def take_position(request: PersonRequest, number: int, n: int) -> HttpResponse:
    """Stand for, against or in between; or change where one stands."""
    found, subject = find_contribution(request, number, n)
    page = ThreadUrls("contribution", number, n).page
    if request.method != "POST":
        return redirect(f"{page}#position")
    form = PositionForm(request.POST)
    if form.is_valid() and carried_out(
        form,
        lambda: actions.take_position(
            by=request.user, contribution=subject, stance=form.chosen, reason=form.cleaned_data["reason"]
        ),
    ):
        messages.success(
            request, _("Your position is counted. Only the count is public: nobody sees that it is yours.")
        )
        return redirect(f"{page}#position")
    shown = {
        "frame": frame_of(found, "contributions", Crumb(name_of(subject))),
        "page": page_of(found, subject, request, form),
    }
    return render(request, "contributions/contribution.html", shown, status=422)


def withdraw_position(request: PersonRequest, number: int, n: int) -> HttpResponse:
    """No longer stand anywhere on a contribution."""
    _found, subject = find_contribution(request, number, n)
    if request.method == "POST":
        actions.withdraw_position(by=request.user, contribution=subject)
        messages.success(request, _("Your position is no longer counted."))
    return redirect(f"{ThreadUrls('contribution', number, n).page}#position")
