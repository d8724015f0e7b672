"""The pages and acts of a discussion. The owner of its thread says how to find it."""

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cestvous.foundation.discussions.models import Comment
from cestvous.kernel.dates import language
from cestvous.kernel.verdicts import Verdict
from cestvous.web.consultations.frame import frame_of
from cestvous.web.design.shapes import Crumb
from cestvous.web.discussions.forms import CommentForm, ReplyForm
from cestvous.web.discussions.place import Discussion
from cestvous.web.discussions.remarks import remark_alone
from cestvous.web.forms import carried_out, status_of
from cestvous.web.requests import PersonRequest


class Find(Protocol):
    """How the owner of threads finds a discussion: the one under its thing n° ``n``. Http404 if there is none."""

    def __call__(self, request: PersonRequest, number: int, n: int) -> Discussion: ...


def comment(request: PersonRequest, number: int, n: int, find: Find) -> HttpResponse:
    """Speak under a thing, for, against or neither."""
    discussion = find(request, number, n)
    verdict = discussion.may_comment()
    form = CommentForm(request.POST if request.method == "POST" else None)
    said = partial(discussion.actions.comment, by=request.user, under=discussion.subject, language=language())
    made: list[Comment] = []
    if form.is_valid() and carried_out(
        form, lambda: made.append(said(body=form.cleaned_data["body"], side=form.chosen))
    ):
        messages.success(request, _("Your argument is published. Others can reply to it and agree with it."))
        return redirect(discussion.urls.of_comment(made[0].number))
    return _shown(request, discussion, form, verdict, title=_("Say what you think"))


def reply(request: PersonRequest, number: int, n: int, comment: int, find: Find) -> HttpResponse:
    """Reply to a comment."""
    discussion = find(request, number, n)
    parent = _comment(discussion, comment)
    verdict = discussion.may_comment()
    if verdict and not parent.source.is_published:
        verdict = Verdict.no(_("This comment is no longer shown."))
    form = ReplyForm(request.POST if request.method == "POST" else None)
    said = partial(discussion.actions.comment, by=request.user, under=discussion.subject, language=language())
    made: list[Comment] = []
    if form.is_valid() and carried_out(form, lambda: made.append(said(body=form.cleaned_data["body"], parent=parent))):
        messages.success(request, _("Your reply is published."))
        return redirect(discussion.urls.of_comment(made[0].number))
    return _shown(request, discussion, form, verdict, title=_("Reply"), above=[parent])


def endorse(request: PersonRequest, number: int, n: int, comment: int, find: Find) -> HttpResponse:
    """Agree with an argument."""
    discussion = find(request, number, n)
    found = _comment(discussion, comment)
    if request.method == "POST":
        discussion.actions.endorse(by=request.user, under=discussion.subject, comment=found)
        messages.success(request, _("You agree with comment n° %(n)d.") % {"n": comment})
    return redirect(discussion.urls.of_comment(comment))


def withdraw_endorsement(request: PersonRequest, number: int, n: int, comment: int, find: Find) -> HttpResponse:
    """No longer agree with an argument."""
    discussion = find(request, number, n)
    found = _comment(discussion, comment)
    if request.method == "POST":
        discussion.actions.withdraw_endorsement(by=request.user, under=discussion.subject, comment=found)
        messages.success(request, _("You no longer agree with comment n° %(n)d.") % {"n": comment})
    return redirect(discussion.urls.of_comment(comment))


def withdraw(request: PersonRequest, number: int, n: int, comment: int, find: Find) -> HttpResponse:
    """Take a comment back, once that has been confirmed."""
    discussion = find(request, number, n)
    found = _comment(discussion, comment)
    if request.method == "POST":
        discussion.actions.withdraw_comment(by=request.user, under=discussion.subject, comment=found)
        messages.success(request, _("Your comment is withdrawn. Replies to it stay."))
        return redirect(discussion.urls.of_comment(comment))
    discussion.may_withdraw(found).or_deny()
    frame = frame_of(
        discussion.found, discussion.tab, Crumb(discussion.title, discussion.urls.page), Crumb(_("Withdraw a comment"))
    )
    shown = {"frame": frame, "discussion": discussion, "remark": remark_alone(discussion, found)}
    return render(request, "discussions/withdraw.html", shown)


def _comment(discussion: Discussion, number: int) -> Comment:
    found = Comment.objects.filter(thread=discussion.thread, number=number).with_words().order_by("pk").first()
    if found is None:
        raise Http404
    return found


def _shown(
    request: HttpRequest,
    discussion: Discussion,
    form: CommentForm | ReplyForm,
    verdict: Verdict,
    *,
    title: str,
    above: Sequence[Comment] = (),
) -> HttpResponse:
    """The page of a form: what it replies to, and the form with what was typed, or why it is refused."""
    frame = frame_of(discussion.found, discussion.tab, Crumb(discussion.title, discussion.urls.page), Crumb(title))
    shown = {
        "frame": frame,
        "discussion": discussion,
        "title": title,
        "above": [remark_alone(discussion, comment) for comment in above],
        "form": form if verdict or form.is_bound else None,
        "verdict": verdict,
    }
    return render(request, "discussions/comment.html", shown, status=status_of(form, verdict))
