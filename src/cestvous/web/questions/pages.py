"""What the pages of questions show."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.activities.questions import kind
from cestvous.activities.questions.models import Question
from cestvous.foundation.sources.models import Source, Standing, Version
from cestvous.kernel.verdicts import Verdict
from cestvous.web.consultations.finding import Found
from cestvous.web.design.dates import ago
from cestvous.web.design.shapes import Facet, Link
from cestvous.web.drafts.keeping import Keeping
from cestvous.web.questions.forms import QuestionForm, ReplyForm
from cestvous.web.remedies import NO_REMEDY, remedy_of
from cestvous.web.requests import bounded
from cestvous.web.sources import Said, said
from cestvous.web.translations.reading import replied

A_PAGE = 20


@dataclass(frozen=True)
class QuestionShown:
    """A question with its reply in place. ``waits`` says for how long it has had none.

    An empty address is an act that is not offered.
    """

    number: int
    name: str
    url: str
    said: Said
    reply: Said | None
    reply_note: str
    waits: str
    reply_url: str
    withdraw_url: str


@dataclass(frozen=True)
class QuestionsPage:
    """A page of the list, newest first."""

    questions: Sequence[QuestionShown]
    facets: Sequence[Facet]
    count_line: str
    newest_url: str
    older_url: str
    all_url: str
    is_narrowed: bool
    may_ask: Verdict
    remedy: Link


def list_of(found: Found, request: HttpRequest) -> QuestionsPage:
    """Questions as the address asks for them: ?waiting=1 for those without a reply, ?before=12."""
    consultation = found.consultation
    page = reverse("questions", args=[consultation.number])
    before, only_waiting = bounded(request, "before", default=0), request.GET.get("waiting") == "1"
    activities = [row.pk for row in consultation.activities if row.kind == kind.NAME]
    asked = Question.objects.filter(activity__in=activities, source__standing=Standing.PUBLISHED)
    open_ones = asked.filter(reply__isnull=True)
    rows = open_ones if only_waiting else asked
    if before:
        rows = rows.filter(number__lt=before)
    found_rows = list(rows.with_words().latest_first()[: A_PAGE + 1])
    shown = found_rows[:A_PAGE]
    count = next((row.count for row in consultation.registers.filter(kind=kind.NAME)), 0)
    waiting = open_ones.count() if count else 0
    narrowed = f"{page}?waiting=1" if only_waiting else page
    may_ask = found.may(kind.ASK, found.activity(kind.NAME))
    mark = "&" if only_waiting else "?"
    older = f"{narrowed}{mark}before={shown[-1].number}" if len(found_rows) > A_PAGE else ""
    return QuestionsPage(
        questions=[shown_of(found, row) for row in shown],
        facets=[Facet(_("Waiting for a reply"), page if only_waiting else f"{page}?waiting=1", waiting, only_waiting)]
        if waiting or only_waiting
        else [],
        count_line=_count_line(count, waiting),
        newest_url=narrowed if before else "",
        older_url=older,
        all_url=page,
        is_narrowed=only_waiting,
        may_ask=may_ask,
        remedy=remedy_of(found, may_ask, kind.ASK, reverse("ask", args=[consultation.number])),
    )


def _count_line(count: int, waiting: int) -> str:
    if not count:
        return ""
    asked = ngettext("%(count)d question", "%(count)d questions", count) % {"count": count}
    replied = ngettext("%(count)d with a reply", "%(count)d with a reply", count - waiting)
    return f"{asked} · {replied % {'count': count - waiting}}"


def shown_of(found: Found, question: Question) -> QuestionShown:
    """Costs no query after ``with_words``."""
    # The activity that knows its consultation, procedure and all: policy asks no more of the database.
    rows = found.consultation.activities
    question.activity = next(row for row in rows if row.pk == question.activity_id)
    args = [found.consultation.number, question.number]
    words = said(question.source, found.reader)
    reply = replied(found.consultation, question.reply, found.reader) if question.reply else None
    since = _("No reply yet. Asked %(ago)s.") % {"ago": ago(question.source.said_at, found.at)}
    return QuestionShown(
        number=question.number,
        name=_("Question n° %(number)d") % {"number": question.number},
        url=reverse("question", args=args),
        said=words,
        reply=reply,
        reply_note=_("version %(number)d") % {"number": reply.version} if reply and reply.version > 1 else "",
        waits="" if reply or words.gone else since,
        reply_url=reverse("reply_to_question", args=args) if found.may(kind.REPLY, question) else "",
        withdraw_url=reverse("withdraw_question", args=args) if found.may(kind.WITHDRAW, question) else "",
    )


@dataclass(frozen=True)
class QuestionPage:
    """One question, its reply, and the earlier versions of that reply."""

    question: QuestionShown
    earlier: Sequence[Version]


def page_of(found: Found, question: Question) -> QuestionPage:
    return QuestionPage(shown_of(found, question), _earlier(question.reply))


def _earlier(reply: Source | None) -> list[Version]:
    """The versions of a reply before the one shown, the latest first."""
    if reply is None or not reply.is_published or reply.words.number == 1:
        return []
    return list(Version.objects.filter(source=reply, number__lt=reply.words.number).order_by("-number"))


@dataclass(frozen=True)
class AskPage:
    """The form to ask; None when ``verdict`` refuses."""

    verdict: Verdict
    form: QuestionForm | None
    cancel_url: str
    remedy: Link = NO_REMEDY
    keeping: Keeping | None = None


def ask_page_of(
    found: Found, request: HttpRequest, form: QuestionForm | None, verdict: Verdict, keeping: Keeping | None
) -> AskPage:
    return AskPage(
        verdict=verdict,
        form=form if verdict or (form is not None and form.is_bound) else None,
        cancel_url=reverse("questions", args=[found.consultation.number]),
        remedy=remedy_of(found, verdict, kind.ASK, request.path),
        keeping=keeping,
    )


@dataclass(frozen=True)
class ReplyPage:
    """The form to reply; None when ``verdict`` refuses. ``theirs``: the reply that was saved meanwhile."""

    verdict: Verdict
    question: QuestionShown
    form: ReplyForm | None
    theirs: Said | None


def reply_page_of(
    found: Found, question: Question, form: ReplyForm, verdict: Verdict, *, is_outdated: bool
) -> ReplyPage:
    shown = shown_of(found, question)
    return ReplyPage(
        verdict=verdict,
        question=shown,
        form=form if verdict or form.is_bound else None,
        theirs=shown.reply if is_outdated else None,
    )
