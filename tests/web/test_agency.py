"""The desk: a consultation prepared, previewed, published, and led."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cestvous.foundation.mandates.actions import end
from cestvous.foundation.mandates.models import Mandate, Role
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.procedure.consultations.models import Consultation, State, Theme
from tests.factories import a_consultation, a_contribution, a_person, a_question, appointed, fresh, in_phase
from tests.machinery.clock import MONDAY, PARIS
from tests.web.browsing import page, read, send, signed_in
from tests.web.filling import filled, form_at

pytestmark = pytest.mark.django_db


def mandate_of(person: Person) -> Mandate:
    return person.mandates.get()


def the_draft() -> Consultation:
    return fresh(Consultation.objects.get(state=State.DRAFT))


@pytest.fixture
def draft(agent: Person, official: Person) -> Consultation:
    starts = [datetime(2026, 3, 9, 9, tzinfo=PARIS) + timedelta(weeks=3 * week) for week in range(6)]
    return a_consultation(agent, official, published=False, starts=starts)


# --- The story ------------------------------------------------------------------------------------------------------


def test_an_agent_prepares_previews_and_publishes(agent: Person, official: Person, drouot: Neighbourhood) -> None:
    desk = signed_in(agent)
    theme = Theme.objects.create(slug="espace-public", name="Espace public")
    form = form_at(desk, page("prepare"))
    assert form["agents"].value() == [mandate_of(agent).pk]
    told = filled(
        form,
        title="Les bancs de la place",
        question="Où faut-il des bancs ?",
        summary="La place manque de bancs.",
        presentation="## Aujourd'hui\n\nIl y a **deux** bancs.",
        open_to_discussion="Leur place.",
        not_open="Leur nombre.",
        how_decided="Le conseil délibère.",
        decided_by="le conseil municipal",
        sponsor=mandate_of(official).pk,
        neighbourhoods=[drouot.pk],
        themes=[theme.pk],
        start_presentation="2026-03-10T08:45",
    )
    send(desk, page("prepare"), told)
    draft = the_draft()
    assert draft.phases[0].starts_at == datetime(2026, 3, 10, 8, 45, tzinfo=PARIS)
    words = read(desk, page("preview", draft.number))
    assert "<strong>deux</strong>" in words
    assert page("publish", draft.number) in words
    read(desk, page("publish", draft.number))
    send(desk, page("publish", draft.number))
    words = read(Client(), page("consultation", draft.number, draft.slug))
    assert 'Où <span class="nowrap">faut-il</span> des bancs' in words
    assert page("consultation", draft.number, draft.slug) in read(desk, page("desk"))


def test_the_preview_is_what_a_visitor_sees_once_published(agent: Person, official: Person) -> None:
    # Its first phase was to begin an hour ago: publishing now makes it begin now.
    starts = [datetime(2026, 3, 2, 8, tzinfo=PARIS) + timedelta(weeks=3 * week) for week in range(6)]
    draft = a_consultation(agent, official, published=False, starts=starts)
    desk = signed_in(agent)
    previewed = desk.get(page("preview", draft.number))
    assert fresh(draft).is_draft
    send(desk, page("publish", draft.number))
    public = Client().get(page("consultation", draft.number, draft.slug))
    assert previewed.context["page"] == public.context["page"]
    assert previewed.context["frame"].here == public.context["frame"].here
    assert public.context["frame"].here.tone == "presentation"


def test_what_is_missing_keeps_a_draft_from_the_public(agent: Person) -> None:
    desk = signed_in(agent)
    send(desk, page("prepare"), filled(form_at(desk, page("prepare")), title="Les bancs"))
    draft = the_draft()
    assert page("publish", draft.number) not in read(desk, page("preview", draft.number))
    assert "notice-refusal" in send(desk, page("publish", draft.number), status=422)
    assert fresh(draft).is_draft


def test_the_short_procedure_has_no_debate(agent: Person) -> None:
    names = form_at(signed_in(agent), page("prepare") + "?template=short").fields
    assert "start_debate" not in names
    assert "start_decision" in names


# --- Refusals, and what was typed -----------------------------------------------------------------------------------


@pytest.mark.parametrize("when", ["2026-03-29T02:30", "2026-10-25T02:30", "demain"])
def test_an_instant_that_the_clock_does_not_show_is_refused_at_its_field(agent: Person, when: str) -> None:
    desk = signed_in(agent)
    told = filled(form_at(desk, page("prepare")), title="Les bancs", summary="À garder.", start_debate=when)
    response = desk.post(page("prepare"), told)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["start_debate"]
    words = response.content.decode()
    assert "À garder." in words
    assert f'value="{when}"' in words
    assert not Consultation.objects.exists()


def test_phases_follow_one_another(agent: Person) -> None:
    desk = signed_in(agent)
    told = filled(form_at(desk, page("prepare")), title="Les bancs", start_synthesis="2026-03-09T09:00")
    response = desk.post(page("prepare"), told)
    assert response.status_code == 422
    assert "start_synthesis" in response.context["form"].errors


def test_only_mandates_in_force_can_be_chosen(agent: Person, official: Person, draft: Consultation) -> None:
    former = appointed(a_person("Ancienne Élue"), Role.OFFICIAL, "ancienne adjointe", ends_on=date(2026, 3, 2))
    desk = signed_in(agent)
    form = form_at(desk, page("edit_preparation", draft.number))
    assert [choice.pk for choice in form.fields["sponsor"].queryset] == [mandate_of(official).pk]  # type: ignore[attr-defined]
    response = desk.post(page("edit_preparation", draft.number), filled(form, sponsor=former.pk))
    assert response.status_code == 422
    assert "sponsor" in response.context["form"].errors


def test_a_stale_form_keeps_what_was_typed_and_shows_theirs(agent: Person, draft: Consultation) -> None:
    desk, address = signed_in(agent), page("edit_preparation", draft.number)
    stale = filled(form_at(desk, address), summary="Mon résumé.")
    send(desk, address, filled(form_at(desk, address), summary="Leur résumé.", decided_by="le maire"))
    response = desk.post(address, stale)
    assert response.status_code == 422
    assert response.context["form"]["summary"].value() == "Mon résumé."
    assert [row.words for row in response.context["theirs"]] == ["Leur résumé.", "le maire"]
    assert fresh(draft).summary == "Leur résumé."
    # Sent again after comparing, it is saved.
    send(desk, address, filled(response.context["form"]))
    assert fresh(draft).summary == "Mon résumé."


def test_drafts_do_not_exist_for_others(resident: Person, draft: Consultation) -> None:
    for client in (Client(), signed_in(resident)):
        read(client, page("consultation", draft.number, draft.slug), 404)
        read(client, page("consultation_short", draft.number), 404)
        read(client, page("procedure", draft.number), 404)
        assert draft.title not in read(client, page("consultations"))
    for name in ("edit_preparation", "preview", "publish", "cancel"):
        read(signed_in(resident), page(name, draft.number), 404)


def test_the_desk_is_for_those_who_lead(resident: Person, other_agent: Person, draft: Consultation) -> None:
    assert Client().get(page("desk")).status_code == 302
    read(signed_in(resident), page("desk"), 403)
    read(signed_in(resident), page("prepare"), 403)
    # Another agent reads the draft, and doesn't lead it.
    read(signed_in(other_agent), page("consultation", draft.number, draft.slug))
    read(signed_in(other_agent), page("edit_preparation", draft.number), 403)
    send(signed_in(other_agent), page("publish", draft.number), status=403)


# --- Leading --------------------------------------------------------------------------------------------------------


def test_a_correction_leaves_the_procedure_alone(agent: Person, consultation: Consultation) -> None:
    desk, address = signed_in(agent), page("edit_preparation", consultation.number)
    form = form_at(desk, address)
    assert not any(name.startswith("start_") for name in form.fields)
    send(desk, address, filled(form, presentation="Le budget est de 900 000 €."))
    assert "900" in read(Client(), page("consultation", consultation.number, consultation.slug))


def test_a_phase_is_prolonged_in_public(agent: Person, consultation: Consultation) -> None:
    desk, address = signed_in(agent), page("prolong", consultation.number)
    reason = "Les vacances tombent au milieu."
    response = desk.post(address, {"days": 400, "reason": reason})
    assert response.status_code == 422
    assert reason in response.content.decode()
    before = consultation.phases[1].starts_at
    send(desk, address, {"days": 7, "reason": reason})
    assert fresh(consultation).phases[1].starts_at == before + timedelta(days=7)
    response = Client().get(page("procedure", consultation.number))
    assert reason in response.content.decode()
    (adaptation,) = response.context["page"].adaptations
    assert len(adaptation.changes) == 5
    steps = Client().get(page("consultation", consultation.number, consultation.slug)).context["page"].steps
    assert "7" in steps[0].note
    assert not steps[1].note


def test_it_is_suspended_resumed_and_cancelled_with_reasons(agent: Person, consultation: Consultation) -> None:
    desk, number = signed_in(agent), consultation.number
    public = page("consultation", number, consultation.slug)
    for name, state in (("suspend", "suspended"), ("resume", "published"), ("cancel", "cancelled")):
        read(desk, page(name, number))
        assert "field-wrong" in send(desk, page(name, number), {"reason": "  "}, status=422)
        send(desk, page(name, number), {"reason": f"Parce que : {name}."})
        assert fresh(consultation).state == state
        assert f"Parce que : {name}." in read(Client(), public).replace("\u202f", " ").replace("\xa0", " ")
    read(desk, page("resume", number), 403)


def test_only_a_consultation_in_its_follow_up_is_archived(agent: Person, consultation: Consultation) -> None:
    desk, number = signed_in(agent), consultation.number
    assert page("archive", number) not in read(desk, page("edit_preparation", number))
    assert "Tout est fait." in send(desk, page("archive", number), {"reason": "Tout est fait."}, status=422)
    in_phase(consultation, "follow-up")
    assert page("archive", number) in read(desk, page("edit_preparation", number))
    send(desk, page("archive", number), {"reason": "Tout est fait."})
    assert fresh(consultation).state == State.ARCHIVED


def test_the_desk_offers_what_nobody_leads_any_more(
    agent: Person, other_agent: Person, consultation: Consultation
) -> None:
    number, desk = consultation.number, signed_in(other_agent)
    assert page("take_charge", number) not in read(desk, page("desk"))
    end(mandate=mandate_of(agent), on=MONDAY.date())
    assert page("take_charge", number) in read(desk, page("desk"))
    read(desk, page("take_charge", number))
    send(desk, page("take_charge", number), {})
    assert page("edit_preparation", number) in read(desk, page("desk"))
    read(signed_in(a_person("Yann Tran")), page("take_charge", number), 403)


# --- What waits, and what it costs ----------------------------------------------------------------------------------


def test_the_desk_tells_what_waits(agent: Person, consultation: Consultation, resident: Person) -> None:
    desk = signed_in(agent)
    a_question(resident, consultation)
    assert f"{page('questions', consultation.number)}?waiting=1" in read(desk, page("desk"))
    a_contribution(resident, in_phase(consultation, "consultation"))
    in_phase(consultation, "synthesis")
    assert page("synthesis_desk", consultation.number) in read(desk, page("desk"))
    in_phase(consultation, "decision")
    assert page("decision_desk", consultation.number) in read(desk, page("desk"))


@pytest.mark.parametrize("size", [1, 8])
def test_the_desk_costs_the_same_whatever_one_leads(
    agent: Person, official: Person, resident: Person, size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for index in range(size):
        running = a_consultation(agent, official, title=f"Place {index}")
        a_question(resident, running)
    # One that waits for its gate.
    in_phase(a_consultation(agent, official), "synthesis", after=timedelta(days=60))
    desk = signed_in(agent)
    read(desk, page("desk"))
    with django_assert_max_num_queries(16):
        read(desk, page("desk"))
    for name in ("edit_preparation", "prolong", "design_procedure", "suspend"):
        with django_assert_max_num_queries(16):
            read(desk, page(name, running.number))
