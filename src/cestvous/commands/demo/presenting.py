"""Presenting an example consultation beside its words: pictures drawn for it, documents, dates, answers, contacts."""

from datetime import date, timedelta
from importlib import resources

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone

from cestvous.commands.demo.story import Story
from cestvous.commands.demo.tables import Table
from cestvous.commands.demo.texts import FileText, LandmarkText, PresentedText
from cestvous.foundation.files.actions import Joined, receive
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock
from cestvous.kernel.videos import video_at
from cestvous.procedure.consultations import actions as consultations
from cestvous.procedure.consultations.models import Clarification, Contact, Landmark

_FOLDER = resources.files(__package__).joinpath("city", "files")
# By the quarter of the year: the winter of January is that of its year.
SEASONS = ("hiver", "printemps", "été", "automne")


def presented_text(row: Table) -> PresentedText:
    """What stands beside the words of one consultation."""
    read = PresentedText(
        stakes=row.perhaps("stakes"),
        files=tuple(file_text(one, row) for kind in ("pictures", "documents") for one in row.tables(kind)),
        calendar=tuple(_landmark(one) for one in row.tables("calendar")),
        answers=tuple((one.words("question", 300), one.words("answer")) for one in row.tables("answers")),
        contacts=tuple(
            (one.words("name", 120), one.perhaps("function", 160), one.perhaps("reach", 300))
            for one in row.tables("contacts")
        ),
        video=row.perhaps("video"),
        video_title=row.perhaps("video_title", 160),
        still=file_text(row.table("still"), row) if row.has("still") else None,
    )
    row.finished()
    return read


def file_text(row: Table, above: Table) -> FileText:
    """A file of ``city/files``, by what a text says of it."""
    file, name = row.words("file"), row.words("name", 100)
    if not _FOLDER.joinpath(file).is_file():
        raise above.broken("file", f"there is no {file}")
    read = FileText(file, name, row.words("shows", 300), row.perhaps("credit", 120))
    row.finished()
    return read


def _landmark(row: Table) -> LandmarkText:
    read = LandmarkText(
        row.words("title", 160),
        timedelta(days=row.number("in_days", at_least=-5_000)),
        row.flag("only_season"),
        row.perhaps("text", 500),
    )
    row.finished()
    return read


def present(story: Story) -> None:
    """Fill in the pages of a draft's presentation, as its agents do."""
    told = story.text.presented
    if told is None:
        return
    by, consultation = story.agent(), story.consultation
    plays = video_at(told.video, settings.VIDEO_HOSTS) is not None
    consultations.present_files(
        by=by,
        consultation=consultation,
        shown=[joined(story.agent(), file) for file in told.files],
        edition=consultation.edition,
        video=told.video if plays else "",
        video_title=told.video_title if plays else "",
        still=[joined(story.agent(), told.still)] if told.still and plays else [],
    )
    today = timezone.localdate(story.calendar.now)
    consultations.present_calendar(
        by=by,
        consultation=consultation,
        landmarks=[_dated(one, today) for one in told.calendar],
        edition=consultation.edition,
    )
    consultations.present_answers(
        by=by,
        consultation=consultation,
        clarifications=[Clarification(*pair) for pair in told.answers],
        contacts=[Contact(*contact) for contact in told.contacts],
        edition=consultation.edition,
    )


def joined(by: Person, file: FileText) -> Joined:
    """A file that somebody sends, to be joined to what they say."""
    upload = ContentFile(_FOLDER.joinpath(file.file).read_bytes(), file.name)
    return Joined(receive(by=by, upload=upload), file.shows, file.credit)


def _dated(one: LandmarkText, today: date) -> Landmark:
    day = today + one.in_time
    if not one.only_season:
        return Landmark(one.title, day=day, text=one.text)
    period = f"{SEASONS[(day.month - 1) // 3]} {day.year}"
    return Landmark(one.title, period=period, text=one.text, is_past=day < timezone.localdate(clock.now()))
