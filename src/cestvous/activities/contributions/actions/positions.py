"""Taking position on a contribution, with or without a reason, and no longer standing anywhere."""

from datetime import datetime

from cestvous.activities.contributions import events
from cestvous.activities.contributions import kind as acts
from cestvous.activities.contributions.actions.contributing import lock_contribution
from cestvous.activities.contributions.actions.drawers import lean
from cestvous.activities.contributions.models import Contribution, Position, Stance
from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.journal.actions import record
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources import actions as sources
from cestvous.foundation.sources.models import Source
from cestvous.kernel import text
from cestvous.kernel.references import Reference
from cestvous.kernel.transactions import action
from cestvous.procedure.consultations.actions import allot, recount, settle, take_part
from cestvous.procedure.consultations.policy import may

_COUNTERS = {Stance.FOR: "for_count", Stance.AGAINST: "against_count", Stance.MIXED: "mixed_count"}


def _count(contribution: Contribution, stance: str, by: int) -> None:
    """The contribution is held: what it says of its counts is so."""
    counter = _COUNTERS[Stance(stance)]
    setattr(contribution, counter, getattr(contribution, counter) + by)
    contribution.save(update_fields=[counter])


@action
def take_position(*, by: Person, contribution: Contribution, stance: Stance, reason: str = "") -> Position:
    """Stand for, against or in between; taking it again changes it. The reason is public, without a name."""
    consultation = contribution.activity.consultation
    at = settle(consultation)
    lock_contribution(contribution)
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
    lean(contribution)
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
    lock_contribution(contribution)
    may(by, acts.WITHDRAW_POSITION, contribution, at).or_deny()
    author = author_of(by)
    position = Position.objects.filter(contribution=contribution, author=author).select_related("reason").first()
    if position is None:
        return
    no_longer_stand(position, contribution, at)
    record(events.POSITION_WITHDRAWN, on=contribution.reference, at=at, actor=author.identifier)


def no_longer_stand(position: Position, contribution: Contribution, at: datetime) -> None:
    """Take a position out of the counts of a contribution that the caller holds; its reason is taken back."""
    if position.reason is not None:
        _withdraw_reason(contribution, position.reason, at)
    _count(contribution, position.stance, by=-1)
    recount(contribution.activity.consultation, "positions", by=-1)
    position.delete()
    lean(contribution)
