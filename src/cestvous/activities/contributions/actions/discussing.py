"""Discussing a contribution: comments, replies, endorsements."""

from cestvous.activities.contributions import events
from cestvous.activities.contributions import kind as acts
from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.discussions import actions as discussions
from cestvous.foundation.discussions.models import Comment, Side
from cestvous.foundation.journal.actions import Facts, record
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources import actions as sources
from cestvous.kernel.transactions import action
from cestvous.procedure.consultations.actions import allot, recount, settle, take_part
from cestvous.procedure.consultations.policy import Remark, check_parent, leading_mandate, may


@action
def comment(
    *, by: Person, contribution: Contribution, body: str, side: Side = Side.NEUTRAL, parent: Comment | None = None
) -> Comment:
    """Say something under a contribution: for, against or neutral; or reply to what was said."""
    consultation = contribution.activity.consultation
    at = settle(consultation)
    may(by, acts.COMMENT, contribution, at).or_deny()
    if parent is not None:
        check_parent(parent, contribution.thread_id).or_deny()
    body = sources.said(body)
    author = author_of(by)
    known = discussions.just_said(thread=contribution.thread, author=author, side=side, body=body, parent=parent, at=at)
    if known is not None:
        return known
    take_part(consultation, author, at)
    said = discussions.append(
        thread=contribution.thread,
        number=allot(consultation, "comments"),
        author=author,
        mandate=leading_mandate(by, consultation, at),
        side=side,
        body=body,
        parent=parent,
        at=at,
    )
    facts: Facts = {"comment": said.number, "digest": said.source.words.digest}
    record(events.COMMENTED, on=contribution.reference, at=at, actor=author.identifier, facts=facts)
    return said


def _remark(contribution: Contribution, comment: Comment) -> Remark:
    if comment.thread_id != contribution.thread_id:
        raise ValueError("this comment stands in another discussion")
    # Replies point at the comment: they need not wait for somebody who endorses it.
    fresh = Comment.objects.select_for_update(of=("self",), no_key=True).with_words().get(pk=comment.pk)
    return Remark(contribution.activity, fresh)


@action
def withdraw_comment(*, by: Person, contribution: Contribution, comment: Comment) -> None:
    """Take a comment back; replies to it stay."""
    consultation = contribution.activity.consultation
    at = settle(consultation)
    remark = _remark(contribution, comment)
    may(by, acts.WITHDRAW_COMMENT, remark, at).or_deny()
    # The register before the thread, as in ``comment``: the other way round two writers could wait for each other.
    recount(consultation, "comments", by=-1)
    discussions.withdraw(comment=remark.comment, at=at)
    facts = {"comment": comment.number}
    record(events.COMMENT_WITHDRAWN, on=contribution.reference, at=at, actor=author_of(by).identifier, facts=facts)


@action
def endorse(*, by: Person, contribution: Contribution, comment: Comment) -> None:
    """Agree with an argument; agreeing twice is agreeing once."""
    consultation = contribution.activity.consultation
    at = settle(consultation)
    may(by, acts.ENDORSE, _remark(contribution, comment), at).or_deny()
    author = author_of(by)
    if discussions.endorse(comment=comment, author=author, at=at):
        take_part(consultation, author, at)
        facts = {"comment": comment.number}
        record(events.ENDORSED, on=contribution.reference, at=at, actor=author.identifier, facts=facts)


@action
def withdraw_endorsement(*, by: Person, contribution: Contribution, comment: Comment) -> None:
    """No longer agree."""
    at = settle(contribution.activity.consultation)
    may(by, acts.WITHDRAW_ENDORSEMENT, _remark(contribution, comment), at).or_deny()
    author = author_of(by)
    if discussions.withdraw_endorsement(comment=comment, author=author):
        facts = {"comment": comment.number}
        record(events.ENDORSEMENT_WITHDRAWN, on=contribution.reference, at=at, actor=author.identifier, facts=facts)
