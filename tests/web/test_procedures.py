"""Designing a procedure in one form without script, and adapting one that is under way."""

from datetime import timedelta

import pytest
from django.test import Client

from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.actions import resume, suspend
from cestvous.procedure.consultations.messages import AUDIENCES, PURPOSES, in_words
from cestvous.procedure.consultations.models import Adaptation, Consultation
from cestvous.procedure.rules.adapting import Problem
from cestvous.procedure.rules.grid import AudienceKind, Purpose
from cestvous.web.procedures.forms import DesignForm, cell_name
from tests.factories import a_consultation, fresh, in_phase, phase_starts
from tests.machinery.clock import travel
from tests.web.browsing import page, read, send, signed_in

pytestmark = pytest.mark.django_db
REASON = "Les vacances d'hiver tombent au milieu."


@pytest.fixture
def draft(agent: Person, official: Person) -> Consultation:
    return a_consultation(agent, official, published=False, starts=phase_starts())


def shown(desk: Client, consultation: Consultation) -> DesignForm:
    form: DesignForm = desk.get(page("design_procedure", consultation.number)).context["form"]
    return form


def sent_back(form: DesignForm, do: str, **typed: str) -> dict[str, list[str]]:
    """What a browser sends of the form, with one of its buttons and what was typed over it."""
    told: dict[str, list[str]] = {"do": [do]}
    for name, value in form.carried:
        told.setdefault(name, []).append(value)
    return told | {name: [value] for name, value in typed.items()}


def step(desk: Client, consultation: Consultation, form: DesignForm, do: str, **typed: str) -> DesignForm:
    response = desk.post(page("design_procedure", consultation.number), sent_back(form, do, **typed))
    assert response.status_code == 200, response.content.decode()
    after: DesignForm = response.context["form"]
    return after


def keys(form: DesignForm) -> list[str]:
    return [phase.key for phase in form.skeleton.grid.phases]


def test_a_draft_is_given_another_procedure_step_by_step(agent: Person, draft: Consultation) -> None:
    desk = signed_in(agent)
    form = shown(desk, draft)
    form = step(desk, draft, form, "add-phase", purpose="consultation")
    assert keys(form)[1:3] == ["consultation", "consultation-2"]
    form = step(desk, draft, form, "leave-out-phase:debate")
    form = step(desk, draft, form, "leave-out-activity:questions")
    form = step(desk, draft, form, "add-activity", kind="questions")
    form = step(desk, draft, form, "up:questions")
    assert len(fresh(draft).phases) == 6, "nothing is stored before the end"
    asks = cell_name("questions", "presentation", "questions.ask")
    told = sent_back(form, "save", **{"title:consultation-2": "Ateliers", asks: "declared_residents"})
    desk.post(page("design_procedure", draft.number), told)
    after = fresh(draft)
    assert [phase.key for phase in after.phases] == [
        "presentation", "consultation", "consultation-2", "synthesis", "decision", "follow-up",
    ]  # fmt: skip
    assert after.phases[2].title == "Ateliers"
    assert [row.key for row in after.activities] == ["contributions", "synthesis", "questions", "decision"]
    (cell,) = after.grid.cell("questions", "presentation")
    assert cell.acts == {"questions.ask"}
    assert cell.audience.kind == AudienceKind.DECLARED_RESIDENTS


def test_an_impossible_procedure_is_refused_in_words_and_nothing_is_lost(agent: Person, draft: Consultation) -> None:
    desk = signed_in(agent)
    submit = cell_name("contributions", "consultation", "contributions.submit")
    told = sent_back(shown(desk, draft), "save", **{submit: "", "title:consultation": "Vos idées"})
    response = desk.post(page("design_procedure", draft.number), told)
    assert response.status_code == 422
    assert in_words(Problem("nobody_could_contribute")) in response.context["form"].non_field_errors()[0]
    assert "Vos idées" in response.content.decode()
    assert fresh(draft).grid == draft.grid


def test_a_phase_that_starts_too_early_is_called_what_the_screen_calls_it(agent: Person, draft: Consultation) -> None:
    desk = signed_in(agent)
    form = shown(desk, draft)
    early = form.skeleton.starts["synthesis"].strftime("%Y-%m-%dT%H:%M")
    told = sent_back(form, "save", **{"start:debate": early})
    errors = desk.post(page("design_procedure", draft.number), told).context["form"].non_field_errors()
    assert [str(PURPOSES[Purpose.DEBATE]) in error for error in errors] == [True]


def test_a_date_that_can_t_be_read_is_said_beside_it(agent: Person, draft: Consultation) -> None:
    desk = signed_in(agent)
    told = sent_back(shown(desk, draft), "add-phase", **{"start:debate": "demain", "purpose": "debate"})
    words = send(desk, page("design_procedure", draft.number), told, status=422)
    assert "demain" in words
    assert "field-wrong" in words


def test_of_two_agents_the_second_is_told(agent: Person, draft: Consultation) -> None:
    desk = signed_in(agent)
    form = shown(desk, draft)
    send(desk, page("design_procedure", draft.number), sent_back(form, "save", **{"title:debate": "Discuter"}))
    late = sent_back(form, "save", **{"title:decision": "Décider"})
    response = desk.post(page("design_procedure", draft.number), late)
    assert response.status_code == 422
    assert "Décider" in response.content.decode()
    assert {(change.before, change.after) for change in response.context["instead"]} == {
        ("Discuter", str(PURPOSES[Purpose.DEBATE])), (str(PURPOSES[Purpose.DECISION]), "Décider"),
    }  # fmt: skip
    again = sent_back(response.context["form"], "save", **{"title:decision": "Décider"})
    again["edition"] = [str(fresh(draft).edition)]
    send(desk, page("design_procedure", draft.number), again)
    assert fresh(draft).phases[4].title == "Décider"


def test_a_running_procedure_is_adapted_in_public_with_its_reason(agent: Person, consultation: Consultation) -> None:
    desk, address = signed_in(agent), page("design_procedure", consultation.number)
    in_phase(consultation, "consultation")
    before = fresh(consultation)
    form = shown(desk, before)
    assert "title:presentation" not in form.fields, "what has been lived stays"
    form = step(desk, before, form, "leave-out-phase:debate")
    compared = desk.post(address, sent_back(form, "compare"))
    assert compared.status_code == 200
    assert compared.context["changes"]
    carried: dict[str, list[str]] = {"do": ["publish"], "reason": ["  "]}
    for name, value in compared.context["carried"]:
        carried.setdefault(name, []).append(value)
    assert "field-wrong" in send(desk, address, carried, status=422)
    assert not Adaptation.objects.exists()
    for _again in range(2):  # a form sent twice adapts once
        send(desk, address, carried | {"reason": [REASON]})
    after = fresh(consultation)
    assert [phase.key for phase in after.phases] == [
        "presentation", "consultation", "synthesis", "decision", "follow-up",
    ]  # fmt: skip
    assert after.phases[3].starts_at == before.phases[3].starts_at
    assert Adaptation.objects.count() == 1
    assert "vacances" in read(Client(), page("procedure", consultation.number))


def test_other_names_another_order_and_other_audiences_are_changes_too(
    agent: Person, consultation: Consultation
) -> None:
    desk, address = signed_in(agent), page("design_procedure", consultation.number)
    in_phase(consultation, "presentation")
    before = fresh(consultation)
    form = step(desk, before, shown(desk, before), "down:questions")
    ask = cell_name("questions", "consultation", "questions.ask")
    typed = {"title:debate": "Discuter", "name:decision": "Le vote", ask: AudienceKind.DECLARED_RESIDENTS.value}
    changes = desk.post(address, sent_back(form, "compare", **typed)).context["changes"]
    told = {(change.before, change.after) for change in changes}
    assert (str(PURPOSES[Purpose.DEBATE]), "Discuter") in told
    assert any(after == "Le vote" for _before, after in told)
    assert any(str(AUDIENCES[AudienceKind.DECLARED_RESIDENTS]) in after for _before, after in told)
    assert len(told) == 4


def test_what_follows_slides_when_a_phase_is_moved(agent: Person, consultation: Consultation) -> None:
    desk, address = signed_in(agent), page("design_procedure", consultation.number)
    in_phase(consultation, "consultation")
    before = fresh(consultation)
    form = shown(desk, before)
    later = (form.skeleton.starts["synthesis"] + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M")
    compared = desk.post(address, sent_back(form, "compare", **{"start:synthesis": later}))
    carried: dict[str, list[str]] = {"do": ["publish"], "reason": [REASON]}
    for name, value in compared.context["carried"]:
        carried.setdefault(name, []).append(value)
    send(desk, address, carried)
    slid = [
        later.starts_at - earlier.starts_at
        for later, earlier in zip(fresh(consultation).phases, before.phases, strict=True)
    ]
    assert slid == [timedelta()] * 2 + [timedelta(days=7)] * 4


def test_dates_that_a_suspension_moved_to_the_second_are_no_change(agent: Person, consultation: Consultation) -> None:
    desk, address = signed_in(agent), page("design_procedure", consultation.number)
    in_phase(consultation, "consultation")
    suspend(by=agent, consultation=consultation, reason=REASON)
    travel(seconds=7)
    resume(by=agent, consultation=consultation, reason=REASON)
    compared = desk.post(address, sent_back(shown(desk, fresh(consultation)), "compare"))
    assert compared.context["changes"] == []


def test_what_would_rewrite_the_past_is_refused(agent: Person, consultation: Consultation) -> None:
    desk, address = signed_in(agent), page("design_procedure", consultation.number)
    in_phase(consultation, "consultation")
    form = shown(desk, fresh(consultation))
    travel(days=1)
    told = sent_back(form, "compare", **{"start:synthesis": "2026-03-01T09:00"})
    response = desk.post(address, told)
    assert response.status_code == 422
    expected = in_words(Problem("starts_in_the_past", str(PURPOSES[Purpose.SYNTHESIS])))
    assert expected in response.context["form"].non_field_errors()


def test_a_draft_starts_like_an_earlier_consultation(agent: Person, consultation: Consultation) -> None:
    desk = signed_in(agent)
    address = page("prepare") + f"?like={consultation.number}"
    response = desk.get(address)
    assert consultation.title in response.content.decode()
    form = response.context["form"]
    assert form.initial["how_decided"] == consultation.how_decided
    assert "title" not in form.initial
    assert len(form.calendar) == len(consultation.phases)
