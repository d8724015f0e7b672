"""The desk at which a decision is drafted, signed and rectified."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cestvous.activities.decisions import actions
from cestvous.activities.decisions import kind as acts
from cestvous.activities.decisions.models import Answer, AnswerOutcome, Commitment, DecisionVersion
from cestvous.activities.syntheses.models import Finding
from cestvous.kernel.verdicts import Verdict
from cestvous.web.consultations.finding import Found, find
from cestvous.web.consultations.frame import frame_of
from cestvous.web.decisions.forms import AnswerForm, CommitmentForm, PreambleForm, ReasonForm
from cestvous.web.decisions.pages import DeskPage, answered_findings
from cestvous.web.design.shapes import Crumb
from cestvous.web.forms import carried_out, reopen
from cestvous.web.requests import PersonRequest


def _may_draft(found: Found) -> Verdict:
    """Drafting before the signature, rectifying after it, or reading the draft in order to sign."""
    activity = found.activity(acts.NAME)
    verdicts = [found.may(act, activity) for act in (acts.DRAFT, acts.RECTIFY, acts.SIGN)]
    return next((verdict for verdict in verdicts if verdict), verdicts[0])


def _draft(found: Found) -> DecisionVersion | None:
    return DecisionVersion.objects.drafts().filter(decision__activity=found.activity(acts.NAME)).first()


def _context(found: Found, title: str = "") -> dict[str, object]:
    crumb = Crumb(title or _("Draft"))
    return {"frame": frame_of(found, "decision", crumb)}


def decision_desk(request: PersonRequest, number: int) -> HttpResponse:
    """The draft: what is answered and what is not."""
    found = find(request, number)
    _may_draft(found).or_deny()
    activity = found.activity(acts.NAME)
    decision = actions.decision_of(activity)
    draft = _draft(found)
    signed = decision.versions.signed().exists()
    page = DeskPage(
        decision=decision,
        draft=draft,
        findings=list(answered_findings(found.consultation, draft, editing=True)),
        commitments=list(decision.commitments.filter(signed_in__isnull=True).with_milestones()),
        obstacles=actions.obstacles_to_signature(decision, draft),
        may_sign=bool(found.may(acts.SIGN, activity)),
        may_rectify=signed and draft is None and bool(found.may(acts.RECTIFY, activity)),
        digest=actions.draft_digest(draft) if draft else "",
    )
    return render(request, "decisions/desk.html", {**_context(found), "page": page})


def write_preamble(request: PersonRequest, number: int) -> HttpResponse:
    """The preamble, the authority, the date."""
    found = find(request, number)
    _may_draft(found).or_deny()
    draft = _draft(found)
    told = ("preamble", "authority", "deliberation", "decided_on", "edition")
    initial = {name: getattr(draft, name) for name in told} if draft else {"edition": 0}
    form = PreambleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        decision = actions.decision_of(found.activity(acts.NAME))
        words = {**form.cleaned_data, "edition": form.cleaned_data["edition"] or 0}
        if carried_out(form, lambda: actions.edit_preamble(by=request.user, decision=decision, **words)):
            messages.success(request, _("Saved in the draft."))
            return redirect("decision_desk", number)
        theirs = _draft(found)
        reopen(form, "edition", theirs.edition if theirs else 0)
    context = {**_context(found, _("Preamble")), "form": form, "theirs": _draft(found) if form.errors else None}
    return render(request, "decisions/preamble.html", context, status=422 if form.errors else 200)


def answer_finding(request: PersonRequest, number: int, n: int) -> HttpResponse:
    """The answer to one finding."""
    found = find(request, number)
    _may_draft(found).or_deny()
    rows = Finding.objects.published().filter(synthesis__activity__consultation=found.consultation).with_words()
    finding = rows.filter(number=n).first()
    if finding is None:
        raise Http404
    known = Answer.objects.filter(version=_draft(found), finding=finding).first()
    told = ("outcome", "reasons", "referred_to", "edition")
    initial = {name: getattr(known, name) for name in told} if known else {"edition": 0}
    form = AnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        decision = actions.decision_of(found.activity(acts.NAME))
        words = {
            "outcome": AnswerOutcome(form.cleaned_data["outcome"]),
            "reasons": form.cleaned_data["reasons"],
            "referred_to": form.cleaned_data["referred_to"],
            "edition": form.cleaned_data["edition"] or 0,
        }
        if carried_out(form, lambda: actions.answer(by=request.user, decision=decision, finding=finding, **words)):
            messages.success(request, _("The answer is in the draft. It is public once the decision is signed."))
            return redirect("decision_desk", number)
        known = Answer.objects.filter(version=_draft(found), finding=finding).first()
        reopen(form, "edition", known.edition if known else 0)
    title = _("Finding %(number)d") % {"number": n}
    context = {**_context(found, title), "form": form, "finding": finding, "theirs": known if form.errors else None}
    return render(request, "decisions/answer.html", context, status=422 if form.errors else 200)


def write_commitment(request: PersonRequest, number: int) -> HttpResponse:
    """A new commitment in the draft."""
    found = find(request, number)
    _may_draft(found).or_deny()
    rows = Finding.objects.published().filter(synthesis__activity__consultation=found.consultation)
    findings = list(rows.with_words().in_order())
    form = CommitmentForm(request.POST or None, findings)
    if request.method == "POST" and form.is_valid():
        decision = actions.decision_of(found.activity(acts.NAME))
        told = {**form.cleaned_data, "findings": list(form.cleaned_data["findings"].select_related("thread"))}
        if carried_out(form, lambda: actions.add_commitment(by=request.user, decision=decision, **told)):
            messages.success(request, _("The commitment is in the draft. The signature makes it binding."))
            return redirect("decision_desk", number)
    context = {**_context(found, _("Commitment")), "form": form}
    return render(request, "decisions/write_commitment.html", context, status=422 if form.errors else 200)


@require_POST
def remove_commitment(request: PersonRequest, number: int, n: int) -> HttpResponse:
    """Take a commitment out of the draft."""
    found = find(request, number)
    _may_draft(found).or_deny()
    activity = found.activity(acts.NAME)
    row = Commitment.objects.filter(decision__activity=activity, number=n).select_related("decision").first()
    if row is None:
        raise Http404
    row.decision.activity = activity
    actions.remove_commitment(by=request.user, commitment=row)
    messages.success(request, _("The commitment is no longer in the draft."))
    return redirect("decision_desk", number)


def begin_rectification(request: PersonRequest, number: int) -> HttpResponse:
    """Open a new version of a signed decision."""
    found = find(request, number)
    found.may(acts.RECTIFY, found.activity(acts.NAME)).or_deny()
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decision = actions.decision_of(found.activity(acts.NAME))
        reason = form.cleaned_data["reason"]
        if carried_out(form, lambda: actions.begin_rectification(by=request.user, decision=decision, reason=reason)):
            messages.success(request, _("A new version is being drafted. The signed one stands until this one is."))
            return redirect("decision_desk", number)
    context = {**_context(found, _("Rectification")), "form": form}
    return render(request, "decisions/rectify.html", context, status=422 if form.errors else 200)


def sign_decision(request: PersonRequest, number: int) -> HttpResponse:
    """The elected official reads the whole once more, then signs what was read."""
    found = find(request, number)
    activity = found.activity(acts.NAME)
    found.may(acts.SIGN, activity).or_deny()
    decision = actions.decision_of(activity)
    draft = _draft(found)
    conflict = ""
    if request.method == "POST":
        digest = request.POST.get("digest", "")[:64]
        if draft is not None and digest == actions.draft_digest(draft):
            actions.sign(by=request.user, decision=decision, digest=digest)
            messages.success(request, _("The decision is signed and public. It changes only by a new version."))
            return redirect("decision", number)
        conflict = _("The draft has changed since you read it. Read it again before you sign.")
    context = {
        **_context(found, _("Signature")),
        "draft": draft,
        "conflict": conflict,
        "obstacles": actions.obstacles_to_signature(decision, draft),
        "findings": list(answered_findings(found.consultation, draft, editing=True)),
        "commitments": list(decision.commitments.filter(signed_in__isnull=True).with_milestones()),
        "digest": actions.draft_digest(draft) if draft else "",
    }
    return render(request, "decisions/sign.html", context, status=409 if conflict else 200)
