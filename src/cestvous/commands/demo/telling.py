"""One example consultation from its draft to where it stands today."""

from datetime import timedelta

from cestvous.commands.demo.contributing import plan_contributions, plan_questions
from cestvous.commands.demo.deciding import plan_decision, plan_follow_up
from cestvous.commands.demo.presenting import present
from cestvous.commands.demo.story import Story
from cestvous.commands.demo.synthesising import plan_debate, plan_synthesis
from cestvous.commands.demo.translated import plan_translations
from cestvous.procedure.consultations import actions as consultations
from cestvous.procedure.rules.grid import Purpose

# Before the first phase: the draft is begun, then published.
DRAFTED_BEFORE, PUBLISHED_BEFORE = timedelta(days=16), timedelta(days=4)


def plan(story: Story) -> None:
    """Everything that happened in this consultation until now, each phase within its own dates."""
    first = story.calendar.starts[Purpose.PRESENTATION]
    story.agenda.plan(story.office.later(first - DRAFTED_BEFORE, 0), lambda: _create(story))
    story.agenda.plan(story.office.later(first - PUBLISHED_BEFORE, 0), lambda: _publish(story))
    for purpose, start in story.calendar.starts.items():
        if story.calendar.has_begun(purpose):
            # As the worker does every second.
            story.agenda.plan(start, consultations.settle_all_due)
    tellers = {
        Purpose.PRESENTATION: plan_questions,
        Purpose.CONSULTATION: plan_contributions,
        Purpose.SYNTHESIS: plan_synthesis,
        Purpose.DEBATE: plan_debate,
        Purpose.DECISION: plan_decision,
        Purpose.FOLLOW_UP: plan_follow_up,
    }
    for purpose, tell in tellers.items():
        if story.calendar.has_begun(purpose):
            tell(story)
    plan_translations(story)


def _create(story: Story) -> None:
    text, city = story.text, story.city
    story.consultation = consultations.create(
        by=story.agent(),
        preparation=consultations.Preparation(
            title=text.title,
            question=text.question,
            summary=text.summary,
            presentation=text.presentation,
            stakes=text.presented.stakes if text.presented else "",
            open_to_discussion=text.open,
            not_open=text.fixed,
            how_decided=text.decided_how,
            decided_by=text.decided_by,
            sponsor=city.mandates[text.sponsor],
            agents=[city.mandates[key] for key in text.agents],
            neighbourhoods=[city.neighbourhoods[key] for key in text.neighbourhoods],
            themes=[city.themes[key] for key in text.themes],
        ),
        starts=[story.calendar.starts[purpose] for purpose in Purpose],
    )
    present(story)


def _publish(story: Story) -> None:
    consultations.publish(by=story.agent(), consultation=story.consultation)
