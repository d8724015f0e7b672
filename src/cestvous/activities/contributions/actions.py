"""Every write to contributions, positions and their discussions."""

from datetime import datetime

from django.db.models import F

from cestvous.activities.contributions import events
from cestvous.activities.contributions import kind as acts
from cestvous.activities.contributions.models import Contribution, Position, Stance
from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.discussions import actions as discussions
from cestvous.foundation.discussions.models import Comment, Side
from cestvous.foundation.journal.actions import Facts, record
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources import actions as sources
from cestvous.foundation.sources.models import Source, Version
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import text
from cestvous.kernel.references import Reference
from cestvous.kernel.transactions import action
from cestvous.procedure.consultations.actions import EditedMeanwhile, allot, recount, settle, take_part
from cestvous.procedure.consultations.models import Activity, Theme
from cestvous.procedure.consultations.policy import Remark, check_parent, leading_mandate, may


@action
def submit(
    *,
    by: Person,
    to: Activity,
    title: str,
    body: str,
    theme: Theme | None = None,
    neighbourhood: Neighbourhood | None = None,
    stays_after_erasure: bool = True,
    language: str = "fr",
) -> Contribution:
    """Take a resident's contribution and put it on the public record."""
    consultation = to.consultation
    at = settle(consultation)
    may(by, acts.SUBMIT, to, at).or_deny()
    title, body = sources.said(title), sources.said(body)
    author = author_of(by)
    take_part(consultation, author, at)
    number = allot(consultation, acts.NAME)
    reference = Reference("contribution", number, consultation.number)
    source = sources.publish(
        reference=reference,
        author=author,
        title=title,
        body=body,
        at=at,
        must_be_accounted_for=True,
        language=language,
    )
    contribution = Contribution.objects.create(
        activity=to,
        number=number,
        source=source,
        thread=discussions.open_thread(under=reference),
        theme=theme,
        neighbourhood=neighbourhood,
        stays_after_erasure=stays_after_erasure,
    )
    record(events.SUBMITTED, on=reference, at=at, actor=author.identifier, facts={"digest": source.words.digest})
    return contribution


def _lock(contribution: Contribution) -> None:
    """Writers to one contribution take turns; what they then look at is fresh."""
    Contribution.objects.select_for_update().get(pk=contribution.pk)
    contribution.source = Source.objects.with_words().get(pk=contribution.source_id)


@action
def edit(
    *,
    by: Person,
    contribution: Contribution,
    title: str,
    body: str,
    theme: Theme | None,
    neighbourhood: Neighbourhood | None,
    stays_after_erasure: bool,
    reason: str,
    opened_on: int,
) -> Version:
    """Put a new version on the record; earlier ones stay readable.

    ``opened_on`` is the number of the version that the form was opened on; raises EditedMeanwhile if there is a newer
    one. The same words again make no new version.
    """
    at = settle(contribution.activity.consultation)
    _lock(contribution)
    may(by, acts.EDIT, contribution, at).or_deny()
    words = contribution.source.words
    if words.number != opened_on:
        raise EditedMeanwhile
    title, body = sources.said(title), sources.said(body)
    contribution.theme, contribution.neighbourhood = theme, neighbourhood
    contribution.stays_after_erasure = stays_after_erasure
    contribution.save(update_fields=["theme", "neighbourhood", "stays_after_erasure"])
    if (words.title, words.body) == (title, body):
        return words
    version = sources.rewrite(source=contribution.source, title=title, body=body, reason=reason, at=at)
    facts: Facts = {"version": version.number, "digest": version.digest}
    record(events.EDITED, on=contribution.reference, at=at, actor=author_of(by).identifier, facts=facts)
    return version


@action
def withdraw(*, by: Person, contribution: Contribution) -> None:
    """Take a contribution back. Its number, its discussion and the fact of it stay."""
    consultation = contribution.activity.consultation
    at = settle(consultation)
    _lock(contribution)
    may(by, acts.WITHDRAW, contribution, at).or_deny()
    sources.withdraw(source=contribution.source, at=at)
    recount(consultation, acts.NAME, by=-1)
    record(events.WITHDRAWN, on=contribution.reference, at=at, actor=author_of(by).identifier)
    settle(consultation)


_COUNTERS = {Stance.FOR: "for_count", Stance.AGAINST: "against_count", Stance.MIXED: "mixed_count"}


def _count(contribution: Contribution, stance: str, by: int) -> None:
    counter = _COUNTERS[Stance(stance)]
    Contribution.objects.filter(pk=contribution.pk).update(**{counter: F(counter) + by})


@action
def take_position(*, by: Person, contribution: Contribution, stance: Stance, reason: str = "") -> Position:
    """Stand for, against or in between; taking it again changes it. The reason is public, without a name."""
    consultation = contribution.activity.consultation
    at = settle(consultation)
    _lock(contribution)
    may(by, acts.TAKE_POSITION, contribution, at).or_deny()
    author = author_of(by)
    version = contribution.source.words
    position = Position.objects.filter(contribution=contribution, author=author).select_related("reason").first()
    if position is None:
        take_part(consultation, author, at)
        position = Position(contribution=contribution, author=author)
        recount(consultation, "positions", by=1)
    else:
        _count(contribution, position.stance, by=-1)
    position.stance, position.version, position.at = stance, version, at
    position.reason = _reason(position, contribution, reason)
    position.save()
    _count(contribution, stance, by=1)
    facts = {"version": version.number}
    record(events.POSITION_TAKEN, on=contribution.reference, at=at, actor=author.identifier, facts=facts)
    return position


def _reason(position: Position, contribution: Contribution, words: str) -> Source | None:
    """The reason given with a position as a source, available to cite, its author not shown."""
    words = text.clean(words)
    kept = position.reason
    if kept is not None and kept.is_published and not words:
        _withdraw_reason(contribution, kept, position.at)
        return None
    if kept is not None and kept.words.body == words:
        return kept
    if not words:
        return None
    if kept is not None:
        sources.rewrite(source=kept, body=words, at=position.at)
        return kept
    consultation = contribution.activity.consultation
    return sources.publish(
        reference=Reference("reason", allot(consultation, "reasons"), consultation.number),
        author=position.author,
        body=words,
        at=position.at,
        author_is_shown=False,
    )


def _withdraw_reason(contribution: Contribution, reason: Source, at: datetime) -> None:
    if reason.is_published:
        sources.withdraw(source=reason, at=at)
        recount(contribution.activity.consultation, "reasons", by=-1)


@action
def withdraw_position(*, by: Person, contribution: Contribution) -> None:
    """No longer stand anywhere. Nothing happens to somebody who did not."""
    consultation = contribution.activity.consultation
    at = settle(consultation)
    _lock(contribution)
    may(by, acts.WITHDRAW_POSITION, contribution, at).or_deny()
    author = author_of(by)
    position = Position.objects.filter(contribution=contribution, author=author).select_related("reason").first()
    if position is None:
        return
    if position.reason is not None:
        _withdraw_reason(contribution, position.reason, at)
    _count(contribution, position.stance, by=-1)
    recount(consultation, "positions", by=-1)
    position.delete()
    record(events.POSITION_WITHDRAWN, on=contribution.reference, at=at, actor=author.identifier)


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
