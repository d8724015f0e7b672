"""Reporting progress on a commitment."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cestvous.activities.decisions import actions
from cestvous.activities.decisions import kind as acts
from cestvous.web.consultations.finding import find
from cestvous.web.consultations.frame import frame_of
from cestvous.web.decisions.forms import ReportForm
from cestvous.web.decisions.pages import commitment_page
from cestvous.web.decisions.reading import signed_commitment
from cestvous.web.design.shapes import Crumb
from cestvous.web.forms import carried_out
from cestvous.web.requests import PersonRequest


def report_progress(request: PersonRequest, number: int, n: int) -> HttpResponse:
    """A milestone done, a date moved, or news."""
    found = find(request, number)
    commitment = signed_commitment(found, n)
    found.may(acts.REPORT, commitment).or_deny()
    is_sent = request.method == "POST"
    form = ReportForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        commitment,
        by=request.user,
        today=timezone.localdate(found.at),
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, lambda: actions.report(by=request.user, commitment=commitment, **form.told))
    ):
        messages.success(request, _("The report is published."))
        return redirect("commitment", number, n)
    page = commitment_page(found, commitment, may_report=True)
    crumb = Crumb(_("Commitment %(number)d") % {"number": n})
    context = {"frame": frame_of(found, "decision", crumb), "page": page, "form": form}
    return render(request, "decisions/report.html", context, status=422 if form.errors else 200)
