"""Building the example city: all of it or nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from cestvous.commands.demo import reading
from cestvous.commands.demo.actions import look_at_their_words
from cestvous.commands.demo.agenda import Agenda
from cestvous.commands.demo.calendars import calendar
from cestvous.commands.demo.checking import check
from cestvous.commands.demo.hours import office, waking
from cestvous.commands.demo.inhabitants import settle_in
from cestvous.commands.demo.organising import plan_requests
from cestvous.commands.demo.rewriting import plan_pages
from cestvous.commands.demo.story import Story
from cestvous.commands.demo.telling import DRAFTED_BEFORE, plan
from cestvous.commands.demo.texts import CityText
from cestvous.foundation.journal.actions import seal
from cestvous.kernel import clock
from cestvous.procedure.consultations.models import Consultation
from cestvous.procedure.rules.grid import Purpose

Say = Callable[[str], object]
# Everybody looked at what had become of their words then: what has happened since is new to them.
LOOKED_BEFORE = timedelta(days=14)


def ensure(say: Say) -> bool:
    """Build the example city unless it stands already; returns whether it was built now. Raises BrokenText."""
    if Consultation.objects.exists():
        return False
    build(checked_texts(), say)
    return True


def checked_texts() -> CityText:
    """The texts that ship, each of which can stand where it says. Raises BrokenText."""
    city = reading.read(reading.shipped())
    for text in city.consultations:
        check(text)
    return city


def build(city: CityText, say: Say) -> None:
    """Build the example city around the present instant, telling how it goes. An interruption leaves nothing behind."""
    now = clock.now()
    with transaction.atomic():
        _live(city, now, say)
    say(_("Sealing the public register…"))
    while seal():
        pass


def _live(city: CityText, now: datetime, say: Say) -> None:
    zone = ZoneInfo(settings.TIME_ZONE)
    calendars = {text.key: calendar(text.phase, now, zone) for text in city.consultations}
    first = min(each.starts[Purpose.PRESENTATION] for each in calendars.values()) - DRAFTED_BEFORE
    inhabitants = settle_in(city.people, first - timedelta(days=1))
    words = _("%(people)d people have moved in, in %(neighbourhoods)d neighbourhoods.")
    agenda = Agenda()
    agenda.plan(now - LOOKED_BEFORE, lambda: look_at_their_words(inhabitants.people.values()))
    say(words % {"people": len(inhabitants.people) + 1, "neighbourhoods": len(inhabitants.neighbourhoods)})
    for text in sorted(city.consultations, key=lambda text: text.phase.rank, reverse=True):
        plan(Story(text, calendars[text.key], inhabitants, agenda, waking(zone), office(zone)))
    plan_pages(city.pages, inhabitants, agenda, office(zone), now)
    plan_requests(city.people.organisations, inhabitants.people, agenda, now)
    say(_("%(count)d acts to live through, in six consultations:") % {"count": len(agenda)})
    for done, _at in enumerate(agenda.live(), 1):
        if done * 10 // len(agenda) != (done - 1) * 10 // len(agenda):
            say(_("  %(percent)d %%") % {"percent": 100 * done // len(agenda)})
