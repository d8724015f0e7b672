"""What agents present a consultation with, beside its words: a calendar of the project, answers, contacts, a video.

Its pictures and documents are files that it owns, see ``shown_by``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cestvous.kernel.personal_data import KeptFor, PersonalData
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.models.consultation import Consultation

# The kinds of the references by which files are its own: those of the page, and the still picture of its video.
FILES, STILL = "presentation", "presentation-video"


def shown_by(consultation: Consultation) -> Reference:
    """What owns the pictures and documents of a consultation's first page."""
    return Reference(FILES, consultation.number, consultation.number)


def still_of(consultation: Consultation) -> Reference:
    """What owns the picture that stands for its video."""
    return Reference(STILL, consultation.number, consultation.number)


@dataclass(frozen=True)
class Landmark:
    """One date of the project itself: a ``day``, or a ``period`` in words ("spring 2027") that agents say is over."""

    title: str
    day: date | None = None
    period: str = ""
    text: str = ""
    is_past: bool = False

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Landmark:
        day = kept["day"]
        return cls(**{**kept, "day": date.fromisoformat(day) if day else None})

    def kept(self) -> dict[str, object]:
        return {**asdict(self), "day": self.day.isoformat() if self.day else None}


@dataclass(frozen=True)
class Clarification:
    """A question that agents answer before anybody asks it. The answer is Markdown."""

    question: str
    answer: str


@dataclass(frozen=True)
class Contact:
    """Whom one may ask, and how, in the agents' words."""

    name: str
    function: str = ""
    reach: str = ""


class Presentation(models.Model):
    """Lists that are saved whole, each by one form; ``consultation.edition`` counts them like its words."""

    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="presented")
    video = models.URLField(blank=True)
    video_title = models.CharField(max_length=160, blank=True)
    landmarks = models.JSONField(default=list)
    clarifications = models.JSONField(default=list)
    contacts = models.JSONField(default=list)

    personal: ClassVar[PersonalData] = PersonalData(
        kept_for=KeptFor.OFFICE,
        about=_("Whom one may ask about a project"),
        fields={"contacts": _("names, functions and ways to reach those who answer for it")},
        kept=_("for as long as the consultation's page, or until agents replace them"),
    )

    def __str__(self) -> str:
        return str(self.consultation_id)

    @property
    def calendar(self) -> list[Landmark]:
        return [Landmark.of(kept) for kept in self.landmarks]

    @property
    def answers(self) -> list[Clarification]:
        return [Clarification(**kept) for kept in self.clarifications]

    @property
    def people(self) -> list[Contact]:
        return [Contact(**kept) for kept in self.contacts]


def presentation_of(consultation: Consultation) -> Presentation:
    """What stands beside the words of a consultation; an empty one, not saved, if agents have filled in nothing.

    Costs no query after ``select_related("presented")``.
    """
    known: Presentation | None = getattr(consultation, "presented", None)
    return known or Presentation(consultation=consultation)
