"""Keeping drafts and throwing them away."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cestvous.kernel.dates import hour_in_words
from cestvous.web.consultations.finding import find
from cestvous.web.drafts.keeping import PLACES, Desk
from cestvous.web.requests import PersonRequest, ReaderRequest


def _desk(request: PersonRequest, name: str, number: int) -> Desk:
    if name not in PLACES:
        raise Http404
    find(request, number)
    return Desk(request.user, name, number)


@require_POST
def keep_draft(request: PersonRequest, name: str, number: int) -> HttpResponse:
    """Keep a draft while it is being written; the answer is a line for the page."""
    draft = _desk(request, name, number).keep(request.POST)
    words = _("Draft kept at %(hour)s. Only you see it.") % {"hour": hour_in_words(draft.at)} if draft else ""
    return HttpResponse(words, content_type="text/plain; charset=utf-8")


def kept_at(desk: Desk, request: PersonRequest | ReaderRequest) -> HttpResponse:
    """What the button that keeps a draft answers."""
    desk.keep(request.POST)
    messages.success(request, _("Your draft is kept. Only you see it: you find it on this page, and among your words."))
    return redirect(desk.name, desk.number)


@require_POST
def drop_draft(request: PersonRequest, name: str, number: int) -> HttpResponse:
    """Throw a draft away, and begin anew."""
    _desk(request, name, number).drop()
    messages.success(request, _("Your draft is discarded."))
    return redirect(name, number)
