"""Fetching the synthesis and the decision as files."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import override
from django.views.decorators.http import require_safe

from cestvous.kernel import digests
from cestvous.web.consultations.finding import Found, find
from cestvous.web.documents import pdf, word
from cestvous.web.documents.decision import decision_document
from cestvous.web.documents.frame import for_anybody
from cestvous.web.documents.synthesis import synthesis_document
from cestvous.web.documents.tree import Document, as_data
from cestvous.web.documents.turns import Busy, drawn
from cestvous.web.patience import busy
from cestvous.web.requests import ReaderRequest
from cestvous.web.syntheses.reading.pages import versions_of
from cestvous.web.takeaway.pages import file_name
from cestvous.web.translations.reading import as_it_was

RENDERERS: dict[str, tuple[Callable[[Document], bytes], str]] = {
    "pdf": (pdf.rendered, pdf.CONTENT_TYPE),
    "docx": (word.rendered, word.CONTENT_TYPE),
}


@login_not_required
@require_safe
def synthesis_file(request: ReaderRequest, number: int, ending: str, version: int = 0) -> HttpResponseBase:
    """A published version of the synthesis exactly as it was; without ``version``, the synthesis as it stands."""
    found = _public(request, number, ending)
    versions = versions_of(found)
    if not versions:
        raise Http404
    parts = ["synthese", f"version-{version}"] if version else ["synthese"]
    with override(found.consultation.language):
        document = synthesis_document(found, versions, version)
        return _handed(request, document, ending, file_name(found, ending, *parts))


@login_not_required
@require_safe
def decision_file(request: ReaderRequest, number: int, ending: str, version: int | None = None) -> HttpResponseBase:
    """A signed version of the decision; without ``version``, the one that stands."""
    found = _public(request, number, ending)
    parts = ["decision"] if version is None else ["decision", f"version-{version}"]
    with override(found.consultation.language):
        document = decision_document(found, version)
        return _handed(request, document, ending, file_name(found, ending, *parts))


def _public(request: ReaderRequest, number: int, ending: str) -> Found:
    """The consultation as a visitor finds it: nobody takes a draft away, not even those who prepare it.

    A document says the words that count, whatever the screens it is fetched from: it is in the language of the
    consultation, and no translation is read.
    """
    if ending not in RENDERERS:
        raise Http404
    found = find(request, number)
    if found.consultation.is_draft:
        raise Http404
    as_it_was(found.consultation)
    return for_anybody(found)


def _handed(request: ReaderRequest, document: Document, ending: str, name: str) -> HttpResponseBase:
    """The file, unless the reader has it already: its validator is a digest of all that it says, and of what draws it.

    What was drawn lately is kept in memory, under that digest: a document that is asked for often is drawn once, and
    one whose words have changed is another document. Who would have to wait for long is told when to come back.
    """
    render, content_type = RENDERERS[ending]
    digest = digests.plain({"document": as_data(document), "ending": ending, "drawn_by": _drawn_by()})
    response = HttpResponse(content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = quote_etag(digest)
    answer = get_conditional_response(request, response["ETag"], None, response)
    if answer is not response or request.method == "HEAD":
        return answer or response
    try:
        response.content = drawn(digest, lambda: render(document))
    except Busy:
        return busy(request, "documents/busy.html")
    return response


@cache
def _drawn_by() -> str:
    """Changes with this very code and its template: what an earlier release drew may look otherwise."""
    drawing = hashlib.sha256()
    for file in sorted(Path(__file__).parent.iterdir()):
        if file.suffix in {".py", ".typ"}:
            drawing.update(file.read_bytes())
    return drawing.hexdigest()
