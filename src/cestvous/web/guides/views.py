"""Guides: their list, and each one."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cestvous.web.design.shapes import Crumb
from cestvous.web.guides.reading import read
from cestvous.web.requests import ReaderRequest

# By their URL names.
GUIDES = {"guide_residents": "habitants", "guide_agents": "agents"}


@login_not_required
@require_safe
def guides(request: ReaderRequest) -> HttpResponse:
    """Which guides there are, and for whom."""
    entries = [(reverse(page), read(name, get_language() or "")) for page, name in GUIDES.items()]
    return render(request, "guides/list.html", {"entries": entries})


@login_not_required
@require_safe
def guide(request: ReaderRequest, name: str) -> HttpResponse:
    """One guide, whole: to be read, searched and printed as one page."""
    shown = read(name, get_language() or "")
    crumbs = [Crumb(_("Guides"), reverse("guides")), Crumb(shown.title)]
    return render(request, "guides/guide.html", {"guide": shown, "crumbs": crumbs})
