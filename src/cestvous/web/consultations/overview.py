"""What the first page of a consultation shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Value
from django.urls import reverse
from django.utils.translation import ngettext

from cestvous.foundation.mandates.models import Mandate
from cestvous.procedure.consultations.models import Consultation, counts_of
from cestvous.procedure.consultations.policy import leading_mandate
from cestvous.web.consultations.changes import prolonged
from cestvous.web.consultations.concluded import has_published_synthesis
from cestvous.web.consultations.finding import Found
from cestvous.web.consultations.frame import steps_of
from cestvous.web.consultations.inviting import Invitations, invitations_of
from cestvous.web.consultations.now import Now, now_of
from cestvous.web.consultations.presented import Presented, presented_of
from cestvous.web.consultations.voices import who_took_part
from cestvous.web.consultations.weaving import weave_of
from cestvous.web.design.shapes import Figure, Link, Step, Weave


@dataclass(frozen=True)
class Overview:
    """In the order of the page: where we are, what one can do, what was said, who took part, the record."""

    steps: Sequence[Step]
    invitations: Invitations
    figures: Sequence[Figure]
    ours_url: str
    now: Now
    who_took_part: str
    inhabitants: int
    places: Sequence[Link]
    themes: Sequence[Link]
    agents: Sequence[Mandate]
    leads: Mandate | None
    adaptations: int
    weave: Weave
    presented: Presented


def overview_of(found: Found) -> Overview:
    consultation = found.consultation
    counts = counts_of(consultation)
    concerned = _concerned(consultation)
    adaptations = list(consultation.adaptations.all())
    steps = steps_of(consultation, found.at, prolonged(adaptations))
    return Overview(
        steps=steps,
        invitations=invitations_of(found),
        figures=_figures(consultation.number, counts),
        ours_url=reverse("our_words", args=[consultation.number]) if has_published_synthesis(consultation) else "",
        now=now_of(found),
        who_took_part=who_took_part(counts),
        inhabitants=concerned.inhabitants,
        places=concerned.places,
        themes=concerned.themes,
        agents=consultation.agents_in_charge,
        leads=leading_mandate(found.reader, consultation, found.at),
        adaptations=len(adaptations),
        weave=weave_of(found, steps),
        presented=presented_of(found, are_asked=bool(counts.get("questions"))),
    )


@dataclass(frozen=True)
class _Concerned:
    """Neighbourhoods and themes by name, with their pages. ``inhabitants``: of all those neighbourhoods.

    It is 0 if one's are not known.
    """

    places: Sequence[Link]
    themes: Sequence[Link]
    inhabitants: int


def _concerned(consultation: Consultation) -> _Concerned:
    """Whom and what a consultation concerns, in one query."""
    told = ("name", "slug", "population", "what")
    places = consultation.neighbourhoods.order_by().annotate(what=Value("place")).values_list(*told)
    themes = consultation.themes.order_by().annotate(population=Value(0), what=Value("theme")).values_list(*told)
    rows = list(places.union(themes, all=True).order_by("name"))
    populations = [population for _name, _slug, population, what in rows if what == "place"]
    return _Concerned(
        places=[
            Link(name, reverse("neighbourhood", args=[slug])) for name, slug, _people, what in rows if what == "place"
        ],
        themes=[Link(name, reverse("theme", args=[slug])) for name, slug, _people, what in rows if what == "theme"],
        inhabitants=sum(populations) if all(populations) else 0,
    )


def _figures(number: int, counts: dict[str, int]) -> list[Figure]:
    """What was said and by how many, from the registers; what has a list of its own leads to it."""
    words = {
        "people": ngettext("person took part", "people took part", counts.get("people", 0)),
        "organisations": ngettext("organisation took part", "organisations took part", counts.get("organisations", 0)),
        "contributions": ngettext("contribution", "contributions", counts.get("contributions", 0)),
        "questions": ngettext("question", "questions", counts.get("questions", 0)),
        "positions": ngettext("position taken", "positions taken", counts.get("positions", 0)),
        "comments": ngettext("comment", "comments", counts.get("comments", 0)),
        "objections": ngettext("objection", "objections", counts.get("objections", 0)),
    }
    lists = ("contributions", "questions", "objections")
    return [
        Figure(counts[kind], label, reverse(kind, args=[number]) if kind in lists else "")
        for kind, label in words.items()
        if counts.get(kind)
    ]
