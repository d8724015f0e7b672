"""The decision of an example consultation, and how its commitments go."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from django.utils import timezone

from cestvous.activities.decisions import actions as decisions
from cestvous.activities.decisions.models import Commitment, DecisionVersion
from cestvous.commands.demo.calendars import signed_on
from cestvous.commands.demo.hours import wall_clock
from cestvous.commands.demo.presenting import joined
from cestvous.commands.demo.story import Story
from cestvous.commands.demo.texts import (
    AnswerText,
    CommitmentText,
    DecisionText,
    MilestoneText,
    RectificationText,
)
from cestvous.kernel import clock
from cestvous.procedure.rules.grid import Purpose

# Drafted until then, as a share of the phase; and the hour at which a decision is signed.
DRAFTED_BY = 0.8
SIGNED_AT_HOUR = 17
# Bad news is told so many days after the date that was missed.
TELLS_AFTER = timedelta(days=2)


def plan_decision(story: Story) -> None:
    """Agents draft an answer to each finding; if the follow-up has begun, the sponsor has signed."""
    start, end = story.calendar.lived(Purpose.DECISION)
    decision = story.text.decision
    last = start + (end - start) * DRAFTED_BY if decision is None else _signed_at(story) - timedelta(days=1)
    drafts = [
        *[partial(_answer, story, answer) for answer in story.text.answers],
        *[partial(_commit, story, commitment) for commitment in story.text.commitments],
    ]
    for rank, draft in enumerate(drafts):
        story.agenda.plan(story.office.between(start, last, 0.1 + 0.85 * rank / len(drafts)), draft)
    if decision is not None:
        story.agenda.plan(story.office.between(start, last, 0.97), partial(_write_preamble, story, decision))
        story.agenda.plan(_signed_at(story), partial(_sign, story))


def _signed_day(story: Story) -> date:
    return signed_on(timezone.localdate(story.calendar.now))


def _signed_at(story: Story) -> datetime:
    return wall_clock(_signed_day(story), SIGNED_AT_HOUR, story.office.zone)


def _draft(story: Story) -> DecisionVersion:
    """The draft of the decision, once it has been begun."""
    return DecisionVersion.objects.drafts().get(decision__activity=story.activity("decisions"))


def _answer(story: Story, text: AnswerText, edition: int = 0) -> None:
    decisions.answer(
        by=story.agent(),
        activity=story.activity("decisions"),
        finding=story.findings[text.finding],
        outcome=text.outcome,
        reasons=text.reasons,
        referred_to=text.referred_to,
        edition=edition,
    )


def _commit(story: Story, text: CommitmentText) -> None:
    day = _signed_day(story)
    story.commitments[text.key] = decisions.add_commitment(
        by=story.agent(1),
        activity=story.activity("decisions"),
        title=text.title,
        body=text.text,
        owner=text.owner,
        due_on=day + text.due_in,
        findings=[story.findings[key] for key in text.findings],
        milestones=[(step.title, day + step.due_in) for step in text.milestones],
    )


def _write_preamble(story: Story, text: DecisionText) -> None:
    decisions.edit_preamble(
        by=story.agent(),
        activity=story.activity("decisions"),
        preamble=text.preamble,
        authority=text.authority,
        deliberation=text.deliberation,
        decided_on=_signed_day(story),
        edition=_draft(story).edition,
    )


def _sign(story: Story) -> None:
    digest = decisions.draft_digest(_draft(story))
    decisions.sign(by=story.person(story.text.sponsor), activity=story.activity("decisions"), digest=digest)


def plan_follow_up(story: Story) -> None:
    """What agents report: a milestone done on its day, or why one is late; and what was wrong in the decision."""
    start, now = story.calendar.lived(Purpose.FOLLOW_UP)
    if story.text.rectification is not None:
        _plan_rectification(story, story.text.rectification)
    for commitment in story.text.commitments:
        for step in commitment.milestones:
            if step.note:
                due_on = _signed_day(story) + step.due_in + (timedelta() if step.done else TELLS_AFTER)
                due = wall_clock(due_on, 9, story.office.zone)
                at = story.office.later(due, story.chance.uniform(0.5, 7))
                at = at if start < at < now else story.office.between(start, now, 0.9)
                story.agenda.plan(at, partial(_report, story, commitment, step))


def _plan_rectification(story: Story, text: RectificationText) -> None:
    """Agents draft it in the morning, the sponsor signs it in the evening."""
    morning = story.office.later(wall_clock(_signed_day(story) + text.after, 9, story.office.zone), 0)
    acts: list[Callable[[], object]] = [
        partial(_begin_rectification, story, text.reason),
        *[partial(_answer, story, answer, edition=1) for answer in text.answers],
        partial(_sign, story),
    ]
    for rank, act in enumerate(acts):
        story.agenda.plan(story.office.later(morning, rank), act)


def _begin_rectification(story: Story, reason: str) -> None:
    decisions.begin_rectification(by=story.agent(), activity=story.activity("decisions"), reason=reason)


def _report(story: Story, commitment: CommitmentText, step: MilestoneText) -> None:
    # As it is signed by now: what was drafted in memory doesn't know it.
    row = Commitment.objects.with_milestones().select_related("decision").get(pk=story.commitments[commitment.key].pk)
    row.decision.activity = story.activity("decisions")
    decisions.report(
        by=story.agent(1),
        commitment=row,
        milestone=row.milestones.get(title=step.title),
        body=step.note,
        done_on=timezone.localdate(clock.now()) if step.done else None,
        pictures=[joined(story.agent(1), picture) for picture in step.pictures],
    )
