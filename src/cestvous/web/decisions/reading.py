"""Reading a decision and its commitments."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cestvous.activities.decisions import kind as acts
from cestvous.activities.decisions.models import Commitment, DecisionVersion
from cestvous.procedure.consultations.models import Activity
from cestvous.web.consultations.finding import Found, find
from cestvous.web.consultations.frame import frame_of
from cestvous.web.decisions.changes import changes_page
from cestvous.web.decisions.narrowing import asked_for
from cestvous.web.decisions.pages import commitment_page, decision_page
from cestvous.web.design.shapes import Crumb, Link
from cestvous.web.requests import ReaderRequest
from cestvous.web.translations.reading import as_it_was


@login_not_required
@require_safe
def decision(request: ReaderRequest, number: int) -> HttpResponse:
    """The decision that stands: each finding face to face with its answer, and what follows."""
    found = find(request, number)
    activity = found.activity(acts.NAME)
    page = decision_page(found, activity, None, asked_for(request))
    context = {"frame": frame_of(found, "decision"), "page": page, "to_write": _to_write(found, activity)}
    return render(request, "decisions/decision.html", context)


@login_not_required
@require_safe
def decision_version(request: ReaderRequest, number: int, version: int) -> HttpResponse:
    """A decision exactly as it was signed, whatever came after."""
    found = find(request, number)
    as_it_was(found.consultation)
    page = decision_page(found, found.activity(acts.NAME), version)
    if page is None:
        raise Http404
    crumb = Crumb(_("Version %(number)d") % {"number": version})
    context = {"frame": frame_of(found, "decision", crumb), "page": page, "to_write": None}
    return render(request, "decisions/decision.html", context)


@login_not_required
@require_safe
def decision_changes(request: ReaderRequest, number: int, version: int) -> HttpResponse:
    """What a rectification changed in the version before it, answer by answer, and why."""
    found = find(request, number)
    page = changes_page(found, found.activity(acts.NAME), version)
    crumbs = (
        Crumb(_("Version %(number)d") % {"number": version}, reverse("decision_version", args=[number, version])),
        Crumb(_("What it changes")),
    )
    return render(request, "decisions/changes.html", {"frame": frame_of(found, "decision", *crumbs), "page": page})


def _to_write(found: Found, activity: Activity) -> Link | None:
    """Where those who lead go on writing: the draft; once it is signed, a rectification if it is open to them."""
    may_rectify = found.may(acts.RECTIFY, activity)
    if not (found.may(acts.DRAFT, activity) or may_rectify or found.may(acts.SIGN, activity)):
        return None
    versions = DecisionVersion.objects.filter(decision__activity=activity).order_by("-number")
    if versions.values_list("signed_at", flat=True).first() is None:
        return Link(_("Go to the draft"), reverse("decision_desk", args=[found.consultation.number]))
    if may_rectify:
        return Link(_("Prepare a rectification"), reverse("begin_rectification", args=[found.consultation.number]))
    return None


def signed_commitment(found: Found, n: int) -> Commitment:
    """The commitment of this public number. Http404 before it is signed."""
    rows = Commitment.objects.signed().filter(decision__activity=found.activity(acts.NAME)).with_milestones()
    commitment = rows.select_related("signed_in", "decision__activity").filter(number=n).first()
    if commitment is None:
        raise Http404
    commitment.decision.activity = found.activity(acts.NAME)
    return commitment


@login_not_required
@require_safe
def commitment(request: ReaderRequest, number: int, n: int) -> HttpResponse:
    """One commitment, the findings it follows from, its milestones and reports."""
    found = find(request, number)
    row = signed_commitment(found, n)
    page = commitment_page(found, row, may_report=bool(found.may(acts.REPORT, row)))
    crumb = Crumb(_("Commitment %(number)d") % {"number": n})
    return render(request, "decisions/commitment.html", {"frame": frame_of(found, "decision", crumb), "page": page})
