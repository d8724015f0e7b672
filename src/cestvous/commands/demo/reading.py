"""From the files in ``city/`` to texts, each word of them checked."""

from collections.abc import Mapping
from datetime import timedelta
from importlib import resources
from importlib.resources.abc import Traversable

from cestvous.activities.decisions.models import AnswerOutcome
from cestvous.activities.syntheses.models import Ground, Outcome, SetAsideReason
from cestvous.commands.demo.presenting import presented_text
from cestvous.commands.demo.tables import BrokenText, Table
from cestvous.commands.demo.texts import (
    AnswerText,
    CitationText,
    CityText,
    CommitmentText,
    ConsultationText,
    DecisionText,
    FindingText,
    MandateText,
    MilestoneText,
    NeighbourhoodText,
    ObjectionReplyText,
    ObjectionText,
    OrganisationText,
    PageText,
    PeopleText,
    PictureText,
    QuestionText,
    RectificationText,
    ResidentText,
    SectionText,
    SetAsideText,
)
from cestvous.commands.demo.translated import translated
from cestvous.commands.demo.voices import Voices, contribution, remark, said
from cestvous.foundation.mandates.models import Role
from cestvous.foundation.organisations.models import OrganisationSort
from cestvous.foundation.people.models import AgeBand, NameKind
from cestvous.institutions.agency.models import PageName
from cestvous.kernel import text
from cestvous.procedure.rules.grid import Purpose

PEOPLE, PAGES = "people.toml", "pages.toml"
TRANSLATIONS = "translations.toml"


def shipped() -> dict[str, str]:
    """The files that ship with the software, by name."""
    folder = resources.files(__package__).joinpath("city")
    return {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".toml")}


def drawn(name: str) -> Traversable:
    """A picture that ships with the software."""
    return resources.files(__package__).joinpath("city", "pictures", name)


def read(files: Mapping[str, str]) -> CityText:
    """The whole example city. Raises BrokenText, with file and key, for the first thing that is wrong."""
    if PEOPLE not in files:
        raise BrokenText(PEOPLE, "is missing")
    people = _people(Table.from_toml(files[PEOPLE], PEOPLE))
    names = sorted(name for name in files if name not in {PEOPLE, PAGES, TRANSLATIONS})
    untranslated = [_consultation(Table.from_toml(files[name], name), people) for name in names]
    translations = Table.from_toml(files.get(TRANSLATIONS, ""), TRANSLATIONS)
    consultations = [translated(text, translations) for text in untranslated]
    translations.finished()
    phases = [consultation.phase for consultation in consultations]
    for phase in Purpose:
        if phases.count(phase) != 1:
            raise BrokenText(
                "city", f"exactly one consultation stands in each phase; {phase} has {phases.count(phase)}"
            )
    pages = _pages(Table.from_toml(files[PAGES], PAGES), people) if PAGES in files else ()
    return CityText(people, tuple(sorted(consultations, key=lambda read: read.phase.rank)), pages)


def _pages(file: Table, people: PeopleText) -> tuple[PageText, ...]:
    agents = {row.key for row in people.mandates if row.role == Role.AGENT}
    pages = tuple(_page(row, agents) for row in file.tables("pages"))
    file.finished()
    return pages


def _page(row: Table, agents: set[str]) -> PageText:
    read = PageText(
        page=PageName(row.one_of("page", PageName.values)),
        by=row.one_of("by", agents),
        ago=timedelta(days=row.number("days_ago", at_least=1)),
        reason=row.words("reason", 300),
        title=row.words("title", 160),
        body=row.words("body"),
    )
    row.finished()
    return read


def _people(file: Table) -> PeopleText:
    rows = file.table("neighbourhoods")
    neighbourhoods = tuple(_neighbourhood(key, rows.table(key)) for key in rows.names)
    known = {row.key for row in neighbourhoods}
    themes = file.table("themes")
    administrator = file.table("administrator")
    people = PeopleText(
        neighbourhoods=neighbourhoods,
        themes={key: themes.words(key, 80) for key in themes.names},
        mandates=tuple(_mandate(row, known) for row in file.tables("mandates")),
        residents=tuple(_resident(row, known) for row in file.tables("residents")),
        organisations=tuple(_organisation(row) for row in file.tables("organisations")),
        administrator=(administrator.words("name", 80), administrator.words("email")),
    )
    keys = [row.key for row in people.mandates] + [row.key for row in people.residents]
    missing = sorted({row.by for row in people.organisations} - {row.key for row in people.residents})
    if missing:
        raise BrokenText(file.place, f"no resident has the key {missing[0]!r}")
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise BrokenText(file.place, f"two people have the key {twice[0]!r}")
    file.finished()
    return people


def _neighbourhood(key: str, row: Table) -> NeighbourhoodText:
    read = NeighbourhoodText(key, row.words("name", 80), row.number("population"))
    row.finished()
    return read


def _mandate(row: Table, neighbourhoods: set[str]) -> MandateText:
    read = MandateText(
        key=row.words("key"),
        name=row.words("name", 80),
        email=row.words("email"),
        role=Role(row.one_of("role", Role.values)),
        function=row.words("function", 120),
        act=row.words("act", 120),
        neighbourhood=row.one_of("neighbourhood", neighbourhoods) if row.has("neighbourhood") else "",
    )
    row.finished()
    return read


def _resident(row: Table, neighbourhoods: set[str]) -> ResidentText:
    read = ResidentText(
        key=row.words("key"),
        name=row.words("name", 80),
        name_kind=NameKind(row.one_of("name_kind", NameKind.values)),
        neighbourhood=row.one_of("neighbourhood", neighbourhoods),
        age_band=AgeBand(row.one_of("age_band", AgeBand.values)) if row.has("age_band") else "",
    )
    row.finished()
    return read


def _organisation(row: Table) -> OrganisationText:
    read = OrganisationText(
        key=row.words("key"),
        name=row.words("name", 120),
        sort=OrganisationSort(row.one_of("sort", OrganisationSort.values)),
        about=row.words("about", 1_000),
        registration=row.perhaps("registration", 10),
        by=row.words("by"),
        function=row.words("function", 80),
        waits=row.flag("waits"),
    )
    row.finished()
    return read


def _consultation(file: Table, people: PeopleText) -> ConsultationText:
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
    read = MilestoneText(row.words("title", 200), days, row.flag("done"), row.perhaps("note"), _pictures(row))
    if read.done and not read.note:
        raise row.broken("note", "is missing: what was done is told in words")
    row.finished()
    return read


def _pictures(row: Table) -> tuple[PictureText, ...]:
    pictures = []
    for picture in row.tables("pictures"):
        read = PictureText(picture.words("file"), picture.words("shows", 300))
        if not drawn(read.file).is_file():
            raise picture.broken("file", "there is no such picture in city/pictures")
        picture.finished()
        pictures.append(read)
    return tuple(pictures)
