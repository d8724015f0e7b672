"""Reading who somebody in office is, and what they did in it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cestvous.web.office.pages import person_page
from cestvous.web.requests import ReaderRequest, now


@login_not_required
@require_safe
def person(request: ReaderRequest, slug: str, number: int) -> HttpResponse:
    """One official or agent. Everybody else has no page, whether they exist or not."""
    page = person_page(number, now(request))
    if request.path != page.url:
        return redirect(page.url, permanent=True)
    return render(request, "office/person.html", {"page": page})
