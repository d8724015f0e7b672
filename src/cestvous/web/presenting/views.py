"""Filling in a presentation: each page of it is one form, before publication and after."""

from collections.abc import Callable
from dataclasses import asdict

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cestvous.procedure.consultations import actions
from cestvous.procedure.consultations.models import Presentation
from cestvous.procedure.consultations.models.presentation import presentation_of
from cestvous.procedure.consultations.policy import may_lead
from cestvous.web.agency.pages import leading_links, parts_of
from cestvous.web.consultations.finding import Found, find
from cestvous.web.consultations.frame import frame_of
from cestvous.web.forms import carried_out, reopen
from cestvous.web.presenting.forms import AnswersForm, CalendarForm, FilesForm
from cestvous.web.requests import PersonRequest


def edit_files(request: PersonRequest, number: int) -> HttpResponse:
    """Pictures, documents, a video."""
    found, presentation = _find(request, number)
    form = FilesForm(
        request.POST or None,
        request.FILES or None,
        by=request.user,
        consultation=found.consultation,
        presentation=presentation,
    )

    def save() -> None:
        told = form.cleaned_data
        actions.present_files(
            by=request.user,
            consultation=found.consultation,
            shown=[*told["pictures"], *told["documents"]],
            edition=told["edition"] or 0,
            video=told.get("video", ""),
            video_title=told.get("video_title", ""),
            still=told.get("still", ()),
        )

    return _answer(request, found, form, "edit_files", save)


def edit_calendar(request: PersonRequest, number: int) -> HttpResponse:
    """The dates of the project."""
    found, presentation = _find(request, number)
    held = {"landmarks": [asdict(one) for one in presentation.calendar]}
    form = CalendarForm(request.POST or None, held=held, edition=found.consultation.edition)

    def save() -> None:
        actions.present_calendar(
            by=request.user,
            consultation=found.consultation,
            landmarks=form.landmarks,
            edition=form.cleaned_data["edition"] or 0,
        )

    return _answer(request, found, form, "edit_calendar", save)


def edit_answers(request: PersonRequest, number: int) -> HttpResponse:
    """Questions already answered, and contacts."""
    found, presentation = _find(request, number)
    held = {
        "clarifications": [asdict(one) for one in presentation.answers],
        "contacts": [asdict(one) for one in presentation.people],
    }
    form = AnswersForm(request.POST or None, held=held, edition=found.consultation.edition)

    def save() -> None:
        actions.present_answers(
            by=request.user,
            consultation=found.consultation,
            clarifications=form.clarifications,
            contacts=form.contacts,
            edition=form.cleaned_data["edition"] or 0,
        )

    return _answer(request, found, form, "edit_answers", save)


def _find(request: PersonRequest, number: int) -> tuple[Found, Presentation]:
    found = find(request, number)
    act = "consultations.edit" if found.consultation.is_draft else "consultations.correct"
    may_lead(request.user, act, found.consultation, found.at).or_deny()
    return found, presentation_of(found.consultation)


def _answer(
    request: PersonRequest, found: Found, form: forms.Form, name: str, save: Callable[[], None]
) -> HttpResponse:
    consultation = found.consultation
    if request.method == "POST" and form.is_valid() and carried_out(form, save):
        messages.success(request, _("Saved."))
        return redirect(name, consultation.number)
    meanwhile = bool(form.errors) and form.data.get("edition") != str(consultation.edition)
    if meanwhile:
        # Somebody else saved meanwhile: what was typed stays, and what it would take out of theirs is beside it.
        reopen(form, "edition", consultation.edition)
    page = {
        "form": form,
        "frame": frame_of(found, "consultation"),
        "consultation": consultation,
        "links": leading_links(found),
        "tabs": parts_of(consultation, name),
        "meanwhile": meanwhile,
    }
    if isinstance(form, CalendarForm | AnswersForm):
        page |= {each.name: form.lines(each.name) for each in form.lists}
        page["only_theirs"] = form.only_held() if meanwhile else []
    return render(request, f"presenting/{name}.html", page, status=422 if form.errors else 200)
