"""What the first page of a consultation shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import ngettext

from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.procedure.consultations.models import Theme
from cestvous.procedure.consultations.policy import leading_mandate
from cestvous.web.consultations.changes import prolonged
from cestvous.web.consultations.finding import Found
from cestvous.web.consultations.frame import steps_of
from cestvous.web.consultations.inviting import Invitations, invitations_of
from cestvous.web.consultations.now import Now, now_of
from cestvous.web.consultations.weaving import weave_of
from cestvous.web.design.shapes import Figure, Step, Weave


@dataclass(frozen=True)
class Overview:
    """In the order of the page: where we are, what one can do, what was said, who took part, the record."""

    steps: Sequence[Step]
    invitations: Invitations
    figures: Sequence[Figure]
    now: Now
    people: int
    inhabitants: int
    neighbourhoods: Sequence[Neighbourhood]
    themes: Sequence[Theme]
    agents: Sequence[Mandate]
    leads: Mandate | None
    adaptations: int
    weave: Weave


def overview_of(found: Found) -> Overview:
    consultation = found.consultation
    counts = {register.kind: register.count for register in consultation.registers.all()}
    neighbourhoods = list(consultation.neighbourhoods.all())
    adaptations = list(consultation.adaptations.all())
    steps = steps_of(consultation, found.at, prolonged(adaptations))
    known = all(place.population for place in neighbourhoods)
    return Overview(
        steps=steps,
        invitations=invitations_of(found),
        figures=_figures(counts),
        now=now_of(found),
        people=counts.get("people", 0),
        inhabitants=sum(place.population or 0 for place in neighbourhoods) if known else 0,
        neighbourhoods=neighbourhoods,
        themes=list(consultation.themes.all()),
        agents=consultation.agents_in_charge,
        leads=leading_mandate(found.reader, consultation, found.at),
        adaptations=len(adaptations),
        weave=weave_of(found, steps),
    )


def _figures(counts: dict[str, int]) -> list[Figure]:
    """What was said and by how many, from the registers."""
    words = {
        "people": ngettext("person took part", "people took part", counts.get("people", 0)),
        "contributions": ngettext("contribution", "contributions", counts.get("contributions", 0)),
        "questions": ngettext("question", "questions", counts.get("questions", 0)),
        "positions": ngettext("position taken", "positions taken", counts.get("positions", 0)),
        "comments": ngettext("comment", "comments", counts.get("comments", 0)),
        "objections": ngettext("objection", "objections", counts.get("objections", 0)),
    }
    return [Figure(counts[kind], label) for kind, label in words.items() if counts.get(kind)]
