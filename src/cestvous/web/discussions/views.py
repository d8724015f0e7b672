"""The pages and acts of a discussion. The owner of the thread finds it, and gives the action that writes."""

from collections.abc import Sequence
from typing import Protocol

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cestvous.foundation.discussions.models import Comment, Side
from cestvous.kernel.verdicts import Verdict
from cestvous.web.consultations.frame import frame_of
from cestvous.web.design.shapes import Crumb
from cestvous.web.discussions.forms import CommentForm, ReplyForm
from cestvous.web.discussions.pages import remark_alone
from cestvous.web.discussions.place import Discussion
from cestvous.web.forms import carried_out


class Say(Protocol):
    """The owner's action that adds a comment, ``by`` and the thing already bound."""

    def __call__(self, *, body: str, side: Side = ..., parent: Comment | None = ...) -> Comment: ...


class Touch(Protocol):
    """The owner's action on one comment, ``by`` and the thing already bound."""

    def __call__(self, *, comment: Comment) -> None: ...


def comment(request: HttpRequest, discussion: Discussion, say: Say) -> HttpResponse:
    """Speak under a thing, for, against or neither."""
    verdict = discussion.may_comment()
    form = CommentForm(request.POST if request.method == "POST" else None)
    made: list[Comment] = []
    if form.is_valid() and carried_out(
        form, lambda: made.append(say(body=form.cleaned_data["body"], side=form.chosen))
    ):
        messages.success(request, _("Your argument is published. Others can reply to it and agree with it."))
        return redirect(discussion.urls.of_comment(made[0].number))
    return _shown(request, discussion, form, verdict, title=_("Say what you think"))


def reply(request: HttpRequest, discussion: Discussion, number: int, say: Say) -> HttpResponse:
    """Reply to a comment."""
    parent = _comment(discussion, number)
    verdict = discussion.may_comment()
    if verdict and not parent.source.is_published:
        verdict = Verdict.no(_("This comment is no longer shown."))
    form = ReplyForm(request.POST if request.method == "POST" else None)
    made: list[Comment] = []
    if form.is_valid() and carried_out(form, lambda: made.append(say(body=form.cleaned_data["body"], parent=parent))):
        messages.success(request, _("Your reply is published."))
        return redirect(discussion.urls.of_comment(made[0].number))
    return _shown(request, discussion, form, verdict, title=_("Reply"), above=[parent])


def endorse(request: HttpRequest, discussion: Discussion, number: int, touch: Touch) -> HttpResponse:
    """Agree with an argument."""
    found = _comment(discussion, number)
    if request.method == "POST":
        touch(comment=found)
        messages.success(request, _("You agree with comment n° %(n)d.") % {"n": number})
    return redirect(discussion.urls.of_comment(number))


def withdraw_endorsement(request: HttpRequest, discussion: Discussion, number: int, touch: Touch) -> HttpResponse:
    """No longer agree with an argument."""
    found = _comment(discussion, number)
    if request.method == "POST":
        touch(comment=found)
        messages.success(request, _("You no longer agree with comment n° %(n)d.") % {"n": number})
    return redirect(discussion.urls.of_comment(number))


def withdraw(request: HttpRequest, discussion: Discussion, number: int, touch: Touch) -> HttpResponse:
    """Take a comment back, once that has been confirmed."""
    found = _comment(discussion, number)
    if request.method == "POST":
        touch(comment=found)
        messages.success(request, _("Your comment is withdrawn. Replies to it stay."))
        return redirect(discussion.urls.of_comment(number))
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
    status = 422 if form.is_bound else 200 if verdict else 403
    return render(request, "discussions/comment.html", shown, status=status)
