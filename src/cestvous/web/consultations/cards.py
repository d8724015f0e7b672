"""A consultation as a card: where it stands, what it asks, what is open now. Every list of them shows cards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cestvous.activities.contributions import kind as contributions
from cestvous.activities.questions import kind as questions
from cestvous.activities.syntheses import kind as syntheses
from cestvous.kernel.dates import day_in_words
from cestvous.procedure.consultations.models import Consultation, State
from cestvous.procedure.rules.grid import Purpose
from cestvous.web.consultations.concluded import CAN_BE_READ, is_concluded
from cestvous.web.consultations.frame import Here, address_of, here_of, steps_of, title_of
from cestvous.web.consultations.voices import who_took_part
from cestvous.web.design.dates import span
from cestvous.web.design.shapes import Link, Step
from cestvous.web.translations.reading import as_read, prepare

# What a card offers when it is open, in this order: act, URL name, words.
OFFERED = (
    (contributions.SUBMIT, "contribute", gettext_lazy("Contribute")),
    (contributions.TAKE_POSITION, "contributions", gettext_lazy("Take a position")),
    (syntheses.COMMENT, "synthesis", gettext_lazy("Debate the synthesis")),
    (questions.ASK, "ask", gettext_lazy("Ask a question")),
)
PLACES_BY_NAME, SOON = 3, timedelta(days=7)
# What can be read once it is done, while its phase lasts.
TO_READ = {
    Purpose.SYNTHESIS: ("synthesis", gettext_lazy("Read the synthesis")),
    Purpose.DECISION: ("decision", gettext_lazy("Read the decision")),
}
# What goes on in a phase in which nothing is open to residents.
_GOES_ON = {
    Purpose.PRESENTATION: gettext_lazy("The project can be read. Contributions come next."),
    Purpose.CONSULTATION: gettext_lazy("Contributions can be read."),
    Purpose.SYNTHESIS: gettext_lazy("The agents sum up everything that was said."),
    Purpose.DEBATE: gettext_lazy("The synthesis can be read."),
    Purpose.DECISION: gettext_lazy("The elected officials answer each finding, then sign."),
    Purpose.FOLLOW_UP: gettext_lazy("The decision is signed. What it promises is followed here."),
}


def what_goes_on(consultation: Consultation, purpose: Purpose) -> str:
    """In a phase in which nothing is open to residents: what is done in it, or that it is done."""
    return str((CAN_BE_READ if is_concluded(consultation) else _GOES_ON)[purpose])


@dataclass(frozen=True)
class Card:
    """One consultation in a list. ``neighbourhoods`` are the keys of those concerned, none for the whole city.

    ``closes_soon``: what it offers is open for a week or less. ``themes`` lead to what the city does about each.
    """

    title: str
    question: str
    url: str
    here: Here
    kicker: str
    steps: Sequence[Step]
    comes_next: str
    offered: Sequence[Link]
    closes_soon: bool
    note: str
    numbers: str
    neighbourhoods: frozenset[int]
    themes: Sequence[Link]
    level: int


def cards_of(consultations: Sequence[Consultation], at: datetime, *, level: int = 2) -> list[Card]:
    """Cards of consultations read ``with_procedure`` and settled: three queries more, whatever their number.

    ``level`` is that of their titles on the page.
    """
    prefetch_related_objects(consultations, "registers", "neighbourhoods", "themes")
    prepare(consultations)
    return [card_of(consultation, at, level) for consultation in consultations]


def card_of(consultation: Consultation, at: datetime, level: int) -> Card:
    places = list(consultation.neighbourhoods.all())
    offered, coming = list(_offered(consultation, at)), consultation.schedule.coming
    read = as_read(consultation)
    return Card(
        title=read.title,
        question=read.question or read.summary,
        url=address_of(consultation),
        here=here_of(consultation, at),
        kicker=_where([place.name for place in places]),
        steps=steps_of(consultation, at),
        comes_next=_comes_next(consultation, at),
        offered=offered,
        closes_soon=bool(offered) and coming is not None and coming.starts_at - at <= SOON,
        note=_note(consultation, at),
        numbers=_numbers(consultation),
        neighbourhoods=frozenset(place.pk for place in places),
        themes=[Link(theme.name, reverse("theme", args=[theme.slug])) for theme in consultation.themes.all()],
        level=level,
    )


def _where(places: Sequence[str]) -> str:
    """The neighbourhoods by name as long as they can be taken in at a glance, then their number."""
    if not places:
        return _("The whole city")
    if len(places) > PLACES_BY_NAME:
        return _("%(count)d neighbourhoods") % {"count": len(places)}
    return " · ".join(places)


def _comes_next(consultation: Consultation, at: datetime) -> str:
    """ "Next: Synthesis, 10 → 20 févr."; nothing when it waits, is stopped, or nothing comes."""
    schedule = consultation.schedule
    coming = schedule.coming
    if consultation.state != State.PUBLISHED or coming is None or coming.starts_at <= at:
        return ""
    row = next(phase for phase in consultation.phases if phase.key == coming.key)
    dates = span(coming.starts_at, schedule.ends_at(coming.key))
    return _("Next: %(phase)s, %(dates)s") % {"phase": title_of(row), "dates": dates}


def _offered(consultation: Consultation, at: datetime) -> Iterator[Link]:
    """What residents can do now, be it only to read what has just been done.

    Whether this reader may is for the page that the link leads to.
    """
    current = consultation.schedule.current
    if consultation.state != State.PUBLISHED or current is None or not consultation.schedule.period_open(at):
        return
    acts = {act for cell in consultation.grid.openings if cell.phase == current.key for act in cell.acts}
    for act, name, words in OFFERED:
        if act in acts:
            yield Link(str(words), reverse(name, args=[consultation.number]))
    if is_concluded(consultation):
        name, words = TO_READ[current.purpose]
        yield Link(str(words), reverse(name, args=[consultation.number]))


def _note(consultation: Consultation, at: datetime) -> str:
    """What else must be known at a glance: why it stopped, what it waits for, or what goes on."""
    if consultation.state != State.PUBLISHED:
        return as_read(consultation).state_reason
    schedule = consultation.schedule
    current, coming = schedule.current, schedule.coming
    if current is None:
        return ""
    if coming is None and current.entered_at is not None and current.purpose == Purpose.FOLLOW_UP:
        day = day_in_words(current.entered_at)
        return _("The decision is signed. Since %(day)s, what it promises is followed here.") % {"day": day}
    if coming is not None and coming.starts_at <= at:
        return _("The next phase begins once everything that it needs is done.")
    if list(_offered(consultation, at)) and not is_concluded(consultation):
        return ""
    return what_goes_on(consultation, current.purpose)


def _numbers(consultation: Consultation) -> str:
    """ "163 contributions · 121 people took part", from the registers."""
    counts = {register.kind: register.count for register in consultation.registers.all()}
    said, asked = (counts.get(kind, 0) for kind in (contributions.NAME, questions.NAME))
    words = []
    if said:
        words.append(ngettext("%(count)d contribution", "%(count)d contributions", said) % {"count": said})
    elif asked:
        words.append(ngettext("%(count)d question", "%(count)d questions", asked) % {"count": asked})
    return " · ".join(filter(None, (*words, who_took_part(counts))))
