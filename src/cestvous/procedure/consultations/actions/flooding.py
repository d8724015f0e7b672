"""A flood pauses a form for new accounts, not the site; an agent opens it again, or keeps it paused."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction

from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.journal.actions import record
from cestvous.foundation.people.models import Person
from cestvous.foundation.people.policy import is_new, new_since
from cestvous.foundation.sources.models import Source
from cestvous.kernel import clock
from cestvous.kernel.transactions import action
from cestvous.procedure.consultations.actions.settling import bump, lock, settle
from cestvous.procedure.consultations.events import FORM_KEPT_PAUSED, FORM_PAUSED, FORM_REOPENED
from cestvous.procedure.consultations.models import Activity, Consultation, Pause
from cestvous.procedure.consultations.policy import JUDGE_FLOOD, may_lead

# What usually comes is counted over so long; after an agent has opened a form again, it stays open for at least a day.
USUALLY, JUDGED_FOR = timedelta(days=7), timedelta(days=1)


@dataclass(frozen=True)
class Stream:
    """The texts that come through one form: those of one ``kind``, sent by one ``act`` of an activity."""

    activity: Activity
    act: str
    kind: str


def watch(stream: Stream, *, by: Person, at: datetime) -> None:
    """Called by who takes in a text: once it is in, look whether it was one of a flood."""
    if settings.FLOOD_TEXTS and is_new(by, at):
        transaction.on_commit(partial(_pause_if_flooded, stream), robust=True)


def _pause_if_flooded(stream: Stream) -> None:
    at = clock.now()
    if not _is_left_open(stream.activity, stream.act, at) and (texts := _flood(stream, at)):
        _pause(stream, texts)


def _is_left_open(activity: Activity, act: str, at: datetime) -> bool:
    """Is it paused already, or has an agent judged lately?"""
    pause = activity.pause_of(act)
    return pause is not None and at < max(pause.until, pause.judged_until or pause.until)


def _flood(stream: Stream, at: datetime) -> int:
    """How many texts of new accounts came lately, if that is a flood; else 0. Cheap as long as few texts come."""
    lately = at - timedelta(minutes=settings.FLOOD_MINUTES)
    texts = Source.objects.of_consultation(stream.activity.consultation.number).filter(kind=stream.kind)
    instants = texts.order_by("-number").values_list("recorded_at", flat=True)
    before = instants[settings.FLOOD_TEXTS - 1 : settings.FLOOD_TEXTS].first() if settings.FLOOD_TEXTS > 1 else at
    if before is None or before < lately:
        return 0
    came = texts.filter(recorded_at__gte=lately, author__person__joined_at__gt=new_since(at)).count()
    usual = texts.filter(recorded_at__gte=lately - USUALLY, recorded_at__lt=lately).count() * (at - lately) / USUALLY
    return came if came >= max(settings.FLOOD_TEXTS, settings.FLOOD_TIMES * usual) else 0


@action
def _pause(stream: Stream, texts: int) -> None:
    consultation, activity, at = _held(stream.activity)
    if activity is None or _is_left_open(activity, stream.act, at):
        return
    minutes = settings.FLOOD_PAUSE_MINUTES
    _put(activity, stream.act, Pause(stream.kind, at, at + timedelta(minutes=minutes)))
    facts = {"act": stream.act, "texts": texts, "minutes": minutes}
    record(FORM_PAUSED, on=consultation.reference, at=at, facts=facts)


def _held(activity: Activity) -> tuple[Consultation, Activity | None, datetime]:
    """The consultation, for this writer alone, with the activity as it is now, if it is still there."""
    consultation = Consultation.objects.get(pk=activity.consultation_id)
    lock(consultation, exclusively=True)
    at = settle(consultation)
    return consultation, next((row for row in consultation.activities if row.pk == activity.pk), None), at


def _put(activity: Activity, act: str, pause: Pause) -> None:
    Activity.objects.filter(pk=activity.pk).update(pauses=(activity.pauses or {}) | {act: pause.as_data()})
    bump(activity.consultation)


def _judge(by: Person, activity: Activity, act: str, changed: Callable[[Pause, datetime], Pause | None]) -> bool:
    """Change a pause that lasts, as an agent in charge says. False if there is none, or nothing would change."""
    consultation, fresh, at = _held(activity)
    may_lead(by, JUDGE_FLOOD, consultation, at).or_deny()
    pause = fresh.pause_of(act) if fresh is not None else None
    if fresh is None or pause is None or not pause.lasts(at):
        return False
    after = changed(pause, at)
    if after is None:
        return False
    _put(fresh, act, after)
    event = FORM_KEPT_PAUSED if after.lasts(at) else FORM_REOPENED
    record(event, on=consultation.reference, at=at, actor=author_of(by).identifier, facts={"act": act})
    return True


@action
def reopen_form(*, by: Person, activity: Activity, act: str) -> bool:
    """Open a paused form to everybody again; it is not paused by itself for a day. False if it was not paused."""
    return _judge(by, activity, act, lambda pause, at: replace(pause, until=at, judged_until=at + JUDGED_FOR))


@action
def keep_form_paused(*, by: Person, activity: Activity, act: str) -> bool:
    """Keep a form paused for new accounts, for a day from now. False if it was not paused; once, if sent twice."""

    def longer(pause: Pause, at: datetime) -> Pause | None:
        is_sent_twice = pause.until > at + JUDGED_FOR - timedelta(minutes=10)
        return None if is_sent_twice else replace(pause, until=at + JUDGED_FOR)

    return _judge(by, activity, act, longer)
