"""Reading one consultation of the example city."""

from collections.abc import Mapping
from datetime import timedelta

from cestvous.activities.decisions.models import AnswerOutcome
from cestvous.activities.syntheses.models import Ground, Outcome, SetAsideReason
from cestvous.commands.demo.presenting import file_text, presented_text
from cestvous.commands.demo.tables import Table
from cestvous.commands.demo.texts import (
    AnswerText,
    CitationText,
    CommitmentText,
    ConsultationText,
    DecisionText,
    FindingText,
    MilestoneText,
    ObjectionReplyText,
    ObjectionText,
    PeopleText,
    QuestionText,
    RectificationText,
    SectionText,
    SetAsideText,
)
from cestvous.commands.demo.voices import Voices, contribution, remark, said
from cestvous.foundation.mandates.models import Role
from cestvous.kernel import text
from cestvous.procedure.rules.grid import Purpose


def consultation_text(file: Table, people: PeopleText) -> ConsultationText:
    """One consultation, from its presentation to what became of it."""
    officials = {row.key for row in people.mandates if row.role == Role.OFFICIAL}
    city_agents = {row.key for row in people.mandates if row.role == Role.AGENT}
    neighbourhoods = {row.key for row in people.neighbourhoods}
    agents = file.some_of("agents", city_agents)
    themes = file.some_of("themes", people.themes)
    speakers = {row.key: row.by for row in people.organisations if not row.waits}
    voices = Voices(frozenset(row.key for row in people.residents), frozenset(agents), speakers)
    contributions = tuple(contribution(row, voices, themes, neighbourhoods) for row in file.tables("contributions"))
    words = {row.key: row.last_words for row in contributions if not row.withdrawn}
    sections = tuple(_section(row, words, voices) for row in file.tables("sections"))
    findings = {finding.key for section in sections for finding in section.findings}
    authors = {row.key: row.said.by for row in contributions}
    read = ConsultationText(
        key=file.words("key"),
        phase=Purpose(file.one_of("phase", list(Purpose))),
        title=file.words("title", 160),
        question=file.words("question", 300),
        summary=file.words("summary", 300),
        presentation=file.words("presentation"),
        open=file.words("open"),
        fixed=file.words("fixed"),
        decided_how=file.words("decided_how"),
        decided_by=file.words("decided_by", 160),
        sponsor=file.one_of("sponsor", officials),
        agents=agents,
        # None in particular: the whole city.
        neighbourhoods=file.some_of("neighbourhoods", neighbourhoods, at_least=0),
        themes=themes,
        questions=tuple(_question(row, voices) for row in file.tables("questions")),
        contributions=contributions,
        sections=sections,
        set_aside=tuple(_set_aside(row, words) for row in file.tables("set_aside")),
        objections=tuple(_objection(row, voices, authors, findings) for row in file.tables("objections")),
        answers=tuple(_answer(row, findings) for row in file.tables("answers")),
        decision=_decision(file.table("decision")) if file.has("decision") else None,
        rectification=_rectification(file.table("rectification"), findings) if file.has("rectification") else None,
        presented=presented_text(file.table("presented")) if file.has("presented") else None,
        commitments=tuple(_commitment(row, findings) for row in file.tables("commitments")),
    )
    file.finished()
    for key, rows in (
        ("contributions", [row.key for row in contributions]),
        ("findings", [f.key for f in read.findings]),
    ):
        if len(set(rows)) != len(rows):
            raise file.broken(key, "two have the same key")
    return read


def _question(row: Table, voices: Voices) -> QuestionText:
    reply = said(row.table("reply"), voices.agents) if row.has("reply") else None
    read = QuestionText(said(row, voices.residents, ends=False), reply)
    row.finished()
    return read


def _section(row: Table, words: Mapping[str, str], voices: Voices) -> SectionText:
    read = SectionText(
        row.words("title", 160), tuple(_finding(finding, words, voices) for finding in row.tables("findings"))
    )
    row.finished()
    return read


def _finding(row: Table, words: Mapping[str, str], voices: Voices) -> FindingText:
    read = FindingText(
        key=row.words("key"),
        title=row.words("title", 200),
        text=row.words("text"),
        cites=tuple(_citation(cited, words) for cited in row.tables("cites")),
        comments=tuple(remark(comment, voices) for comment in row.tables("comments")),
    )
    if not read.cites:
        raise row.broken("cites", "a finding rests on at least one contribution")
    row.finished()
    return read


def _citation(row: Table, words: Mapping[str, str]) -> CitationText:
    read = CitationText(row.one_of("contribution", words), row.perhaps("passage"))
    if read.passage and text.locate(read.passage, words[read.contribution]) is None:
        raise row.broken("passage", f"these words do not stand in {read.contribution!r}")
    row.finished()
    return read


def _set_aside(row: Table, words: Mapping[str, str]) -> SetAsideText:
    reason = SetAsideReason(row.one_of("reason", SetAsideReason.values))
    read = SetAsideText(row.one_of("contribution", words), reason, row.words("words"))
    row.finished()
    return read


def _objection(row: Table, voices: Voices, authors: Mapping[str, str], findings: set[str]) -> ObjectionText:
    read = ObjectionText(
        contribution=row.one_of("contribution", authors),
        finding=row.one_of("finding", findings) if row.has("finding") else "",
        ground=Ground(row.one_of("ground", Ground.values)),
        reply=_objection_reply(row.table("reply"), voices) if row.has("reply") else None,
        said=said(row, voices.residents, ends=False),
    )
    row.finished()
    if read.said.by != authors[read.contribution]:
        raise row.broken("by", "one objects for one's own contribution")
    revised = read.reply is not None and read.reply.outcome == Outcome.REVISED
    if not read.finding and (revised or read.ground == Ground.MISREADS):
        raise row.broken("finding", "is missing: say which one is misread, or revised")
    return read


def _objection_reply(row: Table, voices: Voices) -> ObjectionReplyText:
    outcome = Outcome(row.one_of("outcome", Outcome.values))
    finding_text = row.words("finding_text") if outcome == Outcome.REVISED else ""
    title = row.perhaps("finding_title", 200)
    return ObjectionReplyText(said(row, voices.agents), outcome, title, finding_text)


def _answer(row: Table, findings: set[str]) -> AnswerText:
    outcome = AnswerOutcome(row.one_of("outcome", AnswerOutcome.values))
    referred_to = row.words("referred_to", 160) if outcome == AnswerOutcome.REFERRED else ""
    read = AnswerText(row.one_of("finding", findings), outcome, row.words("reasons"), referred_to)
    row.finished()
    return read


def _decision(row: Table) -> DecisionText:
    read = DecisionText(row.words("preamble"), row.words("authority", 160), row.words("deliberation", 80))
    row.finished()
    return read


def _rectification(row: Table, findings: set[str]) -> RectificationText:
    read = RectificationText(
        row.words("reason"),
        timedelta(days=row.number("after_days", at_least=1)),
        tuple(_answer(answer, findings) for answer in row.tables("answers")),
    )
    row.finished()
    return read


def _commitment(row: Table, findings: set[str]) -> CommitmentText:
    read = CommitmentText(
        key=row.words("key"),
        findings=row.some_of("findings", findings),
        title=row.words("title", 200),
        text=row.words("text"),
        owner=row.words("owner", 160),
        due_in=timedelta(days=row.number("due_in_days", at_least=1)),
        milestones=tuple(_milestone(step) for step in row.tables("milestones")),
    )
    row.finished()
    return read


def _milestone(row: Table) -> MilestoneText:
    days = timedelta(days=row.number("due_in_days", at_least=1))
    read = MilestoneText(
        row.words("title", 200),
        days,
        row.flag("done"),
        row.perhaps("note"),
        tuple(file_text(one, row) for one in row.tables("pictures")),
    )
    if read.done and not read.note:
        raise row.broken("note", "is missing: what was done is told in words")
    row.finished()
    return read
