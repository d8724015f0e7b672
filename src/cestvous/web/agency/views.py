"""Preparing and leading consultations."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cestvous.procedure.consultations import actions
from cestvous.procedure.consultations.actions.preparing import obstacles_to_publication
from cestvous.procedure.consultations.models import Consultation
from cestvous.procedure.consultations.policy import may_create, may_lead, may_take_charge
from cestvous.web.agency.forms import (
    PreparationForm,
    ProlongForm,
    ShortReasonForm,
    Theirs,
    theirs_beside,
    told_of,
)
from cestvous.web.agency.pages import GRAVE_ACTS, as_published, desk_page, leading_links, parts_of
from cestvous.web.agency.starting import Start, beginnings, start_from
from cestvous.web.consultations.finding import Found, find
from cestvous.web.consultations.frame import address_of, frame_of
from cestvous.web.consultations.overview import overview_of
from cestvous.web.consultations.presented import let_play
from cestvous.web.forms import carried_out, reopen
from cestvous.web.requests import PersonRequest, now


@require_safe
def desk(request: PersonRequest) -> HttpResponse:
    """What somebody who leads consultations has in hand."""
    return render(request, "agency/desk.html", {"page": desk_page(request)})


def prepare(request: PersonRequest) -> HttpResponse:
    """Begin a draft from a template, or like an earlier consultation."""
    at = now(request)
    may_create(request.user, at).or_deny()
    start = start_from(request, at)
    form = PreparationForm(request.POST or None, at=at, phases=start.phases, starts=start.starts, initial=start.initial)
    if request.method == "POST" and form.is_valid():
        made: list[Consultation] = []
        if carried_out(form, lambda: made.append(_create(request, form, start))):
            messages.success(request, _("The draft is saved. Only agents and the sponsor can see it."))
            return redirect("preview", made[0].number)
    page = {"form": form, "starts": beginnings(request, start)}
    return render(request, "agency/prepare.html", page, status=422 if form.errors else 200)


def _create(request: PersonRequest, form: PreparationForm, start: Start) -> Consultation:
    return actions.create(
        by=request.user,
        preparation=form.preparation,
        starts=form.starts,
        template=start.template,
        like=start.like,
    )


def edit_preparation(request: PersonRequest, number: int) -> HttpResponse:
    """Fill in a draft, or correct the presentation of a consultation under way."""
    found = find(request, number)
    consultation = found.consultation
    draft = consultation.is_draft
    may_lead(request.user, "consultations.edit" if draft else "consultations.correct", consultation, found.at).or_deny()
    plans = [phase.plan for phase in consultation.phases] if draft else []
    starts = [phase.starts_at for phase in consultation.phases] if draft else []
    form = PreparationForm(
        request.POST or None, at=found.at, phases=plans, starts=starts, initial=told_of(consultation)
    )
    if request.method == "POST" and form.is_valid() and carried_out(form, lambda: _save(found, request, form)):
        messages.success(request, _("Saved."))
        return redirect("preview", number) if draft else redirect(address_of(consultation))
    theirs: list[Theirs] = []
    if form.errors and form.data.get("edition") != str(consultation.edition):
        # Somebody else saved meanwhile: what was typed stays, beside what they wrote.
        theirs = theirs_beside(form, consultation)
        reopen(form, "edition", consultation.edition)
    page = {
        "form": form,
        "frame": frame_of(found, "consultation"),
        "consultation": consultation,
        "links": leading_links(found),
        "tabs": parts_of(consultation, "edit_preparation"),
        "theirs": theirs,
    }
    return render(request, "agency/edit.html", page, status=422 if form.errors else 200)


def _save(found: Found, request: PersonRequest, form: PreparationForm) -> None:
    edition = form.cleaned_data["edition"] or 0
    by, consultation, preparation = request.user, found.consultation, form.preparation
    if consultation.is_draft:
        actions.edit(by=by, consultation=consultation, preparation=preparation, starts=form.starts, edition=edition)
    else:
        actions.correct(by=by, consultation=consultation, preparation=preparation, edition=edition)


@require_safe
def preview(request: PersonRequest, number: int) -> HttpResponse:
    """A draft as a visitor will see it on the day it is published."""
    found = find(request, number)
    consultation = found.consultation
    may_lead(request.user, "consultations.publish", consultation, found.at).or_deny()
    obstacles = obstacles_to_publication(consultation, found.at)
    as_published(consultation, found.at)
    as_visitor = Found(consultation, AnonymousUser(), found.at)
    overview = overview_of(as_visitor)
    page = {"frame": frame_of(as_visitor, "consultation"), "page": overview, "obstacles": obstacles}
    return let_play(render(request, "agency/preview.html", page), overview.presented.video)


def publish(request: PersonRequest, number: int) -> HttpResponse:
    """Ask once more, then publish."""
    found = find(request, number)
    consultation = found.consultation
    may_lead(request.user, "consultations.publish", consultation, found.at).or_deny()
    obstacles = obstacles_to_publication(consultation, found.at)
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and carried_out(
        form, lambda: actions.publish(by=request.user, consultation=consultation)
    ):
        messages.success(request, _("The consultation is public. Its first phase begins on its date, by itself."))
        return redirect(address_of(consultation))
    page = {"frame": frame_of(found, "consultation"), "obstacles": obstacles or form.non_field_errors()}
    return render(request, "agency/publish.html", page, status=422 if request.method == "POST" else 200)


def prolong(request: PersonRequest, number: int) -> HttpResponse:
    """Prolong the current phase."""
    found = find(request, number)
    may_lead(request.user, "consultations.adapt", found.consultation, found.at).or_deny()
    form = ProlongForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {"days": form.cleaned_data["days"], "reason": form.cleaned_data["reason"]}
        if carried_out(form, lambda: actions.prolong(by=request.user, consultation=found.consultation, **told)):
            messages.success(request, _("The phase is longer. The change is published with its reason."))
            return redirect("procedure", number)
    page = {"form": form, "frame": frame_of(found, "procedure"), "links": leading_links(found)}
    return render(request, "agency/prolong.html", page, status=422 if form.errors else 200)


def take_charge(request: PersonRequest, number: int) -> HttpResponse:
    """Go on with a consultation that nobody is in charge of any more."""
    found = find(request, number)
    may_take_charge(request.user, found.consultation, found.at).or_deny()
    if request.method == "POST":
        actions.take_charge(by=request.user, consultation=found.consultation)
        messages.success(request, _("You are in charge of this consultation. The public register says so."))
        return redirect("desk")
    page = {"form": None, "frame": frame_of(found, "consultation"), "act": GRAVE_ACTS["take_charge"]}
    return render(request, "agency/grave.html", page)


View = Callable[[PersonRequest, int], HttpResponse]


def _grave(name: str, act: str, write: Callable[..., None], done: object) -> View:
    """A view for an act that asks for a reason and a confirmation, and changes the state of a consultation."""

    def view(request: PersonRequest, number: int) -> HttpResponse:
        found = find(request, number)
        may_lead(request.user, act, found.consultation, found.at).or_deny()
        form = ShortReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            if carried_out(form, lambda: write(by=request.user, consultation=found.consultation, reason=reason)):
                messages.success(request, str(done))
                return redirect(address_of(found.consultation))
        page = {"form": form, "frame": frame_of(found, "consultation"), "act": GRAVE_ACTS[name]}
        return render(request, "agency/grave.html", page, status=422 if form.errors else 200)

    return view


suspend = _grave("suspend", "consultations.suspend", actions.suspend, gettext_lazy("The consultation is suspended."))
resume = _grave("resume", "consultations.resume", actions.resume, gettext_lazy("The consultation goes on."))
cancel = _grave("cancel", "consultations.cancel", actions.cancel, gettext_lazy("The consultation is cancelled."))
archive = _grave("archive", "consultations.archive", actions.archive, gettext_lazy("The consultation is archived."))
