"""Taking a consultation away, subscribing to its dates and to its news."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cestvous.web.consultations.finding import Found, find
from cestvous.web.consultations.frame import frame_of
from cestvous.web.design.shapes import Crumb
from cestvous.web.keeping.sealing import seal_before_showing
from cestvous.web.requests import ReaderRequest
from cestvous.web.streaming import streamed
from cestvous.web.takeaway import news
from cestvous.web.takeaway.calendar import calendar_of
from cestvous.web.takeaway.pages import file_name, takeaway_page
from cestvous.web.takeaway.tables import TABLES, rows_of
from cestvous.web.takeaway.whole import whole


def _public(request: ReaderRequest, number: int) -> Found:
    """The consultation, if it is public: nobody takes a draft away, not even those who prepare it."""
    found = find(request, number)
    if found.consultation.is_draft:
        raise Http404
    return found


@login_not_required
@require_safe
def takeaway(request: ReaderRequest, number: int) -> HttpResponse:
    """What can be taken away, and what each file holds."""
    found = _public(request, number)
    frame = frame_of(found, "procedure", Crumb(_("Download")))
    return render(request, "takeaway/takeaway.html", {"frame": frame, "page": takeaway_page(found)})


@login_not_required
@require_safe
def takeaway_whole(request: ReaderRequest, number: int) -> HttpResponseBase:
    """Everything that is public in a consultation, as JSON Lines."""
    found = _public(request, number)
    return streamed(request, whole(found), "application/jsonl", file_name(found, "jsonl"))


@login_not_required
@require_safe
def takeaway_table(request: ReaderRequest, number: int, table: str) -> HttpResponseBase:
    """One table, as CSV."""
    if table not in TABLES:
        raise Http404
    found = _public(request, number)
    found.activity(TABLES[table].kind)
    return streamed(request, rows_of(TABLES[table], found), "text/csv", file_name(found, "csv", table))


@login_not_required
@require_safe
def consultation_calendar(request: ReaderRequest, number: int) -> HttpResponse:
    """The phases, for a calendar."""
    found = _public(request, number)
    response = HttpResponse(calendar_of(found), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(found, "ics")}"'
    return response


@login_not_required
@require_safe
def consultation_news(request: ReaderRequest, number: int) -> HttpResponse:
    """The public acts of a consultation, for a feed reader."""
    found = _public(request, number)
    seal_before_showing(request)
    return news.news_of(found)


@login_not_required
@require_safe
def city_news(request: ReaderRequest) -> HttpResponse:
    """The public acts of the city, for a feed reader."""
    seal_before_showing(request)
    return news.city_news()
