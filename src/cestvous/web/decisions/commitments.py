"""Writing the commitments of a draft."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cestvous.activities.decisions import actions
from cestvous.activities.decisions import kind as acts
from cestvous.activities.decisions.models import Commitment
from cestvous.activities.syntheses.models import Finding
from cestvous.web.consultations.finding import Found, find
from cestvous.web.decisions.desk import context_of, may_draft
from cestvous.web.decisions.forms import CommitmentForm, told_of
from cestvous.web.decisions.pages import shape_of
from cestvous.web.forms import carried_out, reopen
from cestvous.web.requests import PersonRequest


def _findings(found: Found) -> list[Finding]:
    rows = Finding.objects.published().filter(synthesis__activity__consultation=found.consultation)
    return list(rows.with_words().in_order())


def _drafted(found: Found, n: int) -> Commitment:
    """The commitment of this number in the draft. Http404 if it is signed or there is none."""
    activity = found.activity(acts.NAME)
    drafted = Commitment.objects.filter(decision__activity=activity, signed_in__isnull=True).select_related("decision")
    findings = Prefetch("findings", Finding.objects.order_by("number"))
    row = drafted.filter(number=n).prefetch_related("milestones", findings).first()
    if row is None:
        raise Http404
    row.decision.activity = activity
    return row


def write_commitment(request: PersonRequest, number: int) -> HttpResponse:
    """A new commitment in the draft."""
    found = find(request, number)
    may_draft(found).or_deny()
    form = CommitmentForm(request.POST or None, _findings(found))
    if request.method == "POST" and form.is_valid():
        activity = found.activity(acts.NAME)
        if carried_out(form, lambda: actions.add_commitment(by=request.user, activity=activity, **form.told)):
            messages.success(request, _("The commitment is in the draft. The signature makes it binding."))
            return redirect("decision_desk", number)
    context = {**context_of(found, _("Commitment")), "form": form}
    return render(request, "decisions/write_commitment.html", context, status=422 if form.errors else 200)


def edit_commitment(request: PersonRequest, number: int, n: int) -> HttpResponse:
    """Rewrite a commitment of the draft."""
    found = find(request, number)
    may_draft(found).or_deny()
    row = _drafted(found, n)
    form = CommitmentForm(request.POST or None, _findings(found), initial=told_of(row))
    if request.method == "POST" and form.is_valid():
        edition = form.cleaned_data["edition"] or 0
        if carried_out(
            form, lambda: actions.edit_commitment(by=request.user, commitment=row, edition=edition, **form.told)
        ):
            messages.success(request, _("The commitment is rewritten in the draft."))
            return redirect("decision_desk", number)
    theirs = None
    if form.errors and form.data.get("edition") != str((standing := _drafted(found, n)).edition):
        theirs = shape_of(standing, found)
        reopen(form, "edition", standing.edition)
    context = {
        **context_of(found, _("Commitment %(number)d") % {"number": n}),
        "form": form,
        "commitment": row,
        "theirs": theirs,
    }
    return render(request, "decisions/write_commitment.html", context, status=422 if form.errors else 200)


@require_POST
def remove_commitment(request: PersonRequest, number: int, n: int) -> HttpResponse:
    """Take a commitment out of the draft."""
    found = find(request, number)
    may_draft(found).or_deny()
    actions.remove_commitment(by=request.user, commitment=_drafted(found, n))
    messages.success(request, _("The commitment is no longer in the draft."))
    return redirect("decision_desk", number)
