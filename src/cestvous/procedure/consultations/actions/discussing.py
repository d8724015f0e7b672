"""Discussing a thing of an activity: comments, replies, endorsements. Its owner says under which acts."""

from dataclasses import dataclass
from typing import Protocol

from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.authors.models import Author
from cestvous.foundation.discussions import actions as discussions
from cestvous.foundation.discussions.models import Comment, Side, Thread
from cestvous.foundation.journal.actions import Facts, record
from cestvous.foundation.journal.events import EventKind
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources import actions as sources
from cestvous.foundation.sources.models import Source
from cestvous.kernel.languages import DEFAULT_LANGUAGE
from cestvous.kernel.references import Reference
from cestvous.kernel.transactions import action
from cestvous.procedure.consultations.actions.register import allot, recount, take_part
from cestvous.procedure.consultations.actions.settling import settle
from cestvous.procedure.consultations.models import Consultation
from cestvous.procedure.consultations.policy import InActivity, Remark, check_parent, leading_mandate, may


class Discussed(InActivity, Protocol):
    """A thing of an activity under which a thread hangs."""

    @property
    def thread(self) -> Thread: ...

    @property
    def reference(self) -> Reference: ...


@dataclass(frozen=True)
class Step:
    """One thing that people do in a discussion: the act that must be open, and the event it leaves."""

    act: str
    event: EventKind


@dataclass(frozen=True, kw_only=True)
class Discussing:
    """How things of one kind are discussed. The owner of their threads makes one, and offers its actions as its own."""

    commenting: Step
    withdrawing: Step
    endorsing: Step
    unendorsing: Step

    @action
    def comment(
        self,
        *,
        by: Person,
        under: Discussed,
        body: str,
        side: Side = Side.NEUTRAL,
        parent: Comment | None = None,
        language: str = DEFAULT_LANGUAGE,
    ) -> Comment:
        """Say something under a thing: for, against or neutral; or reply to what was said. A form sent twice says it
        once."""
        consultation, thread = under.activity.consultation, under.thread
        at = settle(consultation)
        may(by, self.commenting.act, under, at).or_deny()
        if parent is not None:
            check_parent(parent, thread.pk).or_deny()
        body = sources.said(body)
        author = author_of(by)
        known = discussions.just_said(thread=thread, author=author, side=side, body=body, parent=parent, at=at)
        if known is not None:
            return known
        take_part(consultation, author, at)
        said = discussions.append(
            thread=thread,
            number=allot(consultation, "comments"),
            author=author,
            mandate=leading_mandate(by, consultation, at),
            side=side,
            body=body,
            parent=parent,
            at=at,
            language=language,
        )
        facts: Facts = {"comment": said.number, "digest": said.source.words.digest}
        record(self.commenting.event, on=under.reference, at=at, actor=author.identifier, facts=facts)
        return said

    @action
    def withdraw_comment(self, *, by: Person, under: Discussed, comment: Comment) -> None:
        """Take a comment back; replies to it stay."""
        consultation = under.activity.consultation
        at = settle(consultation)
        remark = _remark(under, comment)
        may(by, self.withdrawing.act, remark, at).or_deny()
        # The register before the thread, as in ``comment``: the other way round two writers could wait for each other.
        recount(consultation, "comments", by=-1)
        discussions.withdraw(comment=remark.comment, at=at)
        facts = {"comment": comment.number}
        record(self.withdrawing.event, on=under.reference, at=at, actor=author_of(by).identifier, facts=facts)

    @action
    def endorse(self, *, by: Person, under: Discussed, comment: Comment) -> None:
        """Agree with an argument; agreeing twice is agreeing once."""
        consultation = under.activity.consultation
        at = settle(consultation)
        may(by, self.endorsing.act, _remark(under, comment), at).or_deny()
        author = author_of(by)
        if discussions.endorse(comment=comment, author=author, at=at):
            take_part(consultation, author, at)
            facts = {"comment": comment.number}
            record(self.endorsing.event, on=under.reference, at=at, actor=author.identifier, facts=facts)

    @action
    def withdraw_endorsement(self, *, by: Person, under: Discussed, comment: Comment) -> None:
        """No longer agree."""
        at = settle(under.activity.consultation)
        may(by, self.unendorsing.act, _remark(under, comment), at).or_deny()
        author = author_of(by)
        if discussions.withdraw_endorsement(comment=comment, author=author):
            facts = {"comment": comment.number}
            record(self.unendorsing.event, on=under.reference, at=at, actor=author.identifier, facts=facts)


def _remark(under: Discussed, comment: Comment) -> Remark:
    if comment.thread_id != under.thread.pk:
        raise ValueError("this comment stands in another discussion")
    # Replies point at the comment: they need not wait for somebody who endorses it.
    fresh = Comment.objects.select_for_update(of=("self",), no_key=True).with_words().get(pk=comment.pk)
    return Remark(under.activity, fresh)


@action
def erase_comment(*, consultation: Consultation, comment: Comment) -> None:
    """Erase the words of a comment whose author's account is erased. The caller records it."""
    at = settle(consultation)
    Comment.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.pk)
    comment.source = Source.objects.with_words().get(pk=comment.source_id)
    if comment.source.is_published:
        recount(consultation, "comments", by=-1)
    discussions.erase(comment=comment, at=at)


@action
def forget_endorsement(*, comment: Comment, author: Author) -> None:
    """No longer count the agreement of somebody whose account is erased. The caller records it."""
    discussions.withdraw_endorsement(comment=comment, author=author)
