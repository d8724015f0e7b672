"""Reading the synthesis and what was set aside."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cestvous.web.consultations.finding import find
from cestvous.web.consultations.frame import frame_of
from cestvous.web.design.shapes import Crumb
from cestvous.web.requests import ReaderRequest, bounded
from cestvous.web.syntheses.reading.accounts import accounts_page
from cestvous.web.syntheses.reading.changes import changes_of
from cestvous.web.syntheses.reading.pages import asides_of, awaited_of, reading_of, versions_of
from cestvous.web.translations.reading import as_it_was


@login_not_required
@require_safe
def synthesis(request: ReaderRequest, number: int) -> HttpResponse:
    """The synthesis as it stands; before it is published, what it waits for."""
    found = find(request, number)
    versions = versions_of(found)
    frame = frame_of(found, "synthesis")
    if not versions:
        return render(request, "syntheses/awaited.html", {"frame": frame, "page": awaited_of(found)})
    return render(request, "syntheses/synthesis.html", {"frame": frame, "page": reading_of(found, versions)})


@login_not_required
@require_safe
def synthesis_version(request: ReaderRequest, number: int, version: int) -> HttpResponse:
    """The synthesis exactly as one version of it read."""
    found = find(request, number)
    versions = versions_of(found)
    if not versions or not version:
        raise Http404
    as_it_was(found.consultation)
    page = reading_of(found, versions, version)
    frame = frame_of(found, "synthesis", Crumb(_("Version %(number)d") % {"number": version}))
    return render(request, "syntheses/version.html", {"frame": frame, "page": page})


@login_not_required
@require_safe
def synthesis_changes(request: ReaderRequest, number: int, version: int, before: int) -> HttpResponse:
    """What changed between two versions of the synthesis, word by word."""
    found = find(request, number)
    page = changes_of(found, versions_of(found), version, before)
    words = _("From version %(before)d to version %(after)d") % {"before": before, "after": version}
    frame = frame_of(found, "synthesis", Crumb(words))
    return render(request, "syntheses/changes.html", {"frame": frame, "page": page})


@login_not_required
@require_safe
def synthesis_coverage(request: ReaderRequest, number: int) -> HttpResponse:
    """Each contribution, and what the synthesis made of it."""
    found = find(request, number)
    if not versions_of(found):
        raise Http404
    page = accounts_page(found, request.GET.get("fate", ""), bounded(request, "after", default=0))
    frame = frame_of(found, "synthesis", Crumb(_("The account of what was said")))
    return render(request, "syntheses/coverage.html", {"frame": frame, "page": page})


@login_not_required
@require_safe
def set_asides(request: ReaderRequest, number: int) -> HttpResponse:
    """What no finding cites, and why, grouped by reason."""
    found = find(request, number)
    versions = versions_of(found)
    if not versions:
        raise Http404
    page = asides_of(found, versions[-1], request.GET.get("reason", ""), bounded(request, "after", default=0))
    frame = frame_of(found, "synthesis", Crumb(_("Set aside")))
    return render(request, "syntheses/set_asides.html", {"frame": frame, "page": page})
