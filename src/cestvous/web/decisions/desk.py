"""The desk at which a decision is drafted, signed and rectified."""

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cestvous.activities.decisions import actions
from cestvous.activities.decisions import kind as acts
from cestvous.activities.decisions.models import Answer, AnswerOutcome, Commitment, DecisionVersion
from cestvous.activities.syntheses.models import Finding
from cestvous.kernel.verdicts import Verdict
from cestvous.procedure.consultations.policy import sponsor_mandate
from cestvous.web.accounts.fresh import fresh_sign_in
from cestvous.web.consultations.finding import Found, find
from cestvous.web.consultations.frame import frame_of
from cestvous.web.decisions.forms import AnswerForm, PreambleForm, ReasonForm
from cestvous.web.decisions.pages import DeskPage, answered_findings, commitments_of, in_draft, shape_of
from cestvous.web.design.shapes import Crumb
from cestvous.web.forms import carried_out, reopen
from cestvous.web.requests import PersonRequest


def may_draft(found: Found) -> Verdict:
    """Drafting before the signature, rectifying after it, or reading the draft in order to sign."""
    activity = found.activity(acts.NAME)
    verdicts = [found.may(act, activity) for act in (acts.DRAFT, acts.RECTIFY, acts.SIGN)]
    return next((verdict for verdict in verdicts if verdict), verdicts[0])


def draft_of(found: Found) -> DecisionVersion | None:
    activity = found.activity(acts.NAME)
    draft = DecisionVersion.objects.drafts().select_related("decision").filter(decision__activity=activity).first()
    if draft is not None:
        draft.decision.activity = activity
    return draft


def context_of(found: Found, title: str = "") -> dict[str, object]:
    crumb = Crumb(title or _("Draft"))
    return {"frame": frame_of(found, "decision", crumb)}


@require_safe
def decision_desk(request: PersonRequest, number: int) -> HttpResponse:
    """The draft: what is answered and what is not."""
    found = find(request, number)
    may_draft(found).or_deny()
    activity = found.activity(acts.NAME)
    versions = list(DecisionVersion.objects.filter(decision__activity=activity).order_by("number"))
    draft = next((row for row in versions if row.signed_at is None), None)
    may_rectify = bool(versions) and draft is None and bool(found.may(acts.RECTIFY, activity))
    if versions and draft is None and not may_rectify:
        return redirect("decision", number)  # signed, and not to be rectified yet: an empty draft would mislead
    page = DeskPage(
        draft=draft,
        findings=list(answered_findings(found, draft, editing=True)),
        commitments=list(
            Commitment.objects.filter(decision__activity=activity, signed_in__isnull=True)
            .prefetch_related("milestones")
            .order_by("number")
        ),
        obstacles=actions.obstacles_to_signature(activity, draft),
        may_sign=bool(found.may(acts.SIGN, activity)),
        may_rectify=may_rectify,
    )
    return render(request, "decisions/desk.html", {**context_of(found), "page": page})


def write_preamble(request: PersonRequest, number: int) -> HttpResponse:
    """The preamble, the authority, the date."""
    found = find(request, number)
    may_draft(found).or_deny()
    draft = draft_of(found)
    told = ("preamble", "authority", "deliberation", "decided_on", "edition")
    initial: dict[str, object] = {name: getattr(draft, name) for name in told} if draft else {"edition": 0}
    initial["authority"] = initial.get("authority") or found.consultation.decided_by
    form = PreambleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        activity = found.activity(acts.NAME)
        words = {**form.cleaned_data, "edition": form.cleaned_data["edition"] or 0}
        if carried_out(form, lambda: actions.edit_preamble(by=request.user, activity=activity, **words)):
            messages.success(request, _("Saved in the draft."))
            return redirect("decision_desk", number)
    theirs = None
    if form.errors and (standing := draft_of(found)) and form.data.get("edition") != str(standing.edition):
        theirs = standing
        reopen(form, "edition", standing.edition)
    context = {**context_of(found, _("Preamble")), "form": form, "theirs": theirs}
    return render(request, "decisions/preamble.html", context, status=422 if form.errors else 200)


def answer_finding(request: PersonRequest, number: int, n: int) -> HttpResponse:
    """The answer to one finding."""
    found = find(request, number)
    may_draft(found).or_deny()
    rows = Finding.objects.published().filter(synthesis__activity__consultation=found.consultation).with_words()
    finding = rows.filter(number=n).first()
    if finding is None:
        raise Http404
    known = Answer.objects.filter(version=draft_of(found), finding=finding).first()
    told = ("outcome", "reasons", "referred_to", "edition")
    initial = {name: getattr(known, name) for name in told} if known else {"edition": 0}
    form = AnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        activity = found.activity(acts.NAME)
        words = {
            "outcome": AnswerOutcome(form.cleaned_data["outcome"]),
            "reasons": form.cleaned_data["reasons"],
            "referred_to": form.cleaned_data["referred_to"],
            "edition": form.cleaned_data["edition"] or 0,
        }
        if carried_out(form, lambda: actions.answer(by=request.user, activity=activity, finding=finding, **words)):
            messages.success(request, _("The answer is in the draft. It is public once the decision is signed."))
            return redirect("decision_desk", number)
    theirs = None
    standing = Answer.objects.filter(version=draft_of(found), finding=finding).first() if form.errors else None
    if standing is not None and form.data.get("edition") != str(standing.edition):
        theirs = standing
        reopen(form, "edition", standing.edition)
    title = _("Finding %(number)d") % {"number": n}
    context = {**context_of(found, title), "form": form, "finding": finding, "theirs": theirs}
    return render(request, "decisions/answer.html", context, status=422 if form.errors else 200)


@fresh_sign_in
def begin_rectification(request: PersonRequest, number: int) -> HttpResponse:
    """Open a new version of a signed decision."""
    found = find(request, number)
    activity = found.activity(acts.NAME)
    found.may(acts.RECTIFY, activity).or_deny()
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if carried_out(form, lambda: actions.begin_rectification(by=request.user, activity=activity, reason=reason)):
            messages.success(request, _("A new version is being drafted. The signed one stands until this one is."))
            return redirect("decision_desk", number)
    context = {**context_of(found, _("Rectification")), "form": form}
    return render(request, "decisions/rectify.html", context, status=422 if form.errors else 200)


@fresh_sign_in
def sign_decision(request: PersonRequest, number: int) -> HttpResponse:
    """The elected official reads the whole once more, then signs what was read."""
    found = find(request, number)
    activity = found.activity(acts.NAME)
    found.may(acts.SIGN, activity).or_deny()
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        digest = request.POST.get("digest", "")[:64]
        if carried_out(form, lambda: actions.sign(by=request.user, activity=activity, digest=digest)):
            messages.success(request, _("The decision is signed and public. It changes only by a new version."))
            return redirect("decision", number)
    draft, commitments = draft_of(found), commitments_of(activity)
    drafted = in_draft(commitments)
    findings = list(answered_findings(found, draft, commitments, editing=True))
    answered = [(row.number, row.answer) for row in findings if row.answer is not None]
    context = {
        **context_of(found, _("Signature")),
        "draft": draft,
        "refused": form.non_field_errors(),
        "obstacles": actions.obstacles_to_signature(activity, draft),
        "findings": findings,
        "commitments": [shape_of(row, found) for row in drafted],
        "signer": sponsor_mandate(request.user, found.consultation, found.at),
        "digest": actions.draft_digest(draft, drafted, answered) if draft else "",
    }
    return render(request, "decisions/sign.html", context, status=409 if request.method == "POST" else 200)
