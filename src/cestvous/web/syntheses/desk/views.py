"""The desk itself, and the three steps that are public: publishing, revising, confirming."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cestvous.activities.syntheses import actions
from cestvous.activities.syntheses import kind as acts
from cestvous.activities.syntheses.models import Finding
from cestvous.web.forms import carried_out, reopen
from cestvous.web.requests import PersonRequest
from cestvous.web.syntheses.desk.access import at_desk
from cestvous.web.syntheses.desk.filters import Filters
from cestvous.web.syntheses.desk.forms import RevisionForm
from cestvous.web.syntheses.desk.pages import Heading, confirmation_of, debate_of, heading, publication_of
from cestvous.web.syntheses.desk.sheet import show_desk
from cestvous.web.syntheses.reading.finding import published_finding


@require_safe
def synthesis_desk(request: PersonRequest, number: int) -> HttpResponse:
    """What was said on the left, the draft on the right; after publication, what the debate asks of agents."""
    desk = at_desk(request, number)
    if desk.is_published:
        return render(request, "syntheses/desk/debate.html", {"head": heading(desk), "page": debate_of(desk)})
    return show_desk(request, desk, Filters.of(request.GET))


def synthesis_publish(request: PersonRequest, number: int) -> HttpResponse:
    """Say what publishing will do, or what stands in its way; then publish."""
    desk = at_desk(request, number)
    if request.method == "POST":
        version = actions.publish(by=request.user, activity=desk.activity)
        messages.success(
            request,
            _("The synthesis is published, version %(number)d. Everybody can read it.") % {"number": version.number},
        )
        return redirect("synthesis", number)
    head = heading(desk, _("Publish the synthesis"))
    return render(request, "syntheses/desk/publish.html", {"head": head, "page": publication_of(desk)})


def synthesis_confirm(request: PersonRequest, number: int) -> HttpResponse:
    """Say, after the debate, that the synthesis stands."""
    desk = at_desk(request, number)
    if request.method == "POST":
        actions.confirm(by=request.user, activity=desk.activity)
        messages.success(request, _("The synthesis is confirmed. The decision can answer it."))
        return redirect("synthesis", number)
    head = heading(desk, _("Confirm the synthesis"))
    return render(request, "syntheses/desk/confirm.html", {"head": head, "page": confirmation_of(desk)})


def revise_finding(request: PersonRequest, number: int, n: int) -> HttpResponse:
    """Publish new words for a finding, with the reason."""
    desk = at_desk(request, number)
    finding = published_finding(desk.found, n)
    if request.method != "POST":
        desk.found.may(acts.REVISE, finding.activity).or_deny()
    form, theirs = RevisionForm(request.POST or None, current=finding.words), None
    if request.method == "POST" and form.is_valid():
        if carried_out(form, lambda: _revise(request, finding, form)):
            messages.success(request, _("The finding is revised: its earlier version stays readable."))
            return redirect("finding", number, n)
        fresh = Finding.objects.with_words().get(pk=finding.pk).words
        if fresh.number != form.cleaned_data["opened_on"]:
            reopen(form, "opened_on", fresh.number)
            theirs = fresh
    head: Heading = heading(desk, _("Revise finding %(number)d") % {"number": n})
    page = {"head": head, "form": form, "finding": finding, "theirs": theirs}
    return render(request, "syntheses/desk/revise.html", page, status=422 if form.is_bound else 200)


def _revise(request: PersonRequest, finding: Finding, form: RevisionForm) -> None:
    words = form.cleaned_data
    actions.revise(
        by=request.user,
        finding=finding,
        title=words["title"],
        body=words["body"],
        reason=words["reason"],
        opened_on=words["opened_on"],
    )
