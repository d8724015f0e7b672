"""The desk where agents rewrite standing pages."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cestvous.institutions.agency import actions
from cestvous.institutions.agency.models import PageName
from cestvous.institutions.agency.policy import may_edit_pages
from cestvous.institutions.agency.shipped import Words
from cestvous.kernel import text
from cestvous.web.forms import carried_out, catch_up
from cestvous.web.requests import PersonRequest, now
from cestvous.web.standing.addresses import page_url
from cestvous.web.standing.desk import rewriting_page, standing_pages
from cestvous.web.standing.forms import PageForm, ShippedForm
from cestvous.web.standing.pages import screen_language, stored, words_of
from cestvous.web.standing.words import show, values


@require_safe
def pages(request: PersonRequest) -> HttpResponse:
    """Every standing page in each language, and who changed what last."""
    may_edit_pages(request.user, now(request)).or_deny()
    return render(request, "standing/desk.html", {"rows": standing_pages()})


def rewrite(request: PersonRequest, name: PageName, language: str) -> HttpResponse:
    """Write other words for a page."""
    may_edit_pages(request.user, now(request)).or_deny()
    page = stored(name, language)
    number, words = page.current.number if page and page.current else 0, words_of(page, name, language)
    initial = {"title": words.title, "body": words.body, "opened_on": number}
    form = PageForm(request.POST or None, initial=initial)
    theirs = None
    if request.method == "POST" and form.is_valid():
        told = {"by": request.user, "page": name, "language": language, **form.cleaned_data}
        if carried_out(form, lambda: actions.rewrite(**told)):
            messages.success(request, _("The page is rewritten. The version before stays readable."))
            return redirect(page_url(name, language, screen_language()))
        if catch_up(form, number):
            # Somebody else rewrote it meanwhile: what was typed stays, beside what they wrote.
            theirs = show(words, language, values(request))
    shown = rewriting_page(request, name, language, page)
    return render(
        request,
        "standing/rewrite.html",
        {"page": shown, "form": form, "theirs": theirs},
        status=422 if form.errors else 200,
    )


def take_shipped(request: PersonRequest, name: PageName, language: str) -> HttpResponse:
    """Ask once more, then put the words that ship with the software on the page again."""
    may_edit_pages(request.user, now(request)).or_deny()
    page = stored(name, language)
    number = page.current.number if page and page.current else 0
    form = ShippedForm(request.POST or None, initial={"opened_on": number})
    if request.method == "POST" and form.is_valid():
        told = {"by": request.user, "page": name, "language": language, **form.cleaned_data}
        if carried_out(form, lambda: actions.take_shipped(**told)):
            messages.success(request, _("The words of the software stand on the page again."))
            return redirect(page_url(name, language, screen_language()))
        catch_up(form, number)
    shown = rewriting_page(request, name, language, page)
    return render(
        request, "standing/take_shipped.html", {"page": shown, "form": form}, status=422 if form.errors else 200
    )


@require_POST
def preview(request: PersonRequest, language: str) -> HttpResponse:
    """The HTML of the words that an agent is writing, with their values."""
    may_edit_pages(request.user, now(request)).or_deny()
    body = text.clean(request.POST.get("text", ""))[: PageForm.LONGEST]
    return render(request, "standing/words.html", {"words": show(Words("", body), language, values(request))})
