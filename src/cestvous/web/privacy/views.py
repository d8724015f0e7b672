"""Downloading what is kept about oneself, erasing one's account, and reading what the city processes."""

from collections.abc import Iterator

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cestvous.institutions.privacy import actions
from cestvous.institutions.privacy.actions import StatedOtherwise
from cestvous.institutions.privacy.policy import Effect, author_or_nobody, effect_of
from cestvous.kernel.languages import DEFAULT_LANGUAGE
from cestvous.web.accounts.fresh import fresh_sign_in
from cestvous.web.privacy.archive import members_about, zipped
from cestvous.web.privacy.forms import ErasureForm
from cestvous.web.privacy.holdings import Holder
from cestvous.web.privacy.record import record_page, record_rows
from cestvous.web.privacy.words import what_goes, what_stays
from cestvous.web.requests import PersonRequest, ReaderRequest, now
from cestvous.web.streaming import sent, streamed


@require_safe
def my_data(request: PersonRequest) -> HttpResponse:
    """What one may do with one's own data."""
    return render(request, "privacy/mine.html")


@fresh_sign_in
@require_POST
@never_cache
def download_my_data(request: PersonRequest) -> HttpResponseBase:
    """Everything, as one zip file, made while it is sent.

    There is no link that anybody could follow: nothing is kept, and whoever asks has just shown who they are.
    """
    holder = Holder(request.user, author_or_nobody(request.user))
    pieces = zipped(members_about(holder, get_language() or DEFAULT_LANGUAGE))
    return sent(request, pieces, "application/zip", f"mes-donnees-{timezone.localdate(now(request)).isoformat()}.zip")


@fresh_sign_in
@never_cache
def erase_account(request: PersonRequest) -> HttpResponse:
    """Say exactly what erasing does, then do exactly that."""
    author = author_or_nobody(request.user)
    effect = effect_of(request.user, author)
    form = ErasureForm(request.POST if request.method == "POST" else None, effect=effect)
    if form.is_valid():
        try:
            actions.erase(by=request.user, wish=form.wish, stated=form.cleaned_data["stated"] or "-")
        except StatedOtherwise:
            effect = effect_of(request.user, author)
            form.state_anew(effect)
        else:
            logout(request)
            return redirect("account_erased")
    return render(request, "privacy/erase.html", _erasure(form, effect), status=422 if form.is_bound else 200)


def _erasure(form: ErasureForm, effect: Effect) -> dict[str, object]:
    return {"form": form, "effect": effect, "goes": list(what_goes(effect)), "stays": list(what_stays(effect))}


@login_not_required
@require_safe
def account_erased(request: ReaderRequest) -> HttpResponse:
    """It is done."""
    return render(request, "privacy/erased.html")


@login_not_required
@require_safe
def processing_record(request: ReaderRequest) -> HttpResponse:
    """The record of processing (GDPR, article 30), made of what each table declares."""
    return render(request, "privacy/record.html", {"page": record_page()})


@login_not_required
@require_safe
def processing_table(request: ReaderRequest) -> HttpResponseBase:
    """The same for a spreadsheet: one line a table."""
    rows: Iterator[str] = record_rows()
    return streamed(request, rows, "text/csv", "registre-des-traitements.csv")
