"""A new kind of activity is a new folder and some lists: the engine and the pages take in one that they never saw."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from django.test import Client

from cestvous.foundation.people.models import Person
from cestvous.kernel import clock
from cestvous.procedure.consultations import kinds
from cestvous.procedure.consultations.actions import adapt
from cestvous.procedure.consultations.gates import missing_before
from cestvous.procedure.consultations.kinds import Gate, Kind, KindAct, Missing
from cestvous.procedure.consultations.models import Activity, Consultation
from cestvous.procedure.consultations.policy import may
from cestvous.procedure.rules.grid import Act, ActivityPlan, Opening, Purpose
from tests.factories import fresh, in_phase

WALK = "walks.join"


def _nobody_has_walked(activity: Activity) -> Sequence[Missing]:
    return [Missing("le compte rendu de la balade", "les agents")]


@pytest.fixture
def walks(monkeypatch: pytest.MonkeyPatch) -> Kind:
    """A kind of activity that no app of the house offers: walking through the neighbourhood together."""
    kind = Kind(
        name="walks",
        label="Balades urbaines",  # type: ignore[arg-type]
        acts=(KindAct(Act(WALK), "se promener ensemble"),),  # type: ignore[arg-type]
        gates=(Gate(Purpose.DECISION, _nobody_has_walked),),
    )
    monkeypatch.setitem(kinds.KINDS, kind.name, kind)
    return kind


def _with_a_walk(consultation: Consultation, agent: Person) -> Consultation:
    grid = consultation.grid
    walked = replace(
        grid,
        activities=(*grid.activities, ActivityPlan("walk", "walks")),
        openings=(*grid.openings, Opening("walk", "consultation", frozenset({WALK}))),
    )
    starts = {phase.key: phase.starts_at for phase in consultation.schedule.phases}
    adapt(
        by=agent,
        consultation=consultation,
        grid=walked,
        starts=starts,
        reason="Les habitants l'ont demandé.",
        edition=consultation.edition,
    )
    return fresh(consultation)


@pytest.mark.usefixtures("walks")
def test_a_new_kind_needs_no_change_of_the_engine_or_of_its_pages(
    consultation: Consultation, agent: Person, resident: Person, client: Client
) -> None:
    running = _with_a_walk(fresh(consultation), agent)
    activity = running.activity_of_kind("walks")
    assert activity is not None
    assert not may(resident, WALK, activity, clock.now()), "open before its phase"

    running = in_phase(running, "consultation")
    activity = running.activity_of_kind("walks")
    assert activity is not None
    assert may(resident, WALK, activity, clock.now())

    before_decision = next(phase for phase in running.schedule.phases if phase.purpose == Purpose.DECISION)
    assert "le compte rendu de la balade" in {missing.what for missing in missing_before(running, before_decision)}

    page = client.get(f"/fr/consultations/{running.number}/procedure/").content.decode()
    assert "Balades urbaines" in page
    assert "se promener ensemble" in page
