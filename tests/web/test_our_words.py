"""What became of everybody's words in one consultation."""

import pytest
from django.test import Client

from cestvous.activities.decisions import actions as decisions
from cestvous.activities.decisions.models import Commitment
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.design.shapes import Stage
from tests.factories import (
    a_commitment,
    a_contribution,
    a_drafted_decision,
    an_objection,
    in_phase,
)
from tests.web.browsing import page, read, shown

pytestmark = pytest.mark.django_db


def counted(stages: list[Stage]) -> list[int | None]:
    """How many reached each stage; None for a stage to come."""
    return [None if stage.when == "to-come" else stage.count for stage in stages]


def test_what_became_of_our_words_is_counted_from_contributions_to_what_is_kept(
    client: Client, consultation: Consultation, resident: Person, other_resident: Person, agent: Person
) -> None:
    address = page("our_words", consultation.number)
    consultation = in_phase(consultation, "consultation")
    first = a_contribution(resident, consultation)
    a_contribution(other_resident, consultation, "Des arbres")
    assert counted(shown(client, address).stages) == [2, None, None, None]

    consultation = in_phase(consultation, "debate")
    an_objection(resident, first)
    told = shown(client, address).stages
    assert counted(told) == [2, 1, None, None]
    assert [part.value for part in told[0].parts] == [2]
    assert [part.value for part in told[1].parts] == [1]

    consultation = in_phase(consultation, "decision")
    kept, _other = a_commitment(consultation), a_commitment(consultation, "Planter dix arbres")
    assert counted(shown(client, address).stages) == [2, 1, None, None], "a draft is told before it is signed"
    a_drafted_decision(consultation)
    in_phase(consultation, "follow-up")
    assert counted(shown(client, address).stages) == [2, 1, 1, 2, 0]

    kept = Commitment.objects.with_milestones().select_related("decision__activity__consultation").get(pk=kept.pk)
    decisions.report(
        by=agent, commitment=kept, body="Ils sont posés.", milestone=kept.milestones.all()[0],
        done_on=clock.now().date(),
    )  # fmt: skip
    told = shown(client, address)
    assert counted(told.stages) == [2, 1, 1, 2, 1]
    assert told.line.count("→") == 4


def test_each_stage_leads_to_the_list_that_it_counts(
    client: Client, consultation: Consultation, resident: Person
) -> None:
    a_contribution(resident, in_phase(consultation, "consultation"))
    consultation = in_phase(consultation, "decision")
    a_commitment(consultation)
    a_drafted_decision(consultation)
    in_phase(consultation, "follow-up")
    stages = shown(client, page("our_words", consultation.number)).stages

    lists = [client.get(stage.url).context["page"] for stage in stages]

    assert len(lists[0].cards) == stages[0].count == 1
    assert sum(len(branch.findings) for branch in lists[1].document.branches) == stages[1].count == 1
    assert len([row for row in lists[2].findings if row.answer]) == stages[2].count == 1
    assert len(lists[3].commitments) == stages[3].count == 1
    assert len(lists[4].commitments) == stages[4].count == 0
    cited, leads = stages[0].parts[0], stages[2].parts[-1]
    assert len(client.get(cited.url).context["page"].cards) == cited.value == 1
    assert len(client.get(leads.url).context["page"].findings) == leads.value == 1
    for stage in stages:
        for part in stage.parts:
            assert client.get(part.url).status_code == 200


def test_the_way_to_what_became_of_our_words_is_open_once_there_is_something_to_follow(
    client: Client, consultation: Consultation, resident: Person
) -> None:
    overview = page("consultation", consultation.number, consultation.slug)
    address = page("our_words", consultation.number)
    a_contribution(resident, in_phase(consultation, "consultation"))
    assert address not in read(client, overview)
    consultation = in_phase(consultation, "debate")
    assert address in read(client, overview)
    in_phase(consultation, "follow-up")
    assert address in read(client, page("decision", consultation.number))


def test_what_became_of_our_words_can_be_read_without_seeing_the_drawing(
    client: Client, consultation: Consultation, resident: Person
) -> None:
    a_contribution(resident, in_phase(consultation, "consultation"))
    in_phase(consultation, "debate")
    html = read(client, page("our_words", consultation.number))
    assert '<svg class="flow-band"' in html
    assert html.count("<table") == 1
    assert 'aria-hidden="true"' in html[html.index('<svg class="flow-band"') :].split(">", 1)[0]


def test_there_is_no_such_page_of_a_draft(client: Client, consultation: Consultation) -> None:
    Consultation.objects.filter(pk=consultation.pk).update(state="draft", published_at=None)
    assert client.get(page("our_words", consultation.number)).status_code == 404
