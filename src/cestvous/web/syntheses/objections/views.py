"""Objections: the list, one of them, filing, withdrawing, replying."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from cestvous.activities.syntheses import actions
from cestvous.activities.syntheses import kind as acts
from cestvous.activities.syntheses.models import Finding, Ground, Objection, Outcome, Synthesis
from cestvous.foundation.drafts.models import Draft
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source
from cestvous.kernel.dates import language
from cestvous.procedure.consultations.models import Activity
from cestvous.web.consultations.finding import Found, find
from cestvous.web.consultations.frame import Frame, frame_of
from cestvous.web.design.shapes import Crumb
from cestvous.web.drafts.keeping import KEEP, Desk
from cestvous.web.drafts.views import kept_at
from cestvous.web.forms import carried_out, status_of
from cestvous.web.pace import spoken
from cestvous.web.remedies import remedy_of
from cestvous.web.requests import PersonRequest, ReaderRequest, bounded
from cestvous.web.syntheses.objections.forms import ObjectionForm, ReplyForm
from cestvous.web.syntheses.objections.own import own_texts
from cestvous.web.syntheses.objections.pages import objection_of, objections_of, shown
from cestvous.web.syntheses.objections.replying import catch_up, reply_page

MINE_SHOWN = 50


def _frame(found: Found, *below: Crumb) -> Frame:
    url = reverse("objections", args=[found.consultation.number])
    return frame_of(found, "synthesis", Crumb(_("Objections"), url if below else ""), *below)


@login_not_required
@require_safe
def objections(request: ReaderRequest, number: int) -> HttpResponse:
    """All objections, with where each stands."""
    found = find(request, number)
    # Nothing asked: all of them. 0: those to no finding.
    finding = bounded(request, "finding", default=0) if "finding" in request.GET else None
    page = objections_of(found, request.GET.get("state", ""), bounded(request, "before", default=0), finding)
    return render(request, "syntheses/objections.html", {"frame": _frame(found), "page": page})


@login_not_required
@require_safe
def objection(request: ReaderRequest, number: int, n: int) -> HttpResponse:
    """One objection and its reply."""
    found = find(request, number)
    page = shown(objection_of(found, n), found)
    frame = _frame(found, Crumb(_("Objection n° %(number)d") % {"number": n}))
    return render(request, "syntheses/objection.html", {"frame": frame, "page": page, "at": found.at})


@login_not_required
def object_to_synthesis(request: ReaderRequest, number: int) -> HttpResponse:
    """File an objection for one of one's own contributions."""
    found = find(request, number)
    activity = found.activity(acts.NAME)
    synthesis = Synthesis.objects.filter(activity=activity, versions__isnull=False).order_by("pk").first()
    verdict = found.may(acts.OBJECT, activity)
    mine = list(own_texts(found).with_words()[:MINE_SHOWN]) if synthesis else []
    form, keeping = None, None
    if synthesis is not None and mine and (verdict or request.method == "POST") and isinstance(request.user, Person):
        desk = Desk(request.user, "object_to_synthesis", number)
        if request.method == "POST" and request.POST.get("do") == KEEP:
            return kept_at(desk, request)
        draft = desk.kept() if request.method != "POST" else None
        keeping = desk.keeping(draft)
        form = _objection_form(request, synthesis, mine, draft)
        made: list[Objection] = []
        if request.method == "POST" and form.is_valid() and _file(request, activity, form, made):
            desk.drop()
            messages.success(
                request,
                _("Your objection is public. The agents in charge must reply to it before the decision."),
            )
            return redirect("objection", number, made[0].number)
        if form.is_bound and not verdict:
            desk.keep_refused(request.POST)
    frame = _frame(found, Crumb(_("Object")))
    page = {
        "frame": frame,
        "form": form,
        "keeping": keeping,
        "verdict": verdict,
        "remedy": remedy_of(found, verdict, acts.OBJECT, request.get_full_path()),
        "published": synthesis is not None,
    }
    return render(request, "syntheses/object.html", page, status=status_of(form, verdict))


def _objection_form(
    request: ReaderRequest, synthesis: Synthesis, mine: list[Source], draft: Draft | None
) -> ObjectionForm:
    """Filled with what the address asks for, then with what the draft kept."""
    findings = list(synthesis.findings.published().with_words().order_by("number"))
    asked, disputed = bounded(request, "contribution", default=0), bounded(request, "finding", default=0)
    numbers = {source.number for source in mine}
    kept: dict[str, object] = dict(draft.words) if draft else {}
    initial: dict[str, object] = kept | {
        "contribution": asked
        if asked in numbers
        else kept.get("contribution", mine[0].number if len(mine) == 1 else None),
        "finding": disputed or kept.get("finding"),
    }
    return ObjectionForm(request.POST or None, mine=mine, findings=findings, initial=initial)


def _file(request: ReaderRequest, activity: Activity, form: ObjectionForm, made: list[Objection]) -> bool:
    if not request.user.is_authenticated:
        return False
    by, words = request.user, form.cleaned_data
    return spoken(
        request,
        form,
        lambda: made.append(
            actions.object_to(
                by=by,
                activity=activity,
                about=form.about,
                ground=Ground(words["ground"]),
                body=words["body"],
                finding=form.disputed,
                language=language(),
            )
        ),
    )


def withdraw_objection(request: PersonRequest, number: int, n: int) -> HttpResponse:
    """Take one's objection back, once that has been confirmed."""
    found = find(request, number)
    row = objection_of(found, n)
    if request.method == "POST":
        actions.withdraw_objection(by=request.user, objection=row)
        messages.success(request, _("Your objection is withdrawn. It no longer waits for a reply."))
        return redirect("objection", number, n)
    found.may(acts.WITHDRAW_OBJECTION, row).or_deny()
    page = shown(row, found)
    frame = _frame(found, Crumb(_("Objection n° %(number)d") % {"number": n}, page.url), Crumb(_("Withdraw")))
    return render(request, "syntheses/withdraw_objection.html", {"frame": frame, "page": page})


def reply_to_objection(request: PersonRequest, number: int, n: int) -> HttpResponse:
    """Reply to an objection: maintain the finding with reasons, or revise it in the same form."""
    found = find(request, number)
    row = objection_of(found, n)
    verdict = found.may(acts.REPLY, row)
    if request.method != "POST":
        verdict.or_deny()
    page = reply_page(found, row, bounded(request, "finding", default=0))
    form = ReplyForm(request.POST or None, current=page.revised.current if page.revised else None)
    if request.method == "POST" and form.is_valid():
        if carried_out(form, lambda: _reply(request, row, form, page.revised)):
            messages.success(request, _("Your reply is published beside the objection."))
            return redirect("objection", number, n)
        page = catch_up(form, page)
    frame = _frame(
        found,
        Crumb(_("Objection n° %(number)d") % {"number": n}, page.objection.url),
        Crumb(pgettext("objection", "Reply")),
    )
    status = 422 if form.is_bound else 200
    return render(request, "syntheses/reply.html", {"frame": frame, "page": page, "form": form}, status=status)


def _reply(request: PersonRequest, row: Objection, form: ReplyForm, revised: Finding | None) -> None:
    words = form.cleaned_data
    actions.reply(
        by=request.user,
        objection=row,
        outcome=Outcome(words["outcome"]),
        body=words["body"],
        finding=revised,
        title=words.get("title", ""),
        revised_body=words.get("revised_body", ""),
        opened_on=words.get("opened_on") or 0,
    )
