"""Comments, replies and endorsements in the example city, under contributions and findings alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from cestvous.commands.demo.story import Story
from cestvous.commands.demo.texts import RemarkText
from cestvous.foundation.discussions.models import Comment, Side
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.actions.discussing import Discussed, Discussing


@dataclass(frozen=True)
class Floor:
    """Where people talk: under ``thing``, one contribution or one finding, which exists by the time somebody speaks."""

    actions: Discussing
    thing: Callable[[], Discussed]

    def comment(self, *, by: Person, body: str, side: Side, parent: Comment | None) -> Comment:
        return self.actions.comment(by=by, under=self.thing(), body=body, side=side, parent=parent)

    def endorse(self, *, by: Person, comment: Comment) -> None:
        self.actions.endorse(by=by, under=self.thing(), comment=comment)


def plan_remarks(
    story: Story, floor: Floor, remarks: Sequence[RemarkText], first: datetime, last: datetime, limit: datetime
) -> None:
    """Arguments in the order of the text between ``first`` and ``last``; what they lead to before ``limit``."""
    for at, remark in zip(story.spread(len(remarks), first, last, lean=2.4), remarks, strict=True):
        _plan_one(story, floor, remark, at, limit)


def _plan_one(story: Story, floor: Floor, remark: RemarkText, at: datetime, limit: datetime) -> None:
    made: dict[RemarkText, Comment] = {}

    def say() -> None:
        made[remark] = floor.comment(
            by=story.person(remark.said.by), body=remark.said.text, side=remark.side, parent=None
        )

    story.agenda.plan(at, say)
    _plan_endorsements(story, floor, remark, made, at, limit)
    for reply in remark.replies:
        at = story.reply_time(reply.said.by, at, limit)

        def answer(reply: RemarkText = reply) -> None:
            by = story.person(reply.said.by)
            made[reply] = floor.comment(by=by, body=reply.said.text, side=reply.side, parent=made[remark])

        story.agenda.plan(at, answer)
        _plan_endorsements(story, floor, reply, made, at, limit)


def _plan_endorsements(
    story: Story, floor: Floor, remark: RemarkText, made: dict[RemarkText, Comment], at: datetime, limit: datetime
) -> None:
    people = story.chance.sample(story.others(remark.said.by), remark.endorsed)
    for key, when in zip(people, story.spread(len(people), at, limit, lean=2.0), strict=True):
        story.agenda.plan(when, partial(_endorse, story, floor, key, remark, made))


def _endorse(story: Story, floor: Floor, by: str, remark: RemarkText, made: dict[RemarkText, Comment]) -> None:
    floor.endorse(by=story.person(by), comment=made[remark])
