"""Questions and their replies."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cestvous.activities.questions import actions, kind
from cestvous.activities.questions.models import Question
from cestvous.foundation.people.models import Person
from cestvous.kernel.dates import language
from cestvous.web.consultations.finding import Found, find
from cestvous.web.consultations.frame import frame_of
from cestvous.web.design.shapes import Crumb
from cestvous.web.drafts.keeping import KEEP, Desk
from cestvous.web.drafts.views import kept_at
from cestvous.web.forms import carried_out, catch_up, status_of
from cestvous.web.pace import spoken
from cestvous.web.questions.forms import QuestionForm, ReplyForm
from cestvous.web.questions.pages import ask_page_of, list_of, page_of, reply_page_of, shown_of
from cestvous.web.requests import PersonRequest, ReaderRequest

TAB = "questions"


def find_question(request: ReaderRequest | PersonRequest, number: int, n: int) -> tuple[Found, Question]:
    """The consultation and its question n° ``n``, with its words and reply. Http404 if there is none."""
    found = find(request, number)
    question = Question.objects.of(found.consultation).filter(number=n).with_words().latest_first().first()
    if question is None:
        raise Http404
    rows = found.consultation.activities
    question.activity = next(row for row in rows if row.pk == question.activity_id)
    return found, question


@login_not_required
@require_safe
def questions(request: ReaderRequest, number: int) -> HttpResponse:
    """The questions asked, newest first, with their replies."""
    found = find(request, number)
    found.activity(kind.NAME)
    return render(request, "questions/list.html", {"frame": frame_of(found, TAB), "page": list_of(found, request)})


@login_not_required
def ask(request: ReaderRequest, number: int) -> HttpResponse:
    """Ask a question; a visitor learns here what it takes."""
    found = find(request, number)
    activity = found.activity(kind.NAME)
    verdict = found.may(kind.ASK, activity)
    form, keeping, made = None, None, list[Question]()
    if isinstance(request.user, Person):
        person = request.user
        desk = Desk(person, "ask", number)
        if request.method == "POST" and request.POST.get("do") == KEEP:
            return kept_at(desk, request)
        draft = desk.kept() if request.method != "POST" and verdict else None
        keeping = desk.keeping(draft)
        form = QuestionForm(request.POST if request.method == "POST" else None, initial=draft.words if draft else {})
        if form.is_valid() and spoken(
            request,
            form,
            lambda: made.append(
                actions.ask(by=person, to=activity, body=form.cleaned_data["body"], language=language())
            ),
        ):
            desk.drop()
            words = _("Your question is published. The agents in charge reply to it here, for everybody to read.")
            messages.success(request, words)
            return redirect("question", number, made[0].number)
        if form.is_bound and not verdict:
            desk.keep_refused(request.POST)
    page = ask_page_of(found, request, form, verdict, keeping)
    frame = frame_of(found, TAB, Crumb(_("Ask a question")))
    return render(request, "questions/ask.html", {"frame": frame, "page": page}, status=status_of(form, verdict))


@login_not_required
@require_safe
def question(request: ReaderRequest, number: int, n: int) -> HttpResponse:
    """One question and its reply."""
    found, subject = find_question(request, number, n)
    page = page_of(found, subject)
    frame = frame_of(found, TAB, Crumb(page.question.name))
    return render(request, "questions/question.html", {"frame": frame, "page": page})


def reply_to_question(request: PersonRequest, number: int, n: int) -> HttpResponse:
    """Reply to a question, or put a new version of the reply on the record."""
    found, subject = find_question(request, number, n)
    verdict = found.may(kind.REPLY, subject)
    known = subject.reply.words if subject.reply else None
    initial = {"body": known.body if known else "", "opened_on": known.number if known else 0}
    form = ReplyForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and carried_out(
        form, lambda: actions.reply(by=request.user, question=subject, **form.cleaned_data)
    ):
        messages.success(request, _("Your reply is published, with your name and function."))
        return redirect("question", number, n)
    if form.is_bound:
        # Somebody may have replied since the question was read above.
        found, subject = find_question(request, number, n)
    current = subject.reply.words.number if subject.reply else 0
    is_outdated = form.is_bound and catch_up(form, current)
    page = reply_page_of(found, subject, form, verdict, is_outdated=is_outdated)
    frame = frame_of(found, TAB, Crumb(page.question.name, page.question.url), Crumb(_("Reply")))
    return render(request, "questions/reply.html", {"frame": frame, "page": page}, status=status_of(form, verdict))


def withdraw_question(request: PersonRequest, number: int, n: int) -> HttpResponse:
    """Take one's question back, once that has been confirmed."""
    found, subject = find_question(request, number, n)
    found.may(kind.WITHDRAW, subject).or_deny()
    if request.method == "POST":
        actions.withdraw(by=request.user, question=subject)
        messages.success(request, _("Your question is withdrawn. A reply to it stays."))
        return redirect("question", number, n)
    shown = shown_of(found, subject)
    frame = frame_of(found, TAB, Crumb(shown.name, shown.url), Crumb(_("Withdraw")))
    return render(request, "questions/withdraw.html", {"frame": frame, "question": shown})
