"""Reading a decision and its commitments."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cestvous.activities.decisions import kind as acts
from cestvous.activities.decisions.models import AnswerOutcome, Commitment
from cestvous.web.consultations.finding import Found, find
from cestvous.web.consultations.frame import frame_of
from cestvous.web.decisions.pages import commitment_page, decision_page
from cestvous.web.design.shapes import Crumb
from cestvous.web.requests import ReaderRequest


@login_not_required
def decision(request: ReaderRequest, number: int) -> HttpResponse:
    """The decision that stands: each finding face to face with its answer, and what follows."""
    found = find(request, number)
    activity = found.activity(acts.NAME)
    outcome = request.GET.get("reponse", "")
    page = decision_page(found, activity, None, outcome if outcome in AnswerOutcome.values else "")
    drafts = found.may(acts.DRAFT, activity) or found.may(acts.RECTIFY, activity) or found.may(acts.SIGN, activity)
    context = {"frame": frame_of(found, "decision"), "page": page, "may_draft": bool(drafts)}
    return render(request, "decisions/decision.html", context)


@login_not_required
def decision_version(request: ReaderRequest, number: int, version: int) -> HttpResponse:
    """A decision exactly as it was signed, whatever came after."""
    found = find(request, number)
    page = decision_page(found, found.activity(acts.NAME), version)
    if page is None:
        raise Http404
    crumb = Crumb(_("Version %(number)d") % {"number": version})
    context = {"frame": frame_of(found, "decision", crumb), "page": page, "may_draft": False}
    return render(request, "decisions/decision.html", context)


def signed_commitment(found: Found, n: int) -> Commitment:
    """The commitment of this public number. Http404 before it is signed."""
    rows = Commitment.objects.signed().filter(decision__activity=found.activity(acts.NAME)).with_milestones()
    commitment = rows.select_related("signed_in", "decision__activity").filter(number=n).first()
    if commitment is None:
        raise Http404
    commitment.decision.activity = found.activity(acts.NAME)
    return commitment


@login_not_required
def commitment(request: ReaderRequest, number: int, n: int) -> HttpResponse:
    """One commitment, the findings it follows from, its milestones and reports."""
    found = find(request, number)
    row = signed_commitment(found, n)
    page = commitment_page(found, row, may_report=bool(found.may(acts.REPORT, row)))
    crumb = Crumb(_("Commitment %(number)d") % {"number": n})
    return render(request, "decisions/commitment.html", {"frame": frame_of(found, "decision", crumb), "page": page})
