"""Reading what an organisation is and said; asking to represent one, saying what it is, ending it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cestvous.foundation.organisations import actions
from cestvous.foundation.organisations.models import Organisation, Representative
from cestvous.foundation.organisations.policy import may_ask, may_describe, may_end
from cestvous.web.forms import carried_out
from cestvous.web.organisations.address import organisation_url
from cestvous.web.organisations.forms import AboutForm, FunctionForm, NewOrganisationForm
from cestvous.web.organisations.pages import my_organisations_page, organisation_page
from cestvous.web.requests import PersonRequest, ReaderRequest, bounded, now


@login_not_required
@require_safe
def organisation(request: ReaderRequest, slug: str, number: int) -> HttpResponse:
    """One organisation: what it is, who speaks for it, everything it said."""
    subject = _public(number)
    address = organisation_url(subject.pk, subject.name)
    if request.path != address:
        return redirect(address, permanent=True)
    return render(request, "organisations/organisation.html", {"page": organisation_page(request, subject)})


def _public(number: int) -> Organisation:
    subject = Organisation.objects.public().by_name().filter(pk=number).first()
    if subject is None:
        raise Http404
    return subject


@require_safe
def my_organisations(request: PersonRequest) -> HttpResponse:
    """The organisations that one represents, represented, or asks to represent."""
    return render(request, "organisations/mine.html", {"page": my_organisations_page(request)})


def represent(request: PersonRequest) -> HttpResponse:
    """Ask to represent an organisation: ``?organisation=12`` names one that is known."""
    may_ask(request.user).or_deny()
    number = bounded(request, "organisation", default=0)
    subject = _public(number) if number else None
    told = request.POST if request.method == "POST" else None
    form: FunctionForm | NewOrganisationForm
    if subject is not None:
        form = FunctionForm(told)
    else:
        # Near names are looked for once a name is typed.
        known = list(Organisation.objects.public().by_name()) if told else []
        form = NewOrganisationForm(told, known=known)
    if form.is_valid() and carried_out(form, lambda: _ask(request, form, subject)):
        messages.success(request, _("Your request is sent. City agents confirm it, or say why not; you read it here."))
        return redirect("my_organisations")
    shown = {"form": form, "organisation": subject}
    return render(request, "organisations/represent.html", shown, status=422 if form.is_bound else 200)


def _ask(request: PersonRequest, form: FunctionForm | NewOrganisationForm, subject: Organisation | None) -> None:
    function = form.cleaned_data["function"]
    if not isinstance(form, NewOrganisationForm):
        actions.ask(by=request.user, function=function, organisation=subject)
        return
    name = form.cleaned_data["name"]
    actions.ask(by=request.user, function=function, organisation=form.chosen, name=name, about=form.told)


def _mine(request: PersonRequest, number: int) -> Representative:
    subject = Representative.objects.of(request.user).with_names().filter(pk=number).first()
    if subject is None:
        raise Http404
    return subject


def describe_organisation(request: PersonRequest, number: int) -> HttpResponse:
    """Say anew what an organisation is that one represents."""
    subject = _mine(request, number).organisation
    may_describe(request.user, subject).or_deny()
    initial = AboutForm.initially(subject)
    form = AboutForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and carried_out(
        form, lambda: actions.describe(by=request.user, organisation=subject, about=form.told)
    ):
        messages.success(request, _("The page of the organisation is up to date."))
        return redirect(organisation_url(subject.pk, subject.name))
    shown = {"form": form, "organisation": subject}
    return render(request, "organisations/describe.html", shown, status=422 if form.is_bound else 200)


def end_representing(request: PersonRequest, number: int) -> HttpResponse:
    """No longer represent an organisation, or no longer ask to."""
    subject = _mine(request, number)
    may_end(request.user, subject, now(request)).or_deny()
    if request.method == "POST":
        actions.end(by=request.user, representative=subject)
        messages.success(request, _("You no longer represent this organisation."))
        return redirect("my_organisations")
    return render(request, "organisations/end_mine.html", {"representative": subject})
