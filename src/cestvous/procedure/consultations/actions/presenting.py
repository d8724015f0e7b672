"""Presenting a consultation beyond its words: pictures and documents, a video, dates, answers, contacts.

Before publication and, in public, after: what is added, changed or taken away then is recorded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.files.actions import Arranged, Joined, arrange
from cestvous.foundation.files.models import File
from cestvous.foundation.journal.actions import record
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock, digests, text
from cestvous.kernel.transactions import action
from cestvous.kernel.verdicts import Refused, Verdict
from cestvous.kernel.videos import video_at
from cestvous.procedure.consultations.actions.editing import EditedMeanwhile
from cestvous.procedure.consultations.actions.settling import bump, lock, settle
from cestvous.procedure.consultations.events import CORRECTED, EDITED, FILE_ATTACHED, FILE_WITHDRAWN
from cestvous.procedure.consultations.models import Clarification, Consultation, Contact, Landmark, Presentation
from cestvous.procedure.consultations.models.presentation import shown_by, still_of
from cestvous.procedure.consultations.policy import may_lead

MOST_LINES = 40


def _begin(by: Person, consultation: Consultation, edition: int) -> datetime:
    """Lock, settle what is under way, ask, compare editions; return the instant that counts."""
    lock(consultation, exclusively=True)
    draft = consultation.is_draft
    at = clock.now() if draft else settle(consultation)
    may_lead(by, "consultations.edit" if draft else "consultations.correct", consultation, at).or_deny()
    if consultation.edition != edition:
        raise EditedMeanwhile
    return at


def _end(by: Person, consultation: Consultation, at: datetime, part: str, told: Mapping[str, object]) -> None:
    """Keep the lists of one part, and record that it changed."""
    Presentation.objects.update_or_create(consultation=consultation, defaults=dict(told))
    bump(consultation)
    if consultation.is_draft:
        record(EDITED, on=consultation.reference, at=at, actor=author_of(by).identifier)
        return
    facts = {"part": part, "digest": digests.plain(told)}
    record(CORRECTED, on=consultation.reference, at=at, actor=author_of(by).identifier, facts=facts)


def _bounded(lines: Sequence[object]) -> None:
    if len(lines) > MOST_LINES:
        raise Refused(Verdict.no(_("This is more than a page can hold: %(most)d at most.") % {"most": MOST_LINES}))


@action
def present_files(
    *,
    by: Person,
    consultation: Consultation,
    shown: Sequence[Joined],
    edition: int,
    video: str = "",
    video_title: str = "",
    still: Sequence[Joined] = (),
) -> None:
    """Say which pictures and documents the page shows, in that order, and which video.

    Those left out are taken away, for which the page then says when. ``still`` holds the picture that stands for the
    video, if there is one. Raises Refused for a video on a host that the city does not allow.
    """
    at = _begin(by, consultation, edition)
    found = video_at(video, settings.VIDEO_HOSTS) if video else None
    if video and found is None:
        raise Refused(Verdict.no(_("This is not the address of a video on a site that the city allows.")))
    title = text.clean(video_title)
    if found is not None and not title:
        raise Refused(Verdict.no(_("Say what the video shows.")))
    done = [
        arrange(by=by, to=shown_by(consultation), joined=shown, at=at),
        arrange(by=by, to=still_of(consultation), joined=still if found is not None else (), at=at),
    ]
    told = {"video": found.page if found else "", "video_title": title if found else ""}
    _end(by, consultation, at, "files", told)
    if not consultation.is_draft:
        _record_files(by, consultation, done, at)


def _record_files(by: Person, consultation: Consultation, done: Sequence[Arranged], at: datetime) -> None:
    actor = author_of(by).identifier
    for one in done:
        for file in one.attached:
            facts = {"file": file.identifier, "digest": file.digest}
            record(FILE_ATTACHED, on=consultation.reference, at=at, actor=actor, facts=facts)
        for file in one.withdrawn:
            record(FILE_WITHDRAWN, on=consultation.reference, at=at, actor=actor, facts={"file": file.identifier})


def record_first_files(by: Person, consultation: Consultation, at: datetime) -> None:
    """On the day on which a draft is published: what it shows."""
    owners = (shown_by(consultation), still_of(consultation))
    _record_files(by, consultation, [Arranged(attached=list(File.objects.of_all(owners).published()))], at)


@action
def present_calendar(*, by: Person, consultation: Consultation, landmarks: Sequence[Landmark], edition: int) -> None:
    """Say which dates the project has, past and to come. Raises Refused for one without a title or a date."""
    at = _begin(by, consultation, edition)
    _bounded(landmarks)
    cleaned = [
        Landmark(text.clean(one.title), one.day, text.clean(one.period), text.clean(one.text), one.is_past)
        for one in landmarks
    ]
    if not all(one.title and (one.day or one.period) for one in cleaned):
        raise Refused(Verdict.no(_("Each date of the project has a title, and a day or a period.")))
    _end(by, consultation, at, "calendar", {"landmarks": [one.kept() for one in cleaned]})


@action
def present_answers(
    *,
    by: Person,
    consultation: Consultation,
    clarifications: Sequence[Clarification],
    contacts: Sequence[Contact],
    edition: int,
) -> None:
    """Answer what people will ask, and say whom they may ask. Raises Refused for half a pair, or a contact unnamed."""
    at = _begin(by, consultation, edition)
    _bounded(clarifications)
    _bounded(contacts)
    answers = [Clarification(text.clean(one.question), text.clean(one.answer)) for one in clarifications]
    people = [Contact(text.clean(one.name), text.clean(one.function), text.clean(one.reach)) for one in contacts]
    if not all(one.question and one.answer for one in answers):
        raise Refused(Verdict.no(_("Each question has its answer.")))
    if not all(one.name for one in people):
        raise Refused(Verdict.no(_("Each contact has a name.")))
    told = {"clarifications": [asdict(one) for one in answers], "contacts": [asdict(one) for one in people]}
    _end(by, consultation, at, "answers", told)
