"""Questions, contributions and positions in the example city."""

from datetime import datetime
from functools import partial

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Stance
from cestvous.activities.questions import actions as questions
from cestvous.activities.questions.models import Question
from cestvous.commands.demo.presenting import joined
from cestvous.commands.demo.story import Story, shortly_before
from cestvous.commands.demo.talking import Floor, plan_remarks
from cestvous.commands.demo.texts import ContributionText, QuestionText
from cestvous.procedure.rules.grid import Purpose

# What comes before an edit or a withdrawal, as a share of the time that is left after the contribution.
CHANGES_AT = 0.7


def plan_questions(story: Story) -> None:
    """Questions while the project is presented; agents reply within two working days."""
    first, last = story.calendar.lived(Purpose.PRESENTATION)
    limit = shortly_before(story.calendar.lived(Purpose.CONSULTATION)[1])
    asked_at = story.spread(len(story.text.questions), first, shortly_before(last), until=0.85)
    for at, text in zip(asked_at, story.text.questions, strict=True):
        _plan_question(story, text, at, max(limit, at))


def _plan_question(story: Story, text: QuestionText, at: datetime, limit: datetime) -> None:
    made: list[Question] = []

    def ask() -> None:
        made.append(questions.ask(by=story.person(text.asked.by), to=story.activity("questions"), body=text.asked.text))

    story.agenda.plan(at, ask)
    reply = text.reply
    if reply is not None:
        when = story.reply_time(reply.by, at, limit)
        story.agenda.plan(when, lambda: questions.reply(by=story.person(reply.by), question=made[0], body=reply.text))


def plan_contributions(story: Story) -> None:
    """Contributions in the order of the text, over most of the phase; positions and discussions follow each."""
    first, end = story.calendar.lived(Purpose.CONSULTATION)
    last = shortly_before(end)
    texts = story.text.contributions
    for rank, text in enumerate(texts):
        at = story.waking.between(first, last, 0.01 + 0.82 * (rank + story.chance.uniform(0, 0.9)) / len(texts))
        _plan_contribution(story, text, at, last)


def _plan_contribution(story: Story, text: ContributionText, at: datetime, last: datetime) -> None:
    def submit() -> None:
        story.contributions[text.key] = contributions.submit(
            by=story.person(text.said.by),
            to=story.activity("contributions"),
            title=text.title,
            body=text.said.text,
            theme=story.city.themes[text.theme],
            neighbourhood=story.city.neighbourhoods.get(text.neighbourhood),
            place=text.place,
            through=story.city.representatives.get(text.speaks_for),
            joined=[joined(story.person(text.said.by), file) for file in text.files],
            language=text.language,
        )

    story.agenda.plan(at, submit)
    changes_at = story.waking.between(at, last, CHANGES_AT)
    limit = last
    if text.edited:
        story.agenda.plan(changes_at, lambda: _edit(story, text))
    if text.withdrawn:
        limit = shortly_before(changes_at)
        story.agenda.plan(changes_at, lambda: _withdraw(story, text))
    # Those who wrote again were moved to it by what others had said.
    said_by = shortly_before(changes_at) if text.edited else limit
    floor = Floor(contributions.DISCUSSING, partial(story.contributions.__getitem__, text.key))
    plan_remarks(story, floor, text.comments, at, said_by, limit)
    _plan_positions(story, text, at, limit)


def _edit(story: Story, text: ContributionText) -> None:
    contribution = story.contributions[text.key]
    contributions.edit(
        by=story.person(text.said.by),
        contribution=contribution,
        title=text.title,
        body=text.edited,
        theme=contribution.theme,
        neighbourhood=contribution.neighbourhood,
        stays_after_erasure=contribution.stays_after_erasure,
        reason=text.edited_reason,
        opened_on=1,
    )


def _withdraw(story: Story, text: ContributionText) -> None:
    contributions.withdraw(by=story.person(text.said.by), contribution=story.contributions[text.key])


def _plan_positions(story: Story, text: ContributionText, at: datetime, limit: datetime) -> None:
    """So many people on each side, drawn among the others; those who give their reason are among them by name."""
    left = dict(text.positions)
    stands: list[tuple[str, Stance, str]] = []
    for reason in text.reasons:
        stands.append((reason.said.by, reason.stance, reason.said.text))
        left[reason.stance] -= 1
    sides = [stance for stance, count in left.items() for _each in range(count)]
    people = story.chance.sample(story.others(text.said.by, but=[key for key, *_rest in stands]), len(sides))
    stands += [(key, stance, "") for key, stance in zip(people, sides, strict=True)]
    story.chance.shuffle(stands)
    for stand, when in zip(stands, story.spread(len(stands), at, limit, lean=1.4), strict=True):
        story.agenda.plan(when, partial(_stand, story, text.key, *stand))


def _stand(story: Story, contribution: str, person: str, stance: Stance, reason: str) -> None:
    contributions.take_position(
        by=story.person(person), contribution=story.contributions[contribution], stance=stance, reason=reason
    )
