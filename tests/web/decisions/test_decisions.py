"""The decision: drafted at the desk, and signed as a whole."""

from datetime import date

import pytest
from django.test import Client

from cestvous.activities.decisions import actions
from cestvous.activities.decisions.models import Commitment, DecisionVersion
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.actions import EditedMeanwhile
from cestvous.procedure.consultations.models import Consultation
from tests.factories import (
    a_commitment,
    a_decision,
)
from tests.web.browsing import page, read, send, signed_in
from tests.web.decisions.drafting import digest_of, drafted_commitment, findings_of
from tests.web.filling import filled, form_at

pytestmark = pytest.mark.django_db


# --- The story ------------------------------------------------------------------------------------------------------


def test_agents_draft_the_official_signs_and_everybody_reads(
    agent: Person, official: Person, deciding: Consultation
) -> None:
    number, desk, sponsor = deciding.number, signed_in(agent), signed_in(official)
    assert "empty-state" in read(Client(), page("decision", number))
    before = read(desk, page("decision_desk", number))
    assert "0 constat sur 2 a sa réponse." in before
    assert "Répondre au constat suivant" in before
    assert page("finding", number, 1) in before
    for n, outcome in ((1, "adopted_in_part"), (2, "declined")):
        address = page("answer_finding", number, n)
        send(desk, address, filled(form_at(desk, address), outcome=outcome, reasons=f"Raison **{n}**."))
    address = page("write_preamble", number)
    told = filled(
        form_at(desk, address),
        preamble="Le conseil a tout lu.",
        authority="le conseil municipal",
        deliberation="2026-118",
        decided_on="2026-05-12",
    )
    send(desk, address, told)
    send(desk, page("write_commitment", number), drafted_commitment(findings=findings_of(desk, number)))
    # Nothing of the draft is public.
    for word in ("Raison", "Poser six bancs", "tout lu"):
        assert word not in read(Client(), page("decision", number))
    read(Client(), page("commitment", number, 1), 404)
    whole = read(sponsor, page("sign_decision", number))
    for word in ("tout lu", "<strong>1</strong>", "<strong>2</strong>", "Poser six bancs", "Sous les platanes",
                 "Les bancs sont commandés", "Espaces verts", "adjointe à l'urbanisme"):  # fmt: skip
        assert word in whole
    send(sponsor, page("sign_decision", number), {"digest": digest_of(sponsor, number)})
    words = read(Client(), page("decision", number))
    for word in ("tout lu", "<strong>1</strong>", "Poser six bancs", "2026-118", official.name):
        assert word in words
    declined = read(Client(), page("decision", number) + "?reponse=declined")
    assert "<strong>2</strong>" in declined
    assert "<strong>1</strong>" not in declined
    # From the commitment back to its finding, and to the decision.
    words = read(Client(), page("commitment", number, 1))
    assert page("finding", number, 1) in words
    assert page("decision", number) in words


# --- Refusals, and what was typed -----------------------------------------------------------------------------------


def test_referred_elsewhere_says_to_whom(agent: Person, deciding: Consultation) -> None:
    desk, address = signed_in(agent), page("answer_finding", deciding.number, 1)
    told = filled(form_at(desk, address), outcome="referred", reasons="À la région.")
    assert "À la région." in send(desk, address, told, status=422)
    send(desk, address, {**told, "referred_to": "la région"})
    assert "la région" in read(desk, page("decision_desk", deciding.number))


def test_a_stale_answer_keeps_what_was_typed_and_shows_theirs(agent: Person, deciding: Consultation) -> None:
    desk, address = signed_in(agent), page("answer_finding", deciding.number, 1)
    stale = filled(form_at(desk, address), outcome="declined", reasons="Ma raison.")
    send(desk, address, filled(form_at(desk, address), outcome="adopted", reasons="Leur raison."))
    response = desk.post(address, stale)
    assert response.status_code == 422
    assert "Leur raison." in response.content.decode()
    assert response.context["form"]["reasons"].value() == "Ma raison."
    send(desk, address, filled(response.context["form"]))
    assert "Ma raison." in read(desk, page("decision_desk", deciding.number))


def test_a_stale_preamble_keeps_what_was_typed_and_shows_theirs(agent: Person, drafted: Consultation) -> None:
    desk, address = signed_in(agent), page("write_preamble", drafted.number)
    stale = filled(form_at(desk, address), preamble="Le mien.")
    send(desk, address, filled(form_at(desk, address), preamble="Le leur."))
    words = send(desk, address, stale, status=422)
    assert "Le leur." in words
    assert "Le mien." in words


@pytest.mark.parametrize("line", ["bientôt : les bancs", "31/02/2026 les bancs", "30/09/2026"])
def test_a_milestone_that_cannot_be_read_is_named_by_its_line(agent: Person, deciding: Consultation, line: str) -> None:
    desk, address = signed_in(agent), page("write_commitment", deciding.number)
    told = drafted_commitment(findings=findings_of(desk, deciding.number), milestones=f"01.09.2026 Début\n{line}")
    response = desk.post(address, told)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["milestones"]
    assert "2" in response.context["form"].errors["milestones"][0]
    assert line in response.context["form"]["milestones"].value()


def test_a_commitment_is_rewritten_and_removed(agent: Person, drafted: Consultation) -> None:
    desk = signed_in(agent)
    send(desk, page("write_commitment", drafted.number),
         drafted_commitment(findings=findings_of(desk, drafted.number)))  # fmt: skip
    address = page("edit_commitment", drafted.number, 1)
    form = form_at(desk, address)
    assert form["milestones"].value() == (
        "30/09/2026 Les emplacements sont choisis\n15/11/2026 Les bancs sont commandés"
    )
    stale = filled(form, title="Poser neuf bancs")
    send(desk, address, filled(form, title="Poser huit bancs", milestones="01/10/2026 Commande"))
    row = Commitment.objects.get()
    assert (row.title, row.number, row.first_due_on) == ("Poser huit bancs", 1, date(2026, 12, 31))
    assert [step.title for step in row.milestones.order_by("position")] == ["Commande"]
    words = send(desk, address, stale, status=422)
    assert "Poser huit bancs" in words
    assert "Poser neuf bancs" in words
    assert desk.get(page("remove_commitment", drafted.number, 1)).status_code == 405
    send(desk, page("remove_commitment", drafted.number, 1))
    assert not Commitment.objects.exists()
    read(desk, address, 404)


def test_what_is_signed_is_not_rewritten(agent: Person, signed: Consultation) -> None:
    desk = signed_in(agent)
    read(desk, page("edit_commitment", signed.number, 1), 404)
    send(desk, page("remove_commitment", signed.number, 1), status=404)
    address = page("answer_finding", signed.number, 1)
    told = {"outcome": "declined", "reasons": "Après coup.", "edition": 0}
    assert "Après coup." in send(desk, address, told, status=422)
    assert "Après coup." not in read(Client(), page("decision", signed.number))


def test_the_signature_refuses_what_changed_since_it_was_read(
    agent: Person, official: Person, drafted: Consultation
) -> None:
    sponsor = signed_in(official)
    digest = digest_of(sponsor, drafted.number)
    a_commitment(drafted, "Glissé entre-temps")
    words = send(sponsor, page("sign_decision", drafted.number), {"digest": digest}, status=409)
    assert "Glissé entre-temps" in words
    assert not DecisionVersion.objects.signed().exists()
    send(sponsor, page("sign_decision", drafted.number), {"digest": digest_of(sponsor, drafted.number)})
    assert DecisionVersion.objects.signed().exists()


def test_an_incomplete_draft_is_not_signed(official: Person, deciding: Consultation) -> None:
    sponsor = signed_in(official)
    assert "notice-refusal" in read(sponsor, page("sign_decision", deciding.number))
    send(sponsor, page("sign_decision", deciding.number), {"digest": ""}, status=409)


def test_each_page_of_the_desk_is_for_those_who_lead(
    agent: Person, resident: Person, other_agent: Person, other_official: Person, drafted: Consultation
) -> None:
    number = drafted.number
    desk = [page("decision_desk", number), page("write_preamble", number), page("answer_finding", number, 1),
            page("write_commitment", number), page("sign_decision", number)]  # fmt: skip
    for address in desk:
        assert Client().get(address).status_code == 302
        for person in (resident, other_agent, other_official):
            read(signed_in(person), address, 403)
    # Agents draft; the official alone signs.
    read(signed_in(agent), page("sign_decision", number), 403)
    send(signed_in(agent), page("sign_decision", number), {"digest": "x"}, status=403)


def test_the_domain_refuses_a_stale_commitment(agent: Person, drafted: Consultation) -> None:
    row = a_commitment(drafted)
    told = {
        "title": "T", "body": "", "owner": "O", "due_on": date(2026, 12, 1),
        "findings": list(row.findings.select_related("thread").order_by("number")), "milestones": [],
    }  # fmt: skip
    row.decision = a_decision(drafted)
    actions.edit_commitment(by=agent, commitment=row, edition=1, **told)  # type: ignore[arg-type]
    with pytest.raises(EditedMeanwhile):
        actions.edit_commitment(by=agent, commitment=row, edition=1, **told)  # type: ignore[arg-type]
