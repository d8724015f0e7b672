"""Leading a consultation under way: adapt its procedure, suspend and resume it, cancel it, archive it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.journal.actions import record
from cestvous.foundation.journal.events import EventKind
from cestvous.foundation.mandates.policy import Permission, mandates_granting
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.actions import SENT_TWICE_WITHIN
from cestvous.kernel import text
from cestvous.kernel.transactions import action
from cestvous.kernel.verdicts import Refused, Verdict
from cestvous.procedure.consultations import kinds
from cestvous.procedure.consultations.actions.editing import EditedMeanwhile
from cestvous.procedure.consultations.actions.laying import adapted, as_data, rewrite
from cestvous.procedure.consultations.actions.settling import bump, lock, settle
from cestvous.procedure.consultations.events import ADAPTED, ARCHIVED, CANCELLED, RESUMED, SUSPENDED, TAKEN_CHARGE
from cestvous.procedure.consultations.messages import in_words
from cestvous.procedure.consultations.models import Adaptation, Consultation, Phase, State
from cestvous.procedure.consultations.policy import agent_mandate, may_lead, may_take_charge
from cestvous.procedure.rules.adapting import problems_of, problems_of_adaptation
from cestvous.procedure.rules.grid import Grid, Purpose
from cestvous.procedure.rules.schedule import Schedule, slide
from cestvous.procedure.rules.schedule import prolong as prolonged


def _begin(by: Person, act: str, consultation: Consultation, reason: str) -> tuple[datetime, str]:
    """Lock, settle, ask; return the instant that counts and the reason, which must not be empty."""
    lock(consultation, exclusively=True)
    at = settle(consultation)
    may_lead(by, act, consultation, at).or_deny()
    reason = text.clean(reason)
    if not reason:
        raise Refused(Verdict.no(_("Say why: the reason is published with the change.")))
    return at, reason


@action
def adapt(
    *,
    by: Person,
    consultation: Consultation,
    grid: Grid,
    starts: Mapping[str, datetime],
    reason: str,
    edition: int,
) -> Adaptation:
    """Give a running procedure another grid, or other dates for the phases to come (``starts``, by phase key).

    Publishes before, after and the reason. Raises Refused, in words, if the new grid could not be lived or would
    rewrite what has been. ``edition`` is the one that the form was opened on; raises EditedMeanwhile
    if it is no longer. A form sent twice adapts once.
    """
    at, reason = _begin(by, "consultations.adapt", consultation, reason)
    after = adapted(consultation, grid, starts)
    if grid.says_the_same(consultation.grid) and after == consultation.schedule:
        return _the_same_again(by, consultation, reason, at)
    if consultation.edition != edition:
        raise EditedMeanwhile
    return _put(by, consultation, (grid, after), reason, at)


def _the_same_again(by: Person, consultation: Consultation, reason: str, at: datetime) -> Adaptation:
    """What an adaptation that changes nothing comes to: the one just made, if its form was sent twice."""
    lately = consultation.adaptations.filter(by=author_of(by), reason=reason, at__gt=at - SENT_TWICE_WITHIN)
    known = lately.order_by("-number").first()
    if known is None:
        raise Refused(Verdict.no(_("Nothing would change.")))
    return known


@action
def prolong(*, by: Person, consultation: Consultation, days: int, reason: str) -> Adaptation:
    """Make the current phase ``days`` longer; all that follows slides by as much, and is announced anew.

    A form sent twice prolongs once.
    """
    at, reason = _begin(by, "consultations.adapt", consultation, reason)
    if not 1 <= days <= 365:
        raise Refused(Verdict.no(_("Choose between 1 and 365 days.")))
    if consultation.schedule.coming is None:
        raise Refused(Verdict.no(_("The last phase has no end: there is nothing to extend.")))
    lately = consultation.adaptations.filter(by=author_of(by), reason=reason, at__gt=at - SENT_TWICE_WITHIN)
    known = lately.order_by("-number").first()
    if known is not None and _length(known) == timedelta(days=days):
        return known
    after = prolonged(consultation.schedule, timedelta(days=days), at, timezone.get_default_timezone())
    return _put(by, consultation, (consultation.grid, after), reason, at)


def _length(adaptation: Adaptation) -> timedelta:
    """By how much an adaptation made a phase longer, by the clock on the wall: from its end, or from that instant if it
    was over by then.
    """
    before, after = (
        next(datetime.fromisoformat(phase["starts_at"]) for phase in told["phases"] if not phase["entered"])
        for told in (adaptation.before, adaptation.after)
    )
    return timezone.make_naive(after) - timezone.make_naive(max(before, adaptation.at))


def _put(by: Person, consultation: Consultation, after: tuple[Grid, Schedule], reason: str, at: datetime) -> Adaptation:
    before = (consultation.grid, consultation.schedule)
    problems = [*problems_of(after[0], kinds.acts_of_all()), *problems_of_adaptation(before, after, at)]
    if problems:
        raise Refused(Verdict.no(" ".join(in_words(problem) for problem in problems)))
    mandate = agent_mandate(by, consultation, at)
    if mandate is None:
        raise RuntimeError("only an agent in charge gets here")
    rewrite(consultation, *after)
    still_waiting = after[1].waiting_since if (coming := after[1].coming) and coming.starts_at <= at else None
    adaptation = Adaptation.objects.create(
        consultation=consultation,
        number=consultation.adaptations.count() + 1,
        at=at,
        by=author_of(by),
        mandate=mandate,
        reason=reason,
        before=as_data(*before),
        after=as_data(*after),
    )
    bump(consultation, waiting_since=still_waiting)
    facts = {"adaptation": adaptation.number}
    record(ADAPTED, on=consultation.reference, at=at, actor=author_of(by).identifier, facts=facts)
    settle(consultation)
    return adaptation


def _change_state(by: Person, consultation: Consultation, to: State, why: str, at: datetime, event: EventKind) -> None:
    bump(consultation, state=to, state_reason=why, state_since=at)
    record(event, on=consultation.reference, at=at, actor=author_of(by).identifier)


@action
def suspend(*, by: Person, consultation: Consultation, reason: str) -> None:
    """Stop everything but reading and withdrawing, until it is resumed."""
    at, reason = _begin(by, "consultations.suspend", consultation, reason)
    _change_state(by, consultation, State.SUSPENDED, reason, at, SUSPENDED)


@action
def resume(*, by: Person, consultation: Consultation, reason: str) -> None:
    """Go on where it stopped: what is to come slides by as long as the suspension lasted."""
    at, reason = _begin(by, "consultations.resume", consultation, reason)
    since = consultation.state_since or at
    after = slide(consultation.schedule, at - since)
    rows = {phase.key: phase for phase in consultation.phases}
    for phase in after.phases:
        if phase.entered_at is None:
            Phase.objects.filter(pk=rows[phase.key].pk).update(starts_at=phase.starts_at)
    bump(consultation, waiting_since=after.waiting_since)
    _change_state(by, consultation, State.PUBLISHED, reason, at, RESUMED)
    settle(consultation)


@action
def cancel(*, by: Person, consultation: Consultation, reason: str) -> None:
    """End a consultation without a decision; everything said stays readable."""
    at, reason = _begin(by, "consultations.cancel", consultation, reason)
    _change_state(by, consultation, State.CANCELLED, reason, at, CANCELLED)


@action
def take_charge(*, by: Person, consultation: Consultation) -> None:
    """Go on with a consultation whose agents in charge have all left. Those who led it stay named in what they did."""
    lock(consultation, exclusively=True)
    at = settle(consultation)
    may_take_charge(by, consultation, at).or_deny()
    consultation.agents.set(mandates_granting(by, Permission.LEAD, at)[:1])
    bump(consultation)
    record(TAKEN_CHARGE, on=consultation.reference, at=at, actor=author_of(by).identifier)
    settle(consultation)


@action
def archive(*, by: Person, consultation: Consultation, reason: str) -> None:
    """Close the book on a consultation in its follow-up: nothing is open any more, everything stays readable."""
    at, reason = _begin(by, "consultations.archive", consultation, reason)
    current = consultation.schedule.current
    if current is None or current.purpose != Purpose.FOLLOW_UP:
        raise Refused(Verdict.no(_("Only a consultation in its follow-up can be archived.")))
    _change_state(by, consultation, State.ARCHIVED, reason, at, ARCHIVED)
