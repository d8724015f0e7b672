"""A decision as readers find it: answers face to face with findings, narrowed, and what a rectification changed."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cestvous.activities.decisions import actions
from cestvous.activities.decisions.models import AnswerOutcome, DecisionVersion
from cestvous.activities.syntheses.models import Finding
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import a_commitment, a_signed_decision, activity, in_phase
from tests.web.browsing import page, read, shown

pytestmark = pytest.mark.django_db


def answered(consultation: Consultation, agent: Person, n: int, outcome: AnswerOutcome, reasons: str) -> None:
    rows = Finding.objects.filter(synthesis__activity__consultation=consultation).with_words()
    drafted = DecisionVersion.objects.drafts().filter(decision__activity__consultation=consultation).first()
    known = drafted.answers.filter(finding__number=n).first() if drafted else None
    actions.answer(
        by=agent, activity=activity(consultation, "decisions"), finding=rows.get(number=n), outcome=outcome,
        reasons=reasons, edition=known.edition if known else 0,
    )  # fmt: skip


def rectified(consultation: Consultation, agent: Person, n: int, outcome: AnswerOutcome, reasons: str) -> None:
    actions.begin_rectification(by=agent, activity=activity(consultation, "decisions"), reason="Une erreur de nombre.")
    answered(consultation, agent, n, outcome, reasons)
    a_signed_decision(consultation)


@pytest.fixture
def signed_one_follows(drafted: Consultation, agent: Person) -> Consultation:
    """Two findings answered; the one commitment follows from the first of them."""
    findings = Finding.objects.filter(synthesis__activity__consultation=drafted).order_by("number")
    commitment = a_commitment(drafted)
    actions.edit_commitment(
        by=agent, commitment=commitment, title="Poser douze bancs", body="", owner="Espaces verts",
        due_on=commitment.due_on, findings=[findings[0]], milestones=[], edition=commitment.edition,
    )  # fmt: skip
    return in_phase(drafted, "follow-up")


def test_each_finding_is_followed_by_its_answer_and_by_what_it_leads_to(
    client: Client, signed_one_follows: Consultation
) -> None:
    signed = signed_one_follows
    words = read(client, page("decision", signed.number))
    one, two = words.index('id="constat-1"'), words.index('id="constat-2"')
    assert one < words.index("facing-side tone-decision", one) < two
    followed = [row.number for row in shown(client, page("decision", signed.number)).findings if row.commitments]
    assert followed == [1]
    assert one < words.index(page("commitment", signed.number, 1), one) < two


def test_answers_are_narrowed_to_those_that_a_commitment_follows_from(
    client: Client, signed_one_follows: Consultation
) -> None:
    address = page("decision", signed_one_follows.number)
    told = shown(client, f"{address}?suite=engagement")
    assert ([row.number for row in told.findings], told.total) == ([1], 2)
    counted = {facet.title: facet.count for facet in told.facets}
    for facet in told.facets:
        if not facet.is_current:
            assert len(shown(client, facet.url).findings) == counted[facet.title]
    # What no address can mean narrows nothing.
    assert len(shown(client, f"{address}?suite=rien&reponse=rien&engagements=rien").findings) == 2


def test_the_signature_says_who_signed_what_and_when(client: Client, official: Person, signed: Consultation) -> None:
    words = read(client, page("decision", signed.number))
    block = words[words.index('aria-labelledby="signature"') :]
    for told in (official.name, "adjointe à l'urbanisme", "kind=decisions.signed"):
        assert told in block


def test_a_rectification_is_set_beside_what_it_changes(client: Client, agent: Person, signed: Consultation) -> None:
    number = signed.number
    before = shown(client, page("decision", number)).findings[0].answer.reasons
    read(client, page("decision_changes", number, 1), 404)
    read(client, page("decision_changes", number, 2), 404)
    rectified(signed, agent, 1, AnswerOutcome.DECLINED, f"{before} Et quatorze bancs.")
    address = page("decision_changes", number, 2)
    for there in (page("decision", number), page("decision_version", number, 2)):
        assert address in read(client, there)
    told = shown(client, address)
    (changed,) = told.answers
    assert (changed.number, changed.after) == (1, "declined")
    assert [link.title.split(" · ")[0] for link in told.unchanged] == ["2"]
    added = {stretch.words for paragraph in changed.reasons.after for stretch in paragraph if stretch.change == "added"}
    assert "quatorze" in "".join(added)
    assert {stretch.change for paragraph in changed.reasons.before for stretch in paragraph} == {"same"}
    words = read(client, address)
    assert "Une erreur de nombre." in words
    assert page("decision_version", number, 1) in words
    read(client, page("decision_changes", number, 3), 404)


def test_the_draft_of_a_rectification_is_not_set_beside_anything(
    client: Client, agent: Person, signed: Consultation
) -> None:
    actions.begin_rectification(by=agent, activity=activity(signed, "decisions"), reason="Une erreur.")
    read(client, page("decision_changes", signed.number, 2), 404)


def test_what_a_rectification_adds_is_named(
    client: Client, agent: Person, signed: Consultation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    actions.begin_rectification(by=agent, activity=activity(signed, "decisions"), reason="Un oubli.")
    a_commitment(signed, "Planter dix arbres")
    a_signed_decision(signed)
    address = page("decision_changes", signed.number, 2)
    read(client, address)
    with django_assert_max_num_queries(12):
        told = shown(client, address)
    assert [link.title for link in told.commitments] == ["Planter dix arbres"]
    assert not told.answers
