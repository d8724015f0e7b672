"""What the files of the example city say, once read: people, and what they say in six consultations."""

from dataclasses import dataclass

from cestvous.commands.demo.texts.consultations import (
    AnswerText,
    CitationText,
    CommitmentText,
    ConsultationText,
    ContributionText,
    DecisionText,
    FileText,
    FindingText,
    LandmarkText,
    MilestoneText,
    ObjectionReplyText,
    ObjectionText,
    PresentedText,
    QuestionText,
    ReasonText,
    RectificationText,
    RemarkText,
    Said,
    SectionText,
    SetAsideText,
    TranslationText,
)
from cestvous.commands.demo.texts.people import (
    MandateText,
    NeighbourhoodText,
    OrganisationText,
    PageText,
    PeopleText,
    ResidentText,
)

__all__ = [
    "AnswerText",
    "CitationText",
    "CityText",
    "CommitmentText",
    "ConsultationText",
    "ContributionText",
    "DecisionText",
    "FileText",
    "FindingText",
    "LandmarkText",
    "MandateText",
    "MilestoneText",
    "NeighbourhoodText",
    "ObjectionReplyText",
    "ObjectionText",
    "OrganisationText",
    "PageText",
    "PeopleText",
    "PresentedText",
    "QuestionText",
    "ReasonText",
    "RectificationText",
    "RemarkText",
    "ResidentText",
    "Said",
    "SectionText",
    "SetAsideText",
    "TranslationText",
]


@dataclass(frozen=True)
class CityText:
    people: PeopleText
    consultations: tuple[ConsultationText, ...]
    pages: tuple[PageText, ...] = ()
