"""The lines about a consultation itself: what it asks, its phases, what is open in them, how it was adapted."""

from collections.abc import Iterator

from cestvous.procedure.consultations.kinds import KINDS, act_named
from cestvous.procedure.consultations.models import Consultation, counts_of
from cestvous.procedure.consultations.models.presentation import presentation_of
from cestvous.web.consultations.changes import changes_between
from cestvous.web.consultations.finding import Found
from cestvous.web.consultations.frame import title_of
from cestvous.web.takeaway.lines import Line, address, person, told

# What the first page of a consultation counts.
COUNTED = ("people", "contributions", "questions", "positions", "comments", "objections", "organisations")


def procedure_lines(found: Found) -> Iterator[Line]:
    """Bounded by the grid and the number of adaptations: a few queries in all."""
    yield _consultation(found)
    yield from _phases(found)
    yield from _openings(found)
    yield from _adaptations(found)


def _consultation(found: Found) -> Line:
    consultation = found.consultation
    counts = counts_of(consultation)
    return {
        "type": "consultation",
        "number": consultation.number,
        "address": address("consultation", consultation.number, consultation.slug),
        "title": consultation.title,
        "question": consultation.question,
        "summary": consultation.summary,
        "presentation": consultation.presentation,
        "open_to_discussion": consultation.open_to_discussion,
        "not_open": consultation.not_open,
        "how_decided": consultation.how_decided,
        "decided_by": consultation.decided_by,
        "language": consultation.language,
        "sponsor": person(consultation.sponsor) if consultation.sponsor else None,
        "agents": [person(mandate) for mandate in consultation.agents_in_charge],
        "neighbourhoods": list(consultation.neighbourhoods.order_by("name").values_list("name", flat=True)),
        "themes": list(consultation.themes.order_by("name").values_list("name", flat=True)),
        "origin": consultation.origin,
        "state": consultation.state,
        "state_since": told(consultation.state_since),
        "state_reason": consultation.state_reason,
        "published_at": told(consultation.published_at),
        "waiting_since": told(consultation.waiting_since),
        "counts": {kind: counts.get(kind, 0) for kind in COUNTED},
        "stakes": consultation.stakes,
        **_video(consultation),
    }


def _video(consultation: Consultation) -> Line:
    presentation = presentation_of(consultation)
    return {"video": presentation.video or None, "video_title": presentation.video_title or None}


def _phases(found: Found) -> Iterator[Line]:
    schedule = found.consultation.schedule
    for position, (row, time) in enumerate(zip(found.consultation.phases, schedule.phases, strict=True), start=1):
        yield {
            "type": "phase",
            "position": position,
            "key": row.key,
            "purpose": row.purpose,
            "title": title_of(row),
            "announced_at": told(time.announced_at),
            "starts_at": told(time.starts_at),
            "ends_at": told(schedule.ends_at(time.key)),
            "entered_at": told(time.entered_at),
        }


def _openings(found: Found) -> Iterator[Line]:
    grid = found.consultation.grid
    for phase in grid.phases:
        for activity in grid.activities:
            for opening in grid.cell(activity.key, phase.key):
                led = {name for name in opening.acts if act_named(name).act.lead is not None}
                yield {
                    "type": "opening",
                    "phase": phase.key,
                    "activity": activity.title or str(KINDS[activity.kind].label),
                    "audience": opening.audience.kind.value,
                    "acts": sorted(opening.acts - led),
                    "acts_of_the_city": sorted(led),
                }


def _adaptations(found: Found) -> Iterator[Line]:
    titles = {phase.key: title_of(phase) for phase in found.consultation.phases}
    for row in found.consultation.adaptations.select_related("mandate__person").order_by("number"):
        yield {
            "type": "adaptation",
            "number": row.number,
            "at": told(row.at),
            "by": person(row.mandate),
            "reason": row.reason,
            "changes": [
                {"what": change.what, "before": change.before, "after": change.after}
                for change in changes_between(row.before, row.after, titles)
            ],
        }
