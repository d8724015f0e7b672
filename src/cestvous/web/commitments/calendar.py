"""The steps of commitments as a calendar to subscribe to (iCalendar, RFC 5545): each is a day that blocks nobody's
time."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from cestvous.web.commitments.pages import when_of
from cestvous.web.commitments.steps import Step, StepState
from cestvous.web.takeaway.calendar import REFRESH, host
from cestvous.web.takeaway.lines import address


def calendar_of(steps: Iterable[Step], *, name: str, url: str, today: date, at: datetime) -> bytes:
    """A step keeps its name in calendars when its date moves, and is there still, as done, when it is done."""
    calendar = Calendar()
    calendar.add("prodid", f"-//C'est vous//{host()}//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for title in ("name", "x-wr-calname"):
        calendar.add(title, name)
    calendar.add("url", url)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for step in steps:
        calendar.add_component(_event(step, today, at))
    written: bytes = calendar.to_ical()
    return written


def _event(step: Step, today: date, at: datetime) -> Event:
    event = Event()
    part = "" if step.is_whole else f"-{step.position + 1}"
    event.add("uid", f"commitment-{step.consultation}-{step.number}{part}@{host()}")
    # Only a report changes a date: each makes a new edition.
    event.add("sequence", step.reports)
    event.add("dtstamp", at)
    event.add("dtstart", step.on)
    event.add("dtend", step.on + timedelta(days=1))
    event.add("summary", _summary(step))
    about = _("Commitment %(number)d · %(title)s") % {"number": step.number, "title": step.commitment}
    event.add("description", "\n".join((when_of(step, today), about, step.about, step.owner)))
    event.add("url", address("commitment", step.consultation, step.number))
    event.add("transp", "TRANSPARENT")
    return event


def _summary(step: Step) -> str:
    told = {"step": step.title or step.commitment}
    if step.state == StepState.DONE:
        return _("Done: %(step)s") % told
    if step.state == StepState.LATE:
        return _("Late: %(step)s") % told
    return told["step"]
