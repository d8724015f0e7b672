"""Reading standing pages and their versions."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cestvous.institutions.agency.models import PageName
from cestvous.web.requests import ReaderRequest
from cestvous.web.standing.live import LIVE
from cestvous.web.standing.pages import reading_of, version_page, versions_page


@login_not_required
@require_safe
def standing(request: ReaderRequest, name: PageName) -> HttpResponse:
    """A page: its words, then what is generated from the site itself and can't be edited away."""
    page: dict[str, object] = {"page": reading_of(request, name)}
    if part := LIVE.get(name):
        page |= {
            "live": part.compose(),
            "live_template": f"standing/live/{name}.html",
            "live_is_wide": part.is_wide,
        }
    return render(request, "standing/page.html", page)


@login_not_required
@require_safe
def versions(request: ReaderRequest, name: PageName, language: str) -> HttpResponse:
    """Who rewrote a page, when and why."""
    return render(request, "standing/versions.html", {"page": versions_page(request, name, language)})


@login_not_required
@require_safe
def version(request: ReaderRequest, name: PageName, language: str, number: int) -> HttpResponse:
    """A page as one version of it read, and what that version changed."""
    return render(request, "standing/version.html", {"page": version_page(request, name, language, number)})
