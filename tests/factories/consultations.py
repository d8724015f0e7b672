"""Consultations, and the way through their phases."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import F

from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import clock
from cestvous.procedure.consultations import kinds
from cestvous.procedure.consultations.actions import Preparation, create, publish, settle_for_reading
from cestvous.procedure.consultations.models import Consultation, Phase, Theme
from cestvous.procedure.rules.grid import Purpose
from cestvous.procedure.rules.templates import load
from tests.factories.words import a_closed_debate, a_published_synthesis, a_signed_decision
from tests.machinery.clock import CLOCK, travel


def phase_starts(template: str = "standard", first: datetime | None = None) -> list[datetime]:
    """When each phase of a template starts: the first now, the others after its usual durations."""
    starts = [first or clock.now()]
    for duration in load(template, kinds.acts_of_all()).durations:
        starts.append(starts[-1] + duration)
    return starts


def a_preparation(
    agents: Sequence[Mandate] = (),
    sponsor: Mandate | None = None,
    *,
    neighbourhoods: Sequence[Neighbourhood] = (),
    themes: Sequence[Theme] = (),
    **words: str,
) -> Preparation:
    """Everything that agents fill in, of a consultation that lacks nothing; ``words`` replace some of it."""
    complete = Preparation(
        title="Une place Lambert pour tous",
        question="Que faut-il changer place Lambert ?",
        summary="La place Lambert sera refaite en 2027. Dites ce qu'elle doit devenir.",
        presentation="La place **Lambert** a été refaite pour la dernière fois en 1987.\n\nLe budget est de 800 000 €.",
        open_to_discussion="Les usages, les arbres, les bancs.",
        not_open="Le parking souterrain.",
        how_decided="Le conseil municipal délibère sur la synthèse.",
        decided_by="le conseil municipal",
        sponsor=sponsor,
        agents=tuple(agents),
        neighbourhoods=tuple(neighbourhoods),
        themes=tuple(themes),
    )
    return replace(complete, **words)  # type: ignore[arg-type]


def _mandate(person: Person) -> Mandate:
    return person.mandates.select_related("person").order_by("pk")[0]


def a_consultation(
    agent: Person,
    official: Person | None,
    *,
    template: str = "standard",
    starts: Sequence[datetime] | None = None,
    published: bool = True,
    **preparation: Any,
) -> Consultation:
    """A consultation led by ``agent`` and sponsored by ``official``: published, its first phase beginning now."""
    filled_in = a_preparation([_mandate(agent)], _mandate(official) if official else None, **preparation)
    consultation = create(
        by=agent, preparation=filled_in, starts=list(starts or phase_starts(template)), template=template
    )
    if published:
        publish(by=agent, consultation=consultation)
    return fresh(consultation)


def fresh(consultation: Consultation) -> Consultation:
    """The consultation as the database has it, with its procedure."""
    return Consultation.objects.with_procedure().get(pk=consultation.pk)


# What is done, in the phase that comes before, so that a phase may be entered.
_PASSES_GATE: dict[Purpose, Callable[[Consultation], object]] = {
    Purpose.DEBATE: a_published_synthesis,
    Purpose.DECISION: a_closed_debate,
    Purpose.FOLLOW_UP: a_signed_decision,
}


def in_phase(consultation: Consultation, key: str, *, after: timedelta = timedelta(hours=1)) -> Consultation:
    """Live the consultation up to a phase, passing each gate by real actions, and stand ``after`` its beginning.

    What was contributed until then is cited; objections that wait get a reply.
    """
    consultation = _settled(consultation)
    while consultation.schedule.current is None or consultation.schedule.current.key != key:
        coming = consultation.schedule.coming
        if coming is None:
            raise LookupError(f"there is no phase {key!r} to come")
        if coming.purpose in _PASSES_GATE:
            _PASSES_GATE[coming.purpose](consultation)
        CLOCK.freeze(max(coming.starts_at, clock.now()))
        consultation = _settled(consultation)
        reached = consultation.schedule.current
        if reached is None or reached.key != coming.key:
            raise RuntimeError(f"the gate before {coming.key!r} is still shut")
    current = consultation.schedule.current
    travel(to=max(current.starts_at + after, clock.now()))
    return consultation


def _settled(consultation: Consultation) -> Consultation:
    consultation = fresh(consultation)
    settle_for_reading([consultation], clock.now())
    return fresh(consultation)


def living_now(consultation: Consultation, key: str) -> Consultation:
    """As ``in_phase``, then moved in time as a whole: it stands in that phase by the real clock, which runs from here.

    For tests in which other processes act: they know nothing of the clock of ours.
    """
    lived = in_phase(consultation, key)
    by = datetime.now(UTC) - clock.now()
    Phase.objects.filter(consultation=lived, entered_at__isnull=False).update(
        starts_at=F("starts_at") + by, announced_at=F("announced_at") + by, entered_at=F("entered_at") + by
    )
    Phase.objects.filter(consultation=lived, entered_at__isnull=True).update(
        starts_at=F("starts_at") + by, announced_at=F("announced_at") + by
    )
    CLOCK.freeze(None)
    return fresh(lived)
