"""Reading what goes on in a neighbourhood, or about a theme."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cestvous.web.places.pages import places_page, subject_page
from cestvous.web.places.subject import about_neighbourhood, about_theme
from cestvous.web.requests import ReaderRequest, now


@login_not_required
@require_safe
def neighbourhoods(request: ReaderRequest) -> HttpResponse:
    """All neighbourhoods, with what goes on in each."""
    return render(request, "places/list.html", {"page": places_page(request.user, now(request))})


@login_not_required
@require_safe
def neighbourhood(request: ReaderRequest, slug: str) -> HttpResponse:
    """One neighbourhood: its consultations, what is being built in it, what is said of it."""
    page = subject_page(about_neighbourhood(slug), request.user, now(request))
    return render(request, "places/subject.html", {"page": page})


@login_not_required
@require_safe
def theme(request: ReaderRequest, slug: str) -> HttpResponse:
    """The same about a theme."""
    return render(request, "places/subject.html", {"page": subject_page(about_theme(slug), request.user, now(request))})
