"""What a consultation is presented with, beside its words, as its first page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from cestvous.kernel.dates import day_in_words
from cestvous.kernel.videos import video_at
from cestvous.procedure.consultations.models import Clarification, Consultation, Contact, Landmark, Presentation
from cestvous.procedure.consultations.models.presentation import presentation_of, shown_by, still_of
from cestvous.web.consultations.finding import Found
from cestvous.web.design.shapes import FileShown, FilesShown, VideoShown, When
from cestvous.web.files.shown import NOTHING, shown_of_all
from cestvous.web.guards import CSP
from cestvous.web.translations.reading import ours


@dataclass(frozen=True)
class LandmarkShown:
    """One date of the project, on its thread."""

    title: str
    dates: str
    when: When
    text: str


@dataclass(frozen=True)
class Presented:
    """``asked_url``: where residents' questions stand, with the replies to them; empty if nobody has asked any."""

    files: FilesShown
    video: VideoShown | None
    calendar: Sequence[LandmarkShown]
    clarifications: Sequence[Clarification]
    contacts: Sequence[Contact]
    asked_url: str

    @property
    def lead(self) -> FileShown | None:
        """The picture that leads the page, and goes with its link."""
        return self.files.pictures[0] if self.files.pictures else None


def presented_of(found: Found, *, are_asked: bool) -> Presented:
    """One query, whatever there is. ``are_asked``: whether residents have asked questions."""
    consultation = found.consultation
    presentation = presentation_of(consultation)
    owners = (shown_by(consultation), still_of(consultation))
    files = shown_of_all(owners, named=True, since=consultation.published_at)
    return Presented(
        files=files.get(owners[0], NOTHING),
        video=_video(presentation, files.get(owners[1], NOTHING)),
        calendar=[_landmark(consultation, one, timezone.localdate(found.at)) for one in presentation.calendar],
        clarifications=[_clarification(consultation, one) for one in presentation.answers],
        contacts=presentation.people,
        asked_url=reverse("questions", args=[consultation.number]) if are_asked else "",
    )


def _video(presentation: Presentation, stills: FilesShown) -> VideoShown | None:
    """The video, unless the city no longer allows its site."""
    found = video_at(presentation.video, settings.VIDEO_HOSTS) if presentation.video else None
    if found is None:
        return None
    still = stills.pictures[0] if stills.pictures else None
    return VideoShown(presentation.video_title, found.page, found.frame, found.host, still)


def _landmark(consultation: Consultation, one: Landmark, today: date) -> LandmarkShown:
    title, text = ours(consultation, one.title), ours(consultation, one.text)
    if one.day is None:
        return LandmarkShown(title, ours(consultation, one.period), "lived" if one.is_past else "to-come", text)
    when: When = "current" if one.day == today else "lived" if one.day < today else "to-come"
    return LandmarkShown(title, day_in_words(one.day), when, text)


def _clarification(consultation: Consultation, one: Clarification) -> Clarification:
    return Clarification(ours(consultation, one.question), ours(consultation, one.answer))


def let_play(response: HttpResponse, video: VideoShown | None) -> HttpResponse:
    """Let a page that shows a video play it: that site's player, and no other."""
    if video is not None:
        origin = "/".join(video.frame.split("/", 3)[:3])
        # Written out here: of a page that is kept, only its headers are.
        response.headers[CSP] = build_policy(update={"frame-src": [origin]})
    return response
