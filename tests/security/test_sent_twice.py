"""A form sent twice, by a double click or a page loaded again, says its words once."""

from datetime import timedelta
from functools import partial

import pytest
from django.test import Client

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution
from cestvous.activities.decisions import actions as decisions
from cestvous.activities.decisions.models import Commitment, Progress
from cestvous.activities.questions.models import Question
from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import Finding, Ground, Objection
from cestvous.foundation.discussions.models import Comment, Side
from cestvous.foundation.people.models import Person
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations.actions import prolong
from cestvous.procedure.consultations.models import Adaptation, Consultation
from tests.activities.together import at_once
from tests.factories import a_comment, a_commitment, a_contribution, a_question, activity, fresh, in_phase
from tests.machinery.clock import travel

WORDS = {"title": "Un banc", "body": "À l'ombre, devant l'école.", "language": "fr", "stays_after_erasure": "stay"}


@pytest.mark.django_db
def test_a_double_click_contributes_once_and_both_lead_to_it(
    client: Client, resident: Person, consultation: Consultation
) -> None:
    consultation = in_phase(consultation, "consultation")
    client.force_login(resident)
    address = f"/fr/consultations/{consultation.number}/contributions/ecrire/"
    first, second = (client.post(address, WORDS) for _time in range(2))
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Contribution.objects.count() == 1


@pytest.mark.django_db
def test_the_same_words_are_said_again_by_another_elsewhere_later_or_once_taken_back(
    resident: Person, other_resident: Person, consultation: Consultation
) -> None:
    consultation = in_phase(consultation, "consultation")
    first = a_contribution(resident, consultation)
    assert a_contribution(other_resident, consultation) != first
    again = a_contribution(resident, consultation)
    assert again == first
    contributions.withdraw(by=resident, contribution=first)
    second = a_contribution(resident, consultation)
    assert second != first
    travel(minutes=11)
    assert a_contribution(resident, consultation) != second


@pytest.mark.django_db
def test_a_question_sent_twice_is_asked_once(resident: Person, consultation: Consultation) -> None:
    consultation = in_phase(consultation, "consultation")
    assert a_question(resident, consultation) == a_question(resident, consultation)
    assert Question.objects.count() == 1


@pytest.mark.django_db
def test_a_comment_is_doubled_only_where_it_stands_and_on_its_side(
    resident: Person, other_resident: Person, consultation: Consultation
) -> None:
    consultation = in_phase(consultation, "consultation")
    thing = a_contribution(other_resident, consultation)
    other_thing = a_contribution(other_resident, consultation, "Une fontaine")
    first = a_comment(resident, thing, "Oui.")
    assert a_comment(resident, thing, "Oui.") == first
    assert a_comment(resident, thing, "Oui.", side=Side.AGAINST) != first
    assert a_comment(resident, other_thing, "Oui.") != first
    reply = a_comment(resident, thing, "Oui.", parent=first)
    assert reply != first
    assert a_comment(resident, thing, "Oui.", parent=first) == reply
    assert Comment.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_the_same_form_at_the_same_instant_says_it_once(resident: Person, consultation: Consultation) -> None:
    consultation = in_phase(consultation, "consultation")
    writes = [partial(_contribute, resident.pk, consultation.pk) for _time in range(6)]
    at_once(writes)
    assert Contribution.objects.count() == 1


def _contribute(person: int, consultation: int) -> None:
    a_contribution(Person.objects.get(pk=person), Consultation.objects.with_procedure().get(pk=consultation))


@pytest.mark.django_db
def test_an_objection_sent_twice_leads_to_the_first(resident: Person, consultation: Consultation) -> None:
    said = a_contribution(resident, in_phase(consultation, "consultation"))
    consultation = in_phase(consultation, "debate")
    finding = Finding.objects.with_words().order_by("number")[0]
    object_to = partial(
        syntheses.object_to,
        by=resident,
        activity=activity(consultation, "syntheses"),
        about=said.source,
        ground=Ground.MISREADS,
        finding=finding,
    )
    assert object_to(body="Je parlais d'ombre.") == object_to(body="Je parlais d'ombre.")
    assert Objection.objects.count() == 1
    with pytest.raises(Refused):
        object_to(body="Autre chose encore.")


@pytest.mark.django_db
def test_a_phase_is_not_prolonged_twice_by_a_double_click(agent: Person, consultation: Consultation) -> None:
    consultation = in_phase(consultation, "consultation")
    end = fresh(consultation).schedule.ends_at("consultation")
    assert end is not None
    for _time in range(2):
        prolong(by=agent, consultation=fresh(consultation), days=7, reason="Les vacances.")
    assert fresh(consultation).schedule.ends_at("consultation") == end + timedelta(days=7)
    prolong(by=agent, consultation=fresh(consultation), days=3, reason="Les vacances.")
    assert Adaptation.objects.count() == 2


@pytest.mark.django_db
def test_a_report_sent_twice_is_published_once(agent: Person, resident: Person, consultation: Consultation) -> None:
    a_contribution(resident, in_phase(consultation, "consultation"))
    a_commitment(in_phase(consultation, "decision"))
    consultation = in_phase(consultation, "follow-up")
    commitment = Commitment.objects.order_by("number")[0]
    commitment.decision.activity = activity(consultation, "decisions")
    for _time in range(2):
        decisions.report(by=agent, commitment=commitment, body="Les bancs sont posés.")
    assert Progress.objects.count() == 1
