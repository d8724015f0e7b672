"""What stands around every page of a consultation: where it is in its procedure, and its parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cestvous.activities.contributions import kind as contributions
from cestvous.activities.decisions import kind as decisions
from cestvous.activities.questions import kind as questions
from cestvous.activities.syntheses import kind as syntheses
from cestvous.kernel.dates import instant_in_words, language
from cestvous.procedure.consultations.gates import missing_when_read
from cestvous.procedure.consultations.kinds import Missing
from cestvous.procedure.consultations.messages import PURPOSES
from cestvous.procedure.consultations.models import Consultation, Phase, State
from cestvous.procedure.rules.grid import Purpose
from cestvous.procedure.rules.schedule import PhaseTime, Schedule
from cestvous.web.consultations.concluded import DONE, is_concluded
from cestvous.web.consultations.finding import Found
from cestvous.web.design.dates import in_time, short_day, span
from cestvous.web.design.shapes import Crumb, Link, Step, Tone, When
from cestvous.web.translations.reading import Spoken, as_read, spoken_of

# Kind of activity, URL name, title of the tab.
PARTS = (
    (questions.NAME, "questions", gettext_lazy("Questions")),
    (contributions.NAME, "contributions", gettext_lazy("Contributions")),
    (syntheses.NAME, "synthesis", gettext_lazy("Synthesis")),
    (decisions.NAME, "decision", gettext_lazy("Decision")),
)
TONES: dict[Purpose, Tone] = {
    Purpose.PRESENTATION: "presentation",
    Purpose.CONSULTATION: "consultation",
    Purpose.SYNTHESIS: "synthesis",
    Purpose.DEBATE: "debate",
    Purpose.DECISION: "decision",
    Purpose.FOLLOW_UP: "follow-up",
}


@dataclass(frozen=True)
class Here:
    """Where a consultation stands, in one line."""

    words: str
    detail: str
    tone: Tone


@dataclass(frozen=True)
class Frame:
    """The part of a page that all pages of a consultation share. ``consultation`` says its words as they are read."""

    consultation: Consultation
    at: datetime
    url: str
    here: Here
    tabs: Sequence[Link]
    crumbs: Sequence[Crumb]
    missing: Sequence[Missing]
    spoken: Spoken

    @property
    def steps(self) -> list[Step]:
        """The phases on the thread: few pages show them."""
        return steps_of(self.consultation, self.at)


def title_of(phase: Phase) -> str:
    return phase.title or str(PURPOSES[phase.plan.purpose])


def address_of(consultation: Consultation) -> str:
    return reverse("consultation", args=[consultation.number, consultation.slug])


def frame_of(found: Found, current: str = "", *below: Crumb) -> Frame:
    """The frame around a page; ``current`` is the URL name of its tab, if it stands below one; ``below`` what comes
    after it in the crumbs.
    """
    consultation = found.consultation
    read = as_read(consultation)
    url = address_of(consultation)
    kinds = frozenset(row.kind for row in consultation.activities)
    tabs = _tabs(language(), consultation.number, url, kinds, current)
    crumbs = [Crumb(_("Consultations"), reverse("consultations"))]
    if current != "consultation":
        crumbs.append(Crumb(read.title, url))
        crumbs += [Crumb(tab.title, tab.url if below else "") for tab in tabs if tab.is_current]
    else:
        crumbs.append(Crumb(read.title))
    coming = consultation.schedule.coming
    waits = consultation.waiting_since is not None and coming is not None
    return Frame(
        consultation=read,
        at=found.at,
        url=url,
        here=here_of(consultation, found.at),
        tabs=tabs,
        crumbs=[*crumbs, *below],
        missing=missing_when_read(consultation, coming) if waits and coming else (),
        spoken=spoken_of(consultation),
    )


@lru_cache(maxsize=500)
def _tabs(_language: str, number: int, url: str, kinds: frozenset[str], current: str) -> tuple[Link, ...]:
    """Kept, as they are the same on all pages of a consultation but for where one is."""
    parts = [
        ("consultation", _("The essentials"), url),
        *((name, str(title), reverse(name, args=[number])) for kind, name, title in PARTS if kind in kinds),
        ("procedure", _("Procedure"), reverse("procedure", args=[number])),
    ]
    return tuple(Link(title, address, is_current=current == name) for name, title, address in parts)


def here_of(consultation: Consultation, at: datetime) -> Here:
    """ "Debate on the synthesis · 12 days left, until 5 March at 18 h"."""
    state = State(consultation.state)
    schedule = consultation.schedule
    if state != State.PUBLISHED:
        return Here(capfirst(str(state.label)), "", "neutral")
    current, coming = schedule.current, schedule.coming
    if current is None:
        first = schedule.phases[0]
        words = _("Begins on %(when)s") % {"when": instant_in_words(first.starts_at)}
        return Here(words, "", TONES[first.purpose])
    row = next(phase for phase in consultation.phases if phase.key == current.key)
    tone = TONES[current.purpose]
    if coming is None:
        return Here(title_of(row), "", tone)
    if coming.starts_at <= at:
        return Here(title_of(row), _("over, waiting for what comes next"), tone)
    if is_concluded(consultation):
        row_after = next(phase for phase in consultation.phases if phase.key == coming.key)
        told = {"next": title_of(row_after), "when": instant_in_words(coming.starts_at)}
        return Here(title_of(row), DONE[current.purpose] % told, tone)
    detail = _("%(left)s, until %(when)s") % {
        "left": in_time(coming.starts_at, at),
        "when": instant_in_words(coming.starts_at),
    }
    return Here(title_of(row), detail, tone)


def steps_of(consultation: Consultation, at: datetime, prolonged: Mapping[str, int] | None = None) -> list[Step]:
    """The phases on the thread, with what moved. ``prolonged``: by how many days, by key, an adaptation did it."""
    schedule = consultation.schedule
    position = -1 if schedule.position is None else schedule.position
    coming = schedule.coming
    waits = coming is not None and coming.starts_at <= at and consultation.state == State.PUBLISHED
    # What is to come begins no earlier than it would if the gate opened now.
    late = at - coming.starts_at if coming is not None and waits else timedelta()
    steps = []
    for index, (row, time) in enumerate(zip(consultation.phases, schedule.phases, strict=True)):
        when: When = "lived" if index < position else "current" if index == position else "to-come"
        if waits and index == position + 1:
            when = "waiting"
        slid = late if index > position else timedelta()
        steps.append(
            Step(
                title=title_of(row),
                tone=TONES[time.purpose],
                when=when,
                dates=_dates(schedule, time, when, slid),
                note=_prolonged((prolonged or {}).get(time.key, 0)),
                moved_from=short_day(time.announced_at) if when == "waiting" else _moved_from(time, slid),
            )
        )
    return steps


def _dates(schedule: Schedule, time: PhaseTime, when: When, slid: timedelta) -> str:
    if when == "waiting":
        return _("as soon as what is missing is done")
    end = schedule.ends_at(time.key)
    dates = span(time.starts_at + slid, end + slid if end else None)
    return _("at the earliest: %(dates)s") % {"dates": dates} if slid else dates


def _moved_from(time: PhaseTime, slid: timedelta) -> str:
    """The announced day, if it is no longer the one on which the phase begins."""
    announced = short_day(time.announced_at)
    return announced if announced != short_day(time.starts_at + slid) else ""


def _prolonged(days: int) -> str:
    if not days:
        return ""
    return ngettext("extended by %(days)d day", "extended by %(days)d days", days) % {"days": days}
