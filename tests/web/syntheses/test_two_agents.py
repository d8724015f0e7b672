"""Two agents at one desk lose nothing of each other."""

import pytest

from cestvous.activities.contributions.models import Contribution
from cestvous.activities.syntheses import actions
from cestvous.activities.syntheses.models import (
    SetAside,
)
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import (
    a_finding,
    a_published_synthesis,
    a_section,
)
from tests.machinery.clock import travel
from tests.web.browsing import page, read, send, signed_in

pytestmark = pytest.mark.django_db


def _desk(consultation: Consultation, query: str = "") -> str:
    return page("synthesis_desk", consultation.number) + (f"?{query}" if query else "")


@pytest.fixture
def colleague(drafting: Consultation, other_agent: Person) -> Person:
    """A second agent in charge of the consultation."""
    drafting.agents.add(other_agent.mandates.get())
    return other_agent


def test_who_opens_a_finding_is_told_that_a_colleague_saved_it_a_moment_ago(
    drafting: Consultation, agent: Person, colleague: Person
) -> None:
    finding = a_finding(drafting, "Avant")
    actions.edit_finding(
        by=colleague, finding=finding, title="Chez lui", body="Ses mots.", section=finding.section, edition=1
    )
    beside = _desk(drafting, f"write={finding.number}")
    assert "Enregistré par Hugo Lang" in read(signed_in(agent), beside)
    assert "Enregistré par" not in read(signed_in(colleague), beside)
    travel(hours=1)
    assert "Enregistré par" not in read(signed_in(agent), beside)


def test_what_was_typed_is_kept_when_a_colleague_removed_the_finding_or_published(
    drafting: Consultation, contributed: list[Contribution], agent: Person, colleague: Person
) -> None:
    finding, desk = a_finding(drafting), signed_in(agent)
    typed: dict[str, object] = {"title": "Le mien", "body": "Mes mots.", "section": finding.section_id, "edition": 1}
    address = page("synthesis_draft", drafting.number, finding.number)
    actions.remove_finding(by=colleague, finding=finding)
    kept = send(desk, address, typed, status=422)
    assert "Mes mots." in kept
    assert f'action="{page("synthesis_add_finding", drafting.number)}"' in kept
    cite = page("synthesis_cite", drafting.number, "contribution", contributed[0].number)
    assert "Il manque" in send(desk, cite, {"finding": finding.number, "quote": "Il manque"}, status=422)
    again = a_finding(drafting, section=finding.section)
    a_published_synthesis(drafting)
    address = page("synthesis_draft", drafting.number, again.number)
    assert "Mes mots." in send(desk, address, typed, status=422)


def test_the_reason_given_first_stays_and_the_second_agent_is_told(
    drafting: Consultation, contributed: list[Contribution], agent: Person, colleague: Person
) -> None:
    aside = page("synthesis_set_aside", drafting.number)
    told: dict[str, object] = {"text": f"contribution-{contributed[0].number}", "reason": "other"}
    send(signed_in(colleague), aside, told | {"words": "Le premier motif."})
    second = signed_in(agent)
    answer = second.post(aside, told | {"words": "Le second motif."})
    assert "déjà écarté" in read(second, answer["Location"])
    assert SetAside.objects.get().words == "Le premier motif."


def test_the_reason_being_written_is_kept_when_a_colleague_cites_the_text_meanwhile(
    drafting: Consultation, contributed: list[Contribution], agent: Person, colleague: Person
) -> None:
    key = f"contribution-{contributed[0].number}"
    actions.cite(by=colleague, finding=a_finding(drafting), source=contributed[0].source)
    told: dict[str, object] = {"text": key, "reason": "other", "words": "Mes mots gardés.", "back": f"text={key}"}
    refused = send(signed_in(agent), page("synthesis_set_aside", drafting.number), told, status=422)
    assert "Mes mots gardés." in refused
    assert "cite en entier" in refused


def test_two_agents_who_rename_a_section_do_not_undo_each_other(
    drafting: Consultation, agent: Person, colleague: Person
) -> None:
    section = a_section(drafting, "Avant")
    address = page("synthesis_section", drafting.number, section.pk)
    send(signed_in(colleague), address, {"title": "Chez lui", "was": "Avant"})
    shown = send(signed_in(agent), address, {"title": "Chez moi", "was": "Avant"}, status=422)
    assert "Chez lui" in shown
    assert "Chez moi" in shown
    send(signed_in(agent), address, {"title": "Chez moi", "was": "Chez lui"})
