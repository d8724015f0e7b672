"""What agents translate in the example city: read from its file, then done once there is something to translate."""

from dataclasses import replace
from functools import partial

from cestvous.commands.demo.story import Story
from cestvous.commands.demo.tables import Table
from cestvous.commands.demo.texts import ConsultationText, TranslationText
from cestvous.foundation.translations.actions import Rendering
from cestvous.kernel.languages import LANGUAGES
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations import actions as consultations
from cestvous.procedure.rules.grid import Purpose

# By the names they have in the files, the parts of a consultation.
PARTS = {
    "title": "title",
    "question": "question",
    "summary": "summary",
    "presentation": "presentation",
    "open": "open_to_discussion",
    "fixed": "not_open",
    "decided_how": "how_decided",
}


def translated(text: ConsultationText, file: Table) -> ConsultationText:
    """The text with its translations, if the file has any."""
    if not file.has(text.key):
        return text
    table = file.table(text.key)
    read = tuple(_translation(text, table.table(language), language) for language in table.names)
    table.finished()
    return replace(text, translations=read)


def _translation(text: ConsultationText, row: Table, language: str) -> TranslationText:
    if language not in LANGUAGES:
        raise row.broken(language, "is not a language that a text may be in")
    read = TranslationText(
        by=row.one_of("by", text.agents),
        language=language,
        words={PARTS[name]: row.words(name) for name in PARTS if row.has(name)},
        findings=_findings(text, row.table("findings")) if row.has("findings") else {},
    )
    row.finished()
    return read


def _findings(text: ConsultationText, rows: Table) -> dict[str, tuple[str, str]]:
    read = {}
    for key in rows.names:
        if key not in {finding.key for finding in text.findings}:
            raise rows.broken(key, "is no finding of this consultation")
        row = rows.table(key)
        read[key] = (row.words("title", 200), row.words("text"))
        row.finished()
    return read


def plan_translations(story: Story) -> None:
    """The consultation is translated as soon as it is public, its findings once the debate has begun."""
    first = story.calendar.starts[Purpose.PRESENTATION]
    for text in story.text.translations:
        story.agenda.plan(story.office.later(first, 2), partial(_consultation, story, text))
        if text.findings and story.calendar.has_begun(Purpose.DEBATE):
            debated = story.office.later(story.calendar.starts[Purpose.DEBATE], 1)
            story.agenda.plan(debated, partial(_all_findings, story, text))


def _consultation(story: Story, text: TranslationText) -> None:
    number = story.consultation.number
    parts = {name: Rendering(getattr(story.consultation, name), words) for name, words in text.words.items()}
    _translate(story, text, Reference("consultation", number, number), parts)


def _all_findings(story: Story, text: TranslationText) -> None:
    for key, (title, body) in text.findings.items():
        finding = story.findings[key]
        finding.refresh_from_db()
        parts = {"title": Rendering(finding.title, title), "body": Rendering(finding.words.body, body)}
        _translate(story, text, finding.reference, parts)


def _translate(story: Story, text: TranslationText, of: Reference, parts: dict[str, Rendering]) -> None:
    consultations.translate(
        by=story.person(text.by),
        consultation=story.consultation,
        of=of,
        into=text.language,
        parts=parts,
        opened_on=0,
    )
