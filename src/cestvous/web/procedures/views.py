"""Designing the procedure of a draft, or adapting that of a consultation under way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cestvous.procedure.consultations import actions, kinds
from cestvous.procedure.consultations.kinds import KINDS
from cestvous.procedure.consultations.policy import may_lead
from cestvous.procedure.rules import designing
from cestvous.procedure.rules.designing import Plan
from cestvous.procedure.rules.grid import Purpose
from cestvous.procedure.rules.templates import load
from cestvous.web.agency.pages import leading_links
from cestvous.web.consultations.changes import Change
from cestvous.web.consultations.finding import Found, find
from cestvous.web.consultations.frame import frame_of
from cestvous.web.forms import carried_out, reopen
from cestvous.web.procedures.forms import AdaptationForm, DesignForm, plan_of
from cestvous.web.procedures.pages import changes_to, design_of, problems_with
from cestvous.web.requests import PersonRequest

UNPROCESSABLE = 422


@dataclass(frozen=True)
class _Step:
    """What a button of the form asks: ``what`` to do, and ``about`` which phase or activity."""

    what: str
    about: str

    def taken(self, plan: Plan, data: QueryDict) -> Plan:
        """The plan after this step; the same for a step that makes no sense, such as one on a page that is stale."""
        phases = {phase.key for phase in plan.grid.phases}
        activities = {row.key for row in plan.grid.activities}
        on_phase: dict[str, Callable[[], Plan]] = {
            "split": lambda: designing.split_phase(plan, self.about),
            "leave-out-phase": lambda: designing.remove_phase(plan, self.about),
            "earlier": lambda: designing.move_phase(plan, self.about, -1),
            "later": lambda: designing.move_phase(plan, self.about, 1),
        }
        on_activity: dict[str, Callable[[], Plan]] = {
            "leave-out-activity": lambda: designing.remove_activity(plan, self.about),
            "up": lambda: designing.move_activity(plan, self.about, -1),
            "down": lambda: designing.move_activity(plan, self.about, 1),
        }
        if self.what in on_phase and self.about in phases:
            return on_phase[self.what]()
        if self.what in on_activity and self.about in activities:
            return on_activity[self.what]()
        purpose, kind = data.get("purpose", ""), data.get("kind", "")
        if self.what == "add-phase" and purpose in {known.value for known in Purpose}:
            return designing.add_phase(plan, Purpose(purpose), load("standard", kinds.acts_of_all()).grid)
        if self.what == "add-activity" and kind in KINDS:
            return designing.add_activity(plan, kind)
        return plan


def design_procedure(request: PersonRequest, number: int) -> HttpResponse:
    """The whole procedure in one form. Steps answer with the form after them; nothing is stored before the end."""
    found = find(request, number)
    consultation = found.consultation
    act = "consultations.edit" if consultation.is_draft else "consultations.adapt"
    may_lead(request.user, act, consultation, found.at).or_deny()
    if request.method != "POST":
        return _form(request, found, DesignForm(plan_of(consultation), consultation))
    form = DesignForm.posted(request.POST, consultation)
    if not form.is_valid():
        return _form(request, found, form)
    what, _colon, about = request.POST.get("do", "").partition(":")
    if what == "save" and consultation.is_draft:
        return _save(request, found, form)
    if what in {"compare", "publish"} and not consultation.is_draft:
        return _adapt(request, found, form, publishes=what == "publish")
    after = _Step(what, about).taken(form.plan, request.POST)
    fresh = DesignForm(after, consultation)
    fresh.initial["edition"] = form.cleaned_data["edition"]
    return _form(request, found, fresh)


def _form(request: PersonRequest, found: Found, form: DesignForm, *, instead: Sequence[Change] = ()) -> HttpResponse:
    """The form; ``instead`` is what saving it would change in what somebody else saved meanwhile."""
    page = {
        "form": form,
        "instead": instead,
        "design": design_of(form, found.consultation, found.at),
        "frame": frame_of(found, "procedure"),
        "links": leading_links(found),
    }
    return render(request, "procedures/design.html", page, status=UNPROCESSABLE if form.errors else 200)


def _save(request: PersonRequest, found: Found, form: DesignForm) -> HttpResponse:
    plan, consultation = form.plan, found.consultation
    if _is_impossible(found, form):
        return _form(request, found, form)
    told = {"grid": plan.grid, "starts": plan.starts, "edition": form.cleaned_data["edition"]}
    if carried_out(form, lambda: actions.redesign(by=request.user, consultation=consultation, **told)):
        messages.success(request, _("The procedure is saved."))
        return redirect("preview", found.consultation.number)
    # Somebody else saved meanwhile: what was typed stays, beside what it would change in theirs.
    reopen(form, "edition", consultation.edition)
    return _form(request, found, form, instead=changes_to(consultation, plan))


def _is_impossible(found: Found, form: DesignForm) -> bool:
    """Whether the procedure could not be lived; the form then says why."""
    problems = problems_with(found.consultation, form.plan, found.at)
    for problem in problems:
        form.add_error(None, problem)
    return bool(problems)


def _adapt(request: PersonRequest, found: Found, form: DesignForm, *, publishes: bool) -> HttpResponse:
    """Show what would change, ask why, and publish both."""
    plan, consultation = form.plan, found.consultation
    if _is_impossible(found, form):
        return _form(request, found, form)
    reason = AdaptationForm(request.POST if publishes else None)
    if publishes and reason.is_valid():
        told = {"grid": plan.grid, "starts": plan.starts, "edition": form.cleaned_data["edition"]}
        told |= {"reason": reason.cleaned_data["reason"]}
        if carried_out(reason, lambda: actions.adapt(by=request.user, consultation=consultation, **told)):
            messages.success(request, _("The procedure is adapted. The change is published with its reason."))
            return redirect("procedure", found.consultation.number)
        reopen(form, "edition", consultation.edition)
    # As the form will be: with the dates that slid.
    settled = DesignForm(plan, consultation)
    settled.initial["edition"] = form.data.get("edition")
    page = {
        "carried": settled.carried,
        "reason": reason,
        "changes": changes_to(consultation, plan),
        "frame": frame_of(found, "procedure"),
    }
    return render(request, "procedures/compare.html", page, status=UNPROCESSABLE if reason.errors else 200)
