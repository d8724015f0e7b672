"""What the pages of neighbourhoods and themes show."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from cestvous.foundation.mandates.policy import Reader
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.procedure.consultations.models import Consultation, State
from cestvous.web.consultations.cards import Card
from cestvous.web.consultations.turns import Turns, read, turns_of
from cestvous.web.decisions.built import Built, being_built
from cestvous.web.design.shapes import Crumb
from cestvous.web.places.subject import Subject, city_wide_or
from cestvous.web.sources import Said, said

LATEST, TO_BUILD = 4, 5


@dataclass(frozen=True)
class Place:
    """A neighbourhood in the list. ``total``: how many consultations concerned it by name, since the beginning."""

    name: str
    url: str
    inhabitants: int
    total: int
    cards: Sequence[Card]
    is_mine: bool


@dataclass(frozen=True)
class PlacesPage:
    """All neighbourhoods, the reader's first; and once, what concerns the whole city."""

    places: Sequence[Place]
    city_wide: Sequence[Card]


def places_page(reader: Reader, at: datetime) -> PlacesPage:
    turns = turns_of(read(Consultation.objects.public(), at))
    cards = [*turns.under_way, *turns.coming]
    concerned = Consultation.neighbourhoods.through.objects.exclude(consultation__state=State.DRAFT)
    totals = Counter(concerned.order_by("pk").values_list("neighbourhood", flat=True))
    mine = reader.neighbourhood_id if isinstance(reader, Person) else None
    places = [
        Place(
            name=place.name,
            url=reverse("neighbourhood", args=[place.slug]),
            inhabitants=place.population or 0,
            total=totals[place.pk],
            cards=[card for card in cards if place.pk in card.neighbourhoods],
            is_mine=place.pk == mine,
        )
        for place in Neighbourhood.objects.order_by("name")
    ]
    return PlacesPage(
        places=sorted(places, key=lambda place: not place.is_mine),
        city_wide=[card for card in cards if not card.neighbourhoods],
    )


@dataclass(frozen=True)
class SaidOfIt:
    """A contribution that speaks of the subject."""

    said: Said
    url: str
    kicker: str


@dataclass(frozen=True)
class SubjectPage:
    """A neighbourhood or a theme. ``turns``: of what names it; ``city_wide``: beside them, what concerns everybody."""

    subject: Subject
    crumbs: Sequence[Crumb]
    turns: Turns
    city_wide: Sequence[Card]
    built: Sequence[Built]
    said: Sequence[SaidOfIt]
    all_url: str


def subject_page(subject: Subject, reader: Reader, at: datetime) -> SubjectPage:
    """Ten queries, whatever goes on in it."""
    rows = city_wide_or(subject) if subject.is_place else subject.consultations()
    shown = read(rows, at)
    named = [row for row in shown if not subject.is_place or subject.key in row[1].neighbourhoods]
    around = turns_of([row for row in shown if row not in named])
    above = ("neighbourhoods", _("Neighbourhoods")) if subject.is_place else ("consultations", _("Consultations"))
    return SubjectPage(
        subject=subject,
        crumbs=[Crumb(above[1], reverse(above[0])), Crumb(subject.name)],
        turns=turns_of(named),
        city_wide=[*around.under_way, *around.coming],
        built=being_built(subject.consultations(), at, TO_BUILD),
        said=_said(subject, reader),
        all_url=f"{reverse('consultations')}?{subject.word}={subject.slug}",
    )


def _said(subject: Subject, reader: Reader) -> list[SaidOfIt]:
    rows = subject.contributions().with_words().select_related("activity__consultation")
    return [
        SaidOfIt(
            said=said(row.source, reader),
            url=reverse("contribution", args=[row.source.consultation, row.number]),
            kicker=_("%(consultation)s · contribution n° %(number)d")
            % {"consultation": row.activity.consultation.title, "number": row.number},
        )
        for row in rows.order_by("-source__said_at", "-pk")[:LATEST]
    ]
