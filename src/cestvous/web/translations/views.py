"""Translating what the city wrote."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cestvous.procedure.consultations import actions
from cestvous.procedure.consultations.policy import may_translate
from cestvous.web.consultations.finding import Found, find
from cestvous.web.consultations.frame import frame_of
from cestvous.web.design.shapes import Crumb
from cestvous.web.forms import carried_out, reopen
from cestvous.web.requests import PersonRequest
from cestvous.web.translations.forms import TranslationForm
from cestvous.web.translations.pages import known_of, languages_for, list_page, translate_page
from cestvous.web.translations.things import DECIDED, thing_of


@require_safe
def translations(request: PersonRequest, number: int) -> HttpResponse:
    """Everything that may be translated, and how far it is."""
    found = find(request, number)
    page = list_page(found)
    frame = frame_of(found, "consultation", Crumb(_("Translations")))
    return render(request, "translations/list.html", {"frame": frame, "page": page})


def translate(request: PersonRequest, number: int, kind: str, n: int, into: str) -> HttpResponse:
    """One thing, the original on one side, the translation on the other."""
    found = find(request, number)
    may_translate(request.user, found.consultation, found.at, is_decided=kind in DECIDED).or_deny()
    if into not in languages_for(found.consultation):
        raise Http404
    thing = thing_of(found, kind, n)
    rows, standing = known_of(thing, into)
    latest = rows[0].pk if rows else 0
    known = {name: row.words for name, row in standing.items()}
    form = TranslationForm(request.POST or None, thing=thing, into=into, known=known, opened_on=latest)
    if request.method == "POST" and form.is_valid() and _is_of_this(form) and _save(request, found, form, into):
        messages.success(request, _("The translation is saved. The original alone is authoritative."))
        return redirect("translations", number)
    is_outdated = form.is_bound and form.data.get("opened_on") != str(latest)
    if form.errors:
        reopen(form, "opened_on", latest)
        reopen(form, "seen", thing.digest)
    crumb = Crumb(_("Translate"))
    page = translate_page(found, thing, into, form, is_outdated=is_outdated)
    context = {"frame": frame_of(found, "consultation", crumb), "page": page}
    return render(request, "translations/translate.html", context, status=422 if form.errors else 200)


def _is_of_this(form: TranslationForm) -> bool:
    """Were the originals that one read while translating those that stand? If not, one must look again."""
    if form.cleaned_data["seen"] == form.thing.digest:
        return True
    form.add_error(None, _("The original has changed since you opened this page. Compare it with what you typed."))
    return False


def _save(request: PersonRequest, found: Found, form: TranslationForm, into: str) -> bool:
    thing = form.thing
    return carried_out(
        form,
        lambda: actions.translate(
            by=request.user,
            consultation=found.consultation,
            of=thing.reference,
            into=into,
            parts=form.renderings,
            opened_on=form.cleaned_data["opened_on"],
            is_decided=thing.is_decided,
        ),
    )
