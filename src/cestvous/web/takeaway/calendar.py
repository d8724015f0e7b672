"""The phases of a consultation as a calendar (iCalendar, RFC 5545), to be imported once or subscribed to."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from cestvous.procedure.consultations.models import Consultation, Phase, State
from cestvous.procedure.rules.schedule import PhaseTime
from cestvous.web.consultations.finding import Found
from cestvous.web.consultations.frame import title_of
from cestvous.web.takeaway.lines import address

REFRESH = timedelta(hours=12)


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def calendar_of(found: Found) -> bytes:
    """Each phase as an event that blocks nobody's time. The last one has no end: it is the instant it begins."""
    consultation = found.consultation
    calendar = Calendar()
    calendar.add("prodid", f"-//C'est vous//{host()}//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, consultation.title)
    calendar.add("url", address("consultation", consultation.number, consultation.slug))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for row, time in zip(consultation.phases, consultation.schedule.phases, strict=True):
        calendar.add_component(_event(found, row, time))
    written: bytes = calendar.to_ical()
    return written


def _event(found: Found, row: Phase, time: PhaseTime) -> Event:
    consultation = found.consultation
    starts_at, ends_at = time.starts_at, consultation.schedule.ends_at(time.key)
    if time.entered_at is None:
        # While a phase waits for its gate nothing begins before now, and what follows keeps its length.
        starts_at, ends_at = starts_at + _late(found), ends_at + _late(found) if ends_at else None
    elif ends_at is not None and _is_current(found, time):
        ends_at += _late(found)
    event = Event()
    event.add("uid", f"consultation-{consultation.number}-{row.key}@{host()}")
    # Each change of the calendar, by an adaptation or by a gate that kept a phase waiting, makes a new edition.
    event.add("sequence", consultation.edition)
    event.add("dtstamp", found.at)
    event.add("dtstart", starts_at)
    if ends_at is not None:
        event.add("dtend", ends_at)
    event.add("summary", f"{title_of(row)} · {consultation.title}")
    event.add("description", _description(consultation, time))
    event.add("url", address("procedure", consultation.number))
    event.add("transp", "TRANSPARENT")
    event.add("status", _status(consultation, time))
    return event


def _late(found: Found) -> timedelta:
    """By how much what is to come slides while the next phase waits; to the minute, as calendars tell time."""
    coming = found.consultation.schedule.coming
    if coming is None or coming.starts_at > found.at or found.consultation.state != State.PUBLISHED:
        return timedelta()
    return found.at.replace(second=0, microsecond=0) - coming.starts_at.replace(second=0, microsecond=0)


def _is_current(found: Found, time: PhaseTime) -> bool:
    current = found.consultation.schedule.current
    return current is not None and current.key == time.key


def _description(consultation: Consultation, time: PhaseTime) -> str:
    words = [consultation.question]
    if consultation.waiting_since is not None and time.entered_at is None:
        words.append(_("The date is not certain: what comes before is not finished."))
    if consultation.state_reason and consultation.state != State.PUBLISHED:
        words.append(consultation.state_reason)
    return "\n\n".join(filter(None, words))


def _status(consultation: Consultation, time: PhaseTime) -> str:
    if time.entered_at is not None:
        return "CONFIRMED"
    if consultation.state == State.CANCELLED:
        return "CANCELLED"
    is_certain = consultation.state != State.SUSPENDED and consultation.waiting_since is None
    return "CONFIRMED" if is_certain else "TENTATIVE"
