"""A signed decision: rectified by a new version, followed up; and what its pages cost."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cestvous.activities.decisions.models import Commitment, CommitmentState
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import (
    a_commitment,
    a_drafted_decision,
    a_finding,
    a_section,
    fresh,
    in_phase,
)
from tests.web.browsing import page, read, send, signed_in
from tests.web.decisions.drafting import digest_of, drafted_commitment, findings_of
from tests.web.filling import filled, form_at

pytestmark = pytest.mark.django_db


# --- Rectifying -----------------------------------------------------------------------------------------------------


def test_a_rectified_decision_shows_both_versions(agent: Person, official: Person, signed: Consultation) -> None:
    number, desk, sponsor = signed.number, signed_in(agent), signed_in(official)
    assert page("begin_rectification", number) in read(desk, page("decision_desk", number))
    assert page("write_preamble", number) not in read(desk, page("decision_desk", number))
    assert page("begin_rectification", number) in read(desk, page("decision", number))
    address = page("begin_rectification", number)
    assert "field-wrong" in send(desk, address, {"reason": " "}, status=422)
    send(desk, address, {"reason": "Une erreur de nombre."})
    assert page("decision_desk", number) in read(desk, page("decision", number))
    # The signed version stands until the new one is signed.
    assert "Une erreur de nombre." not in read(Client(), page("decision", number))
    address = page("answer_finding", number, 1)
    send(desk, address, filled(form_at(desk, address), reasons="Quatorze bancs, et non douze."))
    send(desk, page("write_commitment", number), drafted_commitment(findings=findings_of(desk, number)))
    assert "Une erreur de nombre." in read(sponsor, page("sign_decision", number))
    send(sponsor, page("sign_decision", number), {"digest": digest_of(sponsor, number)})
    latest, first, second = (
        read(Client(), page("decision", number)),
        read(Client(), page("decision_version", number, 1)),
        read(Client(), page("decision_version", number, 2)),
    )
    for words in (latest, second):
        assert "Quatorze bancs" in words
        assert "Une erreur de nombre." in words
        assert "Poser six bancs" in words
    assert "Quatorze bancs" not in first
    assert "Poser six bancs" not in first
    assert "Poser douze bancs" in first
    for words in (latest, first, second):
        assert page("decision_version", number, 1) in words
        assert page("decision_version", number, 2) in words
    read(Client(), page("decision_version", number, 3), 404)


# --- Following up ---------------------------------------------------------------------------------------------------


def test_progress_is_reported_one_thing_at_a_time(agent: Person, signed: Consultation) -> None:
    number, desk = signed.number, signed_in(agent)
    commitment = Commitment.objects.get()
    milestone = commitment.milestones.get()
    today = signed.schedule.phases[-1].starts_at.date()
    address, public = page("report_progress", number, 1), page("commitment", number, 1)
    assert address in read(desk, public)
    assert address not in read(Client(), public)
    wrong: list[tuple[dict[str, object], str]] = [
        ({"what": "done", "day": today}, "milestone"),
        ({"what": "done", "milestone": milestone.pk}, "day"),
        ({"what": "done", "milestone": milestone.pk, "day": "2030-01-01"}, "day"),
        ({"what": "moved"}, "day"),
        ({"what": "news", "day": today}, "day"),
        ({}, "what"),
    ]
    for told, field in wrong:
        response = desk.post(address, {"body": "Mes mots.", **told})
        assert response.status_code == 422
        assert field in response.context["form"].errors
        assert "Mes mots." in response.content.decode()
    send(desk, address, {"what": "news", "body": "Tout va bien."})
    told = {"what": "moved", "milestone": milestone.pk, "day": "2026-12-24", "body": "Le bois manque."}
    send(desk, address, told)
    send(desk, address, {"what": "done", "milestone": milestone.pk, "day": today, "body": "C'est choisi."})
    words = read(Client(), public)
    for said in ("Tout va bien.", "Le bois manque.", "C'est choisi.", "24 décembre 2026".replace(" ", "\xa0")):
        assert said in words
    row = Commitment.objects.with_milestones().get()
    assert row.state_on(today) == CommitmentState.DONE


def test_only_those_who_lead_report(resident: Person, other_agent: Person, signed: Consultation) -> None:
    address = page("report_progress", signed.number, 1)
    assert Client().get(address).status_code == 302
    for person in (resident, other_agent):
        read(signed_in(person), address, 403)
        send(signed_in(person), address, {"what": "news", "body": "Non."}, status=403)


# --- Costs ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 20])
def test_pages_cost_the_same_whatever_is_decided(
    consultation: Consultation,
    agent: Person,
    official: Person,
    size: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    consultation = in_phase(consultation, "synthesis")
    section = a_section(consultation)
    for index in range(size):
        a_finding(consultation, f"Constat {index}", section=section)
    consultation = in_phase(consultation, "decision")
    number = consultation.number
    a_drafted_decision(consultation)
    for index in range(size):
        a_commitment(consultation, f"Engagement {index}")

    def check(client: Client, most: int, *names: str) -> None:
        one = {"answer_finding": (1,), "edit_commitment": (1,), "commitment": (1,), "report_progress": (1,),
               "decision_version": (1,)}  # fmt: skip
        for name in names:
            address = page(name, number, *one.get(name, ()))
            read(client, address)
            with django_assert_max_num_queries(most):
                read(client, address)

    desk = ("decision_desk", "write_preamble", "answer_finding", "write_commitment", "edit_commitment")
    check(signed_in(agent), 16, *desk)
    check(signed_in(official), 16, "sign_decision", "decision_desk")
    consultation = in_phase(fresh(consultation), "follow-up")
    check(Client(), 12, "decision", "decision_version", "commitment")
    check(signed_in(agent), 16, "decision", "decision_version", "commitment", "report_progress", "decision_desk")
