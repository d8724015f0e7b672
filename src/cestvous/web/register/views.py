"""Reading and downloading the public register."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cestvous.foundation.journal.models import journal_lines
from cestvous.web.keeping.sealing import seal_before_showing
from cestvous.web.register.pages import file_name, register_page
from cestvous.web.requests import ReaderRequest, bounded
from cestvous.web.streaming import streamed


@login_not_required
@require_safe
def journal(request: ReaderRequest) -> HttpResponse:
    """The public events of the city, newest first."""
    seal_before_showing(request)
    return render(request, "register/journal.html", {"page": register_page(request)})


@login_not_required
@require_safe
def journal_download(request: ReaderRequest) -> HttpResponseBase:
    """The whole register as JSON Lines, which ``cestvous verify`` checks without us. ``?after=`` skips what one has."""
    seal_before_showing(request)
    lines = journal_lines(after=bounded(request, "after", default=0))
    return streamed(request, lines, "application/jsonl", file_name(request))
