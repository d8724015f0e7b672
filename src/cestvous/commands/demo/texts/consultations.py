"""The consultations of the example city, as its files tell."""

from dataclasses import dataclass, field
from datetime import timedelta

from cestvous.activities.contributions.models import Stance
from cestvous.activities.decisions.models import AnswerOutcome
from cestvous.activities.syntheses.models import Ground, Outcome, SetAsideReason
from cestvous.foundation.discussions.models import Side
from cestvous.procedure.rules.grid import Purpose


@dataclass(frozen=True)
class Said:
    """Words, and the key of who says them."""

    by: str
    text: str


@dataclass(frozen=True)
class QuestionText:
    asked: Said
    reply: Said | None


@dataclass(frozen=True)
class RemarkText:
    """A comment with its replies; ``endorsed`` by so many."""

    said: Said
    side: Side
    endorsed: int
    replies: "tuple[RemarkText, ...]" = ()


@dataclass(frozen=True)
class ReasonText:
    said: Said
    stance: Stance


@dataclass(frozen=True)
class FileText:
    """``file`` in ``city/files``, sent under a ``name``; ``shows``: its description or title."""

    file: str
    name: str
    shows: str
    credit: str


@dataclass(frozen=True)
class ContributionText:
    key: str
    said: Said
    speaks_for: str
    title: str
    language: str
    theme: str
    neighbourhood: str
    place: str
    files: tuple[FileText, ...]
    edited: str
    edited_reason: str
    withdrawn: bool
    positions: dict[Stance, int]
    reasons: tuple[ReasonText, ...]
    comments: tuple[RemarkText, ...]

    @property
    def last_words(self) -> str:
        return self.edited or self.said.text


@dataclass(frozen=True)
class CitationText:
    contribution: str
    passage: str


@dataclass(frozen=True)
class FindingText:
    key: str
    title: str
    text: str
    cites: tuple[CitationText, ...]
    comments: tuple[RemarkText, ...]


@dataclass(frozen=True)
class SectionText:
    title: str
    findings: tuple[FindingText, ...]


@dataclass(frozen=True)
class SetAsideText:
    contribution: str
    reason: SetAsideReason
    words: str


@dataclass(frozen=True)
class ObjectionReplyText:
    said: Said
    outcome: Outcome
    finding_title: str
    finding_text: str


@dataclass(frozen=True)
class ObjectionText:
    said: Said
    contribution: str
    finding: str
    ground: Ground
    reply: ObjectionReplyText | None


@dataclass(frozen=True)
class AnswerText:
    finding: str
    outcome: AnswerOutcome
    reasons: str
    referred_to: str


@dataclass(frozen=True)
class MilestoneText:
    title: str
    due_in: timedelta
    done: bool
    note: str
    pictures: tuple[FileText, ...] = ()


@dataclass(frozen=True)
class CommitmentText:
    key: str
    findings: tuple[str, ...]
    title: str
    text: str
    owner: str
    due_in: timedelta
    milestones: tuple[MilestoneText, ...]


@dataclass(frozen=True)
class DecisionText:
    preamble: str
    authority: str
    deliberation: str


@dataclass(frozen=True)
class RectificationText:
    """A second version of the decision: why, how long after the first, and the answers that it rewrites."""

    reason: str
    after: timedelta
    answers: tuple[AnswerText, ...]


@dataclass(frozen=True)
class LandmarkText:
    """A date of the project, so long from today; told as its season if that is all that is known."""

    title: str
    in_time: timedelta
    only_season: bool
    text: str


@dataclass(frozen=True)
class PresentedText:
    """``answers``: question and answer; ``contacts``: name, function, how to reach them."""

    stakes: str
    files: tuple[FileText, ...]
    calendar: tuple[LandmarkText, ...]
    answers: tuple[tuple[str, str], ...]
    contacts: tuple[tuple[str, str, str], ...]
    video: str
    video_title: str
    still: FileText | None


@dataclass(frozen=True)
class TranslationText:
    """A consultation in another language: its own texts by their names, titles and texts of findings by their keys."""

    by: str
    language: str
    words: dict[str, str]
    findings: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class ConsultationText:
    key: str
    phase: Purpose
    title: str
    question: str
    summary: str
    presentation: str
    open: str
    fixed: str
    decided_how: str
    decided_by: str
    sponsor: str
    agents: tuple[str, ...]
    neighbourhoods: tuple[str, ...]
    themes: tuple[str, ...]
    questions: tuple[QuestionText, ...] = ()
    contributions: tuple[ContributionText, ...] = ()
    sections: tuple[SectionText, ...] = ()
    set_aside: tuple[SetAsideText, ...] = ()
    objections: tuple[ObjectionText, ...] = ()
    answers: tuple[AnswerText, ...] = ()
    decision: DecisionText | None = None
    rectification: RectificationText | None = None
    presented: PresentedText | None = None
    commitments: tuple[CommitmentText, ...] = field(default=())
    translations: tuple[TranslationText, ...] = ()

    @property
    def findings(self) -> list[FindingText]:
        return [finding for section in self.sections for finding in section.findings]
