"""Reading a finding, and finding what is said under it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cestvous.web.consultations.finding import find
from cestvous.web.consultations.frame import frame_of
from cestvous.web.design.shapes import Crumb
from cestvous.web.discussions.place import Discussion
from cestvous.web.requests import PersonRequest, ReaderRequest, bounded
from cestvous.web.syntheses.reading.finding import (
    discussion_of,
    finding_page,
    published_finding,
    published_versions,
    version_page,
)
from cestvous.web.translations.reading import as_it_was


@login_not_required
@require_safe
def finding(request: ReaderRequest, number: int, n: int) -> HttpResponse:
    """A finding as it stands: its sources, the objections, the answer, the discussion."""
    found = find(request, number)
    page = finding_page(found, published_versions(found, n), request)
    frame = frame_of(found, "synthesis", Crumb(_("Finding %(number)d") % {"number": n}))
    return render(request, "syntheses/finding.html", {"frame": frame, "page": page})


@login_not_required
@require_safe
def finding_version(request: ReaderRequest, number: int, n: int, version: int) -> HttpResponse:
    """A finding exactly as one version of it read."""
    found = find(request, number)
    as_it_was(found.consultation)
    page = version_page(found, published_versions(found, n), version, bounded(request, "since", default=0), request)
    frame = frame_of(
        found,
        "synthesis",
        Crumb(_("Finding %(number)d") % {"number": n}, reverse("finding", args=[number, n])),
        Crumb(_("Version %(number)d") % {"number": version}),
    )
    return render(request, "syntheses/finding_version.html", {"frame": frame, "page": page})


def find_discussion(request: PersonRequest, number: int, n: int) -> Discussion:
    """What is said under finding n° ``n``."""
    found = find(request, number)
    return discussion_of(found, published_finding(found, n))
