"""The synthesis of an example consultation, and the debate on it."""

from datetime import datetime
from functools import partial

from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import Finding, Objection, Outcome, Section
from cestvous.commands.demo.story import Story, shortly_before
from cestvous.commands.demo.talking import Floor, plan_remarks
from cestvous.commands.demo.texts import CitationText, FindingText, ObjectionText, SectionText, SetAsideText
from cestvous.foundation.people.models import Person
from cestvous.procedure.rules.grid import Purpose

# Written until then, as a share of the phase; published and confirmed at the others.
WRITTEN_BY, PUBLISHED_AT, CONFIRMED_AT = 0.85, 0.93, 0.97


def plan_synthesis(story: Story) -> None:
    """Agents write by turns, finding after finding, set the rest aside, and publish if the phase is over."""
    start, end = story.calendar.lived(Purpose.SYNTHESIS)
    pieces: list[SectionText | FindingText | CitationText | SetAsideText] = []
    for section in story.text.sections:
        pieces.append(section)
        for finding in section.findings:
            pieces += [finding, *finding.cites]
    pieces += story.text.set_aside
    writer = _Writer(story)
    for rank, piece in enumerate(pieces):
        at = story.office.between(start, end, WRITTEN_BY * (rank + 1) / len(pieces))
        story.agenda.plan(at, partial(writer.write, piece, story.agent(rank // 9)))
    if story.calendar.has_begun(Purpose.DEBATE):
        at = story.office.between(start, end, PUBLISHED_AT)
        story.agenda.plan(at, lambda: _publish(story))


def _publish(story: Story) -> None:
    syntheses.publish(by=story.agent(), activity=story.activity("syntheses"))
    for key in story.findings:
        as_it_stands(story, key)


class _Writer:
    """Remembers in which section, and under which finding, the pen stands."""

    _section: Section
    _finding: Finding

    def __init__(self, story: Story) -> None:
        self._story = story

    def write(self, piece: SectionText | FindingText | CitationText | SetAsideText, by: Person) -> None:
        story = self._story
        if isinstance(piece, SectionText):
            self._section = syntheses.add_section(by=by, activity=story.activity("syntheses"), title=piece.title)
        elif isinstance(piece, FindingText):
            self._finding = syntheses.add_finding(by=by, section=self._section, title=piece.title, body=piece.text)
            story.findings[piece.key] = self._finding
        elif isinstance(piece, CitationText):
            source = story.contributions[piece.contribution].source
            syntheses.cite(by=by, finding=self._finding, source=source, quote=piece.passage)
        else:
            source = story.contributions[piece.contribution].source
            syntheses.set_aside(
                by=by, activity=story.activity("syntheses"), sources=[source], reason=piece.reason, words=piece.words
            )


def plan_debate(story: Story) -> None:
    """Comments on the findings, objections and their replies; a confirmation if nothing had to be revised."""
    first, end = story.calendar.lived(Purpose.DEBATE)
    last = shortly_before(end)
    for finding in story.text.findings:
        floor = Floor(syntheses.DISCUSSING, partial(story.findings.__getitem__, finding.key))
        plan_remarks(story, floor, finding.comments, first, last, last)
    objections = story.text.objections
    replied_by = story.office.between(first, end, CONFIRMED_AT - 0.02)
    for at, objection in zip(story.spread(len(objections), first, last, until=0.6), objections, strict=True):
        _plan_objection(story, objection, at, replied_by)
    revised = any(row.reply is not None and row.reply.outcome == Outcome.REVISED for row in objections)
    if story.calendar.has_begun(Purpose.DECISION) and not revised:
        at = story.office.between(first, end, CONFIRMED_AT)
        story.agenda.plan(at, lambda: syntheses.confirm(by=story.agent(), activity=story.activity("syntheses")))


def _plan_objection(story: Story, text: ObjectionText, at: datetime, limit: datetime) -> None:
    made: list[Objection] = []

    def object_to() -> None:
        made.append(
            syntheses.object_to(
                by=story.person(text.said.by),
                activity=story.activity("syntheses"),
                about=story.contributions[text.contribution].source,
                ground=text.ground,
                body=text.said.text,
                finding=as_it_stands(story, text.finding) if text.finding else None,
            )
        )

    story.agenda.plan(at, object_to)
    if text.reply is not None:
        thought_over = min(story.office.later(at, 5), story.waking.between(at, limit, 0.5))
        when = story.reply_time(text.reply.said.by, thought_over, limit)
        story.agenda.plan(when, lambda: _reply(story, text, made[0]))


def as_it_stands(story: Story, key: str) -> Finding:
    """A finding with the words it has now: it may have been revised or published since it was written."""
    finding = Finding.objects.with_words().select_related("synthesis").get(pk=story.findings[key].pk)
    finding.synthesis.activity = story.activity("syntheses")
    story.findings[key] = finding
    return finding


def _reply(story: Story, text: ObjectionText, objection: Objection) -> None:
    reply = text.reply
    if reply is None:
        return
    by = story.person(reply.said.by)
    if reply.outcome == Outcome.MAINTAINED:
        syntheses.reply(by=by, objection=objection, outcome=reply.outcome, body=reply.said.text)
        return
    finding = as_it_stands(story, text.finding)
    syntheses.reply(
        by=by,
        objection=objection,
        outcome=reply.outcome,
        body=reply.said.text,
        finding=finding,
        title=reply.finding_title or finding.title,
        revised_body=reply.finding_text,
        opened_on=finding.words.number,
    )
