"""Reading a consultation."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cestvous.web.consultations.finding import find
from cestvous.web.consultations.frame import address_of, frame_of
from cestvous.web.consultations.overview import overview_of
from cestvous.web.consultations.pages import list_page, procedure_of
from cestvous.web.consultations.presented import let_play
from cestvous.web.requests import ReaderRequest


@login_not_required
@require_safe
def consultations(request: ReaderRequest) -> HttpResponse:
    """All consultations that are or were public, newest first."""
    return render(request, "consultations/list.html", {"page": list_page(request)})


@login_not_required
@require_safe
def short_address(request: ReaderRequest, number: int) -> HttpResponse:
    return redirect(address_of(find(request, number).consultation))


@login_not_required
@require_safe
def consultation(request: ReaderRequest, number: int, slug: str) -> HttpResponse:
    """What a consultation is about, where it stands, what one can do now."""
    found = find(request, number)
    if slug != found.consultation.slug:
        return redirect(address_of(found.consultation), permanent=True)
    page = overview_of(found)
    response = render(request, "consultations/overview.html", {"frame": frame_of(found, "consultation"), "page": page})
    return let_play(response, page.presented.video)


@login_not_required
@require_safe
def procedure(request: ReaderRequest, number: int) -> HttpResponse:
    """The procedure as a weave, and every adaptation of it."""
    found = find(request, number)
    frame = frame_of(found, "procedure")
    return render(request, "consultations/procedure.html", {"frame": frame, "page": procedure_of(found)})
