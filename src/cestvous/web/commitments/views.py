"""Reading what the city undertook, by date, and subscribing to it."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cestvous.activities.decisions import kind as acts
from cestvous.procedure.consultations.models import Consultation, ConsultationQuerySet
from cestvous.web.commitments.calendar import calendar_of
from cestvous.web.commitments.pages import agenda_page, asked_of, near
from cestvous.web.commitments.steps import steps_of
from cestvous.web.consultations.finding import Found, find
from cestvous.web.consultations.frame import frame_of
from cestvous.web.design.shapes import Crumb
from cestvous.web.requests import ReaderRequest, now
from cestvous.web.takeaway.lines import address
from cestvous.web.takeaway.pages import file_name


def _only(found: Found) -> ConsultationQuerySet:
    """This consultation, as long as its procedure has a decision. Http404 otherwise."""
    found.activity(acts.NAME)
    return Consultation.objects.filter(pk=found.consultation.pk)


@login_not_required
@require_safe
def commitments(request: ReaderRequest, number: int) -> HttpResponse:
    """What was undertaken after one consultation."""
    found = find(request, number)
    page = agenda_page(
        _only(found),
        asked_of(request),
        found.at,
        here=reverse("commitments", args=[number]),
        calendar=reverse("commitments_calendar", args=[number]),
        is_city=False,
    )
    frame = frame_of(found, "decision", Crumb(_("Commitments by date")))
    return render(request, "commitments/consultation.html", {"frame": frame, "page": page})


@login_not_required
@require_safe
def city_commitments(request: ReaderRequest) -> HttpResponse:
    """What the city undertook after all its consultations."""
    page = agenda_page(
        Consultation.objects.public(),
        asked_of(request),
        now(request),
        here=reverse("city_commitments"),
        calendar=reverse("city_commitments_calendar"),
        is_city=True,
    )
    return render(request, "commitments/city.html", {"page": page})


@login_not_required
@require_safe
def commitments_calendar(request: ReaderRequest, number: int) -> HttpResponse:
    """The same, for a calendar."""
    found = find(request, number)
    today = timezone.localdate(found.at)
    name = _("Commitments: %(title)s") % {"title": found.consultation.title}
    written = calendar_of(
        steps_of(_only(found), today), name=name, url=address("commitments", number), today=today, at=found.at
    )
    return _as_file(written, file_name(found, "ics", "engagements"))


@login_not_required
@require_safe
def city_commitments_calendar(request: ReaderRequest) -> HttpResponse:
    """Those of the whole city, or of a neighbourhood, for a calendar."""
    at = now(request)
    today, place = timezone.localdate(at), asked_of(request).place
    steps = steps_of(near(Consultation.objects.public(), place), today)
    name = _("Commitments: %(title)s") % {"title": settings.CITY_NAME}
    written = calendar_of(steps, name=name, url=address("city_commitments"), today=today, at=at)
    return _as_file(written, "-".join(filter(None, ("engagements", place))) + ".ics")


def _as_file(written: bytes, name: str) -> HttpResponse:
    response = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
