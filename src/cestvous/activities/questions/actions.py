"""Every write to questions and their replies."""

from cestvous.activities.questions import events
from cestvous.activities.questions import kind as acts
from cestvous.activities.questions.models import Question
from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.journal.actions import Facts, record
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources import actions as sources
from cestvous.foundation.sources.models import Source
from cestvous.kernel.languages import DEFAULT_LANGUAGE
from cestvous.kernel.references import Reference
from cestvous.kernel.transactions import action
from cestvous.procedure.consultations.actions import EditedMeanwhile, allot, recount, settle, take_part
from cestvous.procedure.consultations.models import Activity
from cestvous.procedure.consultations.policy import leading_mandate, may


@action
def ask(*, by: Person, to: Activity, body: str, language: str = DEFAULT_LANGUAGE) -> Question:
    """Put a question to those who lead the consultation. A form sent twice asks once."""
    consultation = to.consultation
    at = settle(consultation)
    may(by, acts.ASK, to, at).or_deny()
    body = sources.said(body)
    author = author_of(by)
    again = sources.just_said(author=author, body=body, at=at)
    if known := Question.objects.filter(activity=to, source__in=again).order_by("number").first():
        return known
    take_part(consultation, author, at)
    number = allot(consultation, acts.NAME)
    reference = Reference("question", number, consultation.number)
    source = sources.publish(reference=reference, author=author, body=body, at=at, language=language)
    question = Question.objects.create(activity=to, number=number, source=source)
    record(events.ASKED, on=reference, at=at, actor=author.identifier, facts={"digest": source.words.digest})
    return question


def _fresh(question: Question) -> Question:
    """The question as it is now, held until the transaction ends."""
    Question.objects.select_for_update().get(pk=question.pk)
    fresh = Question.objects.with_words().get(pk=question.pk)
    fresh.activity = question.activity
    return fresh


@action
def reply(*, by: Person, question: Question, body: str, opened_on: int = 0) -> Source:
    """Reply to a question, marked with name and function; replying again is a new version of the reply.

    ``opened_on``: the number of the version that the form was opened on, 0 if there was no reply yet.
    """
    consultation = question.activity.consultation
    at = settle(consultation)
    question = _fresh(question)
    may(by, acts.REPLY, question, at).or_deny()
    body = sources.said(body)
    known = question.reply
    if known is not None and known.words.body == body:
        return known
    if (known.words.number if known else 0) != opened_on:
        raise EditedMeanwhile
    author, mandate = author_of(by), leading_mandate(by, consultation, at)
    if known is not None:
        version = sources.rewrite(source=known, body=body, at=at)
        facts: Facts = {"version": version.number, "digest": version.digest, "mandate": mandate.pk if mandate else None}
        record(events.REPLY_REVISED, on=question.reference, at=at, actor=author.identifier, facts=facts)
        return known
    number = allot(consultation, "replies")
    reference = Reference("reply", number, consultation.number)
    question.reply = sources.publish(reference=reference, author=author, mandate=mandate, body=body, at=at)
    question.save(update_fields=["reply"])
    facts = {"digest": question.reply.words.digest, "mandate": mandate.pk if mandate else None}
    record(events.REPLIED, on=question.reference, at=at, actor=author.identifier, facts=facts)
    return question.reply


@action
def withdraw(*, by: Person, question: Question) -> None:
    """Take a question back; a reply to it stays."""
    consultation = question.activity.consultation
    at = settle(consultation)
    question = _fresh(question)
    may(by, acts.WITHDRAW, question, at).or_deny()
    sources.withdraw(source=question.source, at=at)
    recount(consultation, acts.NAME, by=-1)
    record(events.WITHDRAWN, on=question.reference, at=at, actor=author_of(by).identifier)


@action
def erase(*, question: Question) -> None:
    """Erase the words of a question whose author's account is erased; a reply to it stays. The caller records it."""
    consultation = question.activity.consultation
    at = settle(consultation)
    question = _fresh(question)
    if question.source.is_published:
        recount(consultation, acts.NAME, by=-1)
    sources.erase(source=question.source, at=at)
