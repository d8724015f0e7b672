"""Serving files: to those who see what shows them, and in a way that lets none of them act on this site."""

from functools import partial
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from cestvous.foundation.files.models import File
from cestvous.web.files.address import address_of, small_address_of
from cestvous.web.files.visibility import Sight, sight_of
from cestvous.web.guards import CSP, DOCUMENT, PICTURE, let_be_shown_elsewhere
from cestvous.web.requests import ReaderRequest, now
from cestvous.web.streaming import sent_from_place

# Long enough for a gallery and the way back; short enough for what is taken away to be gone soon.
KEPT_SECONDS = 300
# Documents of more bytes than this are sent to a few readers at once.
LONG = 300_000


@login_not_required
@require_safe
def file(request: ReaderRequest, identifier: str, name: str) -> HttpResponseBase:
    """A picture, shown; a document, to be kept."""
    found, sight = _find(request, identifier)
    if name != found.name:
        return redirect(address_of(found))
    return _served(request, found, found.stored, sight)


@login_not_required
@require_safe
def small_file(request: ReaderRequest, identifier: str, name: str) -> HttpResponseBase:
    """A picture in the size for narrow screens."""
    found, sight = _find(request, identifier)
    if name != found.name or not found.small:
        return redirect(small_address_of(found))
    return _served(request, found, found.small, sight)


def _find(request: ReaderRequest, identifier: str) -> tuple[File, Sight]:
    """Http404 alike for what is not there, what was withdrawn, and what this reader may not see."""
    found = File.objects.with_authors().filter(identifier=identifier).first()
    sight = sight_of(request.user, found, now(request)) if found is not None else Sight(seen=False)
    if found is None or not sight.seen:
        raise Http404
    return found, sight


def _served(request: ReaderRequest, found: File, stored: FieldFile, sight: Sight) -> HttpResponseBase:
    etag = f'"{found.checksum[:32]}{"-small" if stored == found.small else ""}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        # A picture is read at once with the page around it, and is no heavier than a page; a document may keep its
        # reader, and one of our threads, for long.
        is_long = found.size > LONG and not found.is_picture and request.method != "HEAD"
        response = sent_from_place(request, partial(_opened, found, stored)) if is_long else _opened(found, stored)
        if response.status_code != HTTPStatus.OK:
            return response
    response.headers["ETag"] = etag
    response.headers[CSP] = PICTURE if found.is_picture else DOCUMENT
    if sight.by_anybody:
        if found.is_picture:
            let_be_shown_elsewhere(response)
        patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    else:
        patch_cache_control(response, private=True, no_cache=True)
    return response


def _opened(found: File, stored: FieldFile) -> FileResponse:
    try:
        content = stored.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(content, as_attachment=not found.is_picture, filename=found.name, content_type=found.media_type)
