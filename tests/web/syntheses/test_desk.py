"""The desk at which agents write the synthesis."""

import pytest

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution
from cestvous.activities.syntheses import actions
from cestvous.activities.syntheses.models import (
    Citation,
    Finding,
    Section,
    SetAside,
    SetAsideReason,
    coverage_of,
)
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import (
    a_contribution,
    a_finding,
    a_published_synthesis,
    a_section,
    activity,
    in_phase,
)
from tests.machinery.clock import travel
from tests.web.browsing import page, read, send, signed_in
from tests.web.syntheses.findings import finding_of

pytestmark = pytest.mark.django_db


def test_sections_and_findings_are_renamed_moved_and_removed(drafting: Consultation, agent: Person) -> None:
    n, desk = drafting.number, signed_in(agent)
    first, second = a_section(drafting, "Un"), a_section(drafting, "Deux")
    one, two = a_finding(drafting, "Premier", section=first), a_finding(drafting, "Second", section=first)
    send(desk, page("synthesis_section", n, first.pk), {"title": "Uno", "was": "Un"})
    send(desk, page("synthesis_move_section", n, second.pk), {"steps": "-1"})
    send(desk, page("synthesis_move_finding", n, two.number), {"steps": "-1"})
    words = read(desk, page("synthesis_desk", n))
    assert words.index("Deux</h3>") < words.index("Uno</h3>")
    assert words.index("Second</a>") < words.index("Premier</a>")
    assert desk.post(page("synthesis_remove_section", n, first.pk)).status_code == 403
    send(desk, page("synthesis_remove_finding", n, one.number))
    send(desk, page("synthesis_remove_finding", n, two.number))
    send(desk, page("synthesis_remove_section", n, first.pk))
    assert not Finding.objects.exists()


def test_a_conflict_keeps_what_was_typed_and_shows_the_other_words(drafting: Consultation, agent: Person) -> None:
    finding = a_finding(drafting, "Avant")
    actions.edit_finding(
        by=agent, finding=finding, title="Chez elle", body="Ses mots.", section=finding.section, edition=1
    )
    desk, address = signed_in(agent), page("synthesis_draft", drafting.number, finding.number)
    typed: dict[str, object] = {
        "title": "Chez moi", "body": "Mes mots.", "section": finding.section_id, "edition": 1
    }  # fmt: skip
    shown = send(desk, address, typed, status=422)
    assert "Mes mots." in shown
    assert "Ses mots." in shown
    assert 'name="edition" value="2"' in shown
    send(desk, address, typed | {"edition": 2})
    assert finding_of(drafting, finding.number).title == "Chez moi"


def test_the_finding_last_written_is_proposed_first_when_texts_are_cited(
    drafting: Consultation, contributed: list[Contribution], agent: Person
) -> None:
    n, desk = drafting.number, signed_in(agent)
    section = a_section(drafting, "Un")
    a_finding(drafting, "Premier", section=section)
    second = a_finding(drafting, "Second", section=section)
    proposed = f'<option value="{second.number}" selected>'
    assert proposed not in read(desk, page("synthesis_desk", n))
    words: dict[str, object] = {"title": "Second", "body": "Réécrit.", "section": section.pk, "edition": 1}
    back = {"back": f"finding={second.number}"}
    source, whole = contributed[0].number, {"finding": second.number, "quote": ""}
    for name, args, sent in (
        ("synthesis_draft", [second.number], words),
        ("synthesis_move_finding", [second.number], {"steps": "-1"}),
        ("synthesis_move_section", [section.pk], {"steps": "1"} | back),
        ("synthesis_cite", ["contribution", source], whole),
    ):
        shown = desk.post(page(name, n, *args), sent, follow=True)
        assert proposed in shown.content.decode(), name


def test_what_is_cited_or_set_aside_can_be_undone(
    drafting: Consultation, contributed: list[Contribution], agent: Person
) -> None:
    n, desk, finding = drafting.number, signed_in(agent), a_finding(drafting)
    citation = actions.cite(by=agent, finding=finding, source=contributed[0].source)
    aside = actions.set_aside(
        by=agent,
        activity=activity(drafting, "syntheses"),
        sources=[row.source for row in contributed[1:]],
        reason=SetAsideReason.OTHER,
        words="Trop loin du sujet.",
    )
    assert "Trop loin du sujet." in read(desk, page("synthesis_desk", n) + "?show=aside")
    assert "Les arbres existent" in read(desk, page("synthesis_desk", n) + "?show=cited")
    send(desk, page("synthesis_uncite", n, citation.pk), {"back": "show=cited"})
    send(desk, page("synthesis_lift", n, aside[0].pk))
    assert coverage_of(drafting).waiting == 2
    assert SetAside.objects.in_force().count() == 1


def test_comments_are_found_by_kind_and_number_and_can_be_cited(
    consultation: Consultation, resident: Person, neighbour: Person, agent: Person
) -> None:
    open_for_words = in_phase(consultation, "consultation")
    contribution = a_contribution(resident, open_for_words)
    comment = contributions.comment(by=neighbour, under=contribution, body="Et près du marché.")
    drafting = in_phase(consultation, "synthesis")
    finding, desk = a_finding(drafting), signed_in(agent)
    found = read(desk, page("synthesis_desk", drafting.number) + f"?show=comment&q={comment.number}")
    assert "Et près du marché." in found
    send(desk, page("synthesis_cite", drafting.number, "comment", comment.number), {"finding": finding.number})
    assert Citation.objects.get().source == comment.source


def test_what_no_address_should_break(drafting: Consultation, agent: Person) -> None:
    desk = signed_in(agent)
    for query in ("?show=%00", "?theme='", "?after=-1&number=99999999999", "?finding=x"):
        read(desk, page("synthesis_desk", drafting.number) + query)
    read(desk, page("synthesis_text", drafting.number, "contribution", 999), status=404)


def test_from_a_draft_one_reaches_each_text_that_it_cites(
    drafting: Consultation, contributed: list[Contribution], agent: Person
) -> None:
    finding = a_finding(drafting)
    actions.cite(by=agent, finding=finding, source=contributed[0].source, quote="des bancs à l'ombre")
    text = page("synthesis_text", drafting.number, "contribution", contributed[0].number)
    assert text in read(signed_in(agent), page("synthesis_draft", drafting.number, finding.number))
    alone = read(signed_in(agent), text)
    assert page("synthesis_uncite", drafting.number, Citation.objects.get().pk) in alone


# --- Text after text ------------------------------------------------------------------------------------------------


def _desk(consultation: Consultation, query: str = "") -> str:
    return page("synthesis_desk", consultation.number) + (f"?{query}" if query else "")


def _text_read(words: str) -> str:
    """The text that the desk has open."""
    return words.partition('id="words"')[2].partition("</div>")[0]


def test_after_each_text_one_lands_at_the_next_that_waits_and_after_the_last_at_the_first(
    drafting: Consultation, contributed: list[Contribution], agent: Person
) -> None:
    finding, desk = a_finding(drafting), signed_in(agent)
    assert "Les arbres existent" in _text_read(read(desk, _desk(drafting)))
    second = f"text=contribution-{contributed[1].number}"
    cite = page("synthesis_cite", drafting.number, "contribution", contributed[1].number)
    # The first one was skipped: what comes after the second is the third.
    answer = desk.post(cite, {"finding": finding.number, "back": second})
    assert answer.url.endswith("#text")
    assert "Le parking doit rester." in _text_read(read(desk, answer.url))
    aside = {"text": f"contribution-{contributed[2].number}", "reason": "other", "words": "Hors sujet."}
    answer = desk.post(
        page("synthesis_set_aside", drafting.number), aside | {"back": f"text=contribution-{contributed[2].number}"}
    )
    assert "Les arbres existent" in _text_read(read(desk, answer.url))
    # The finding last cited into, and the reason last given, are proposed again.
    cite = page("synthesis_cite", drafting.number, "contribution", contributed[0].number)
    stays = desk.post(cite, {"finding": finding.number, "quote": "Il manque", "do": "stay", "back": ""})
    assert "Les arbres existent" in _text_read(read(desk, stays.url))
    assert f'<option value="{finding.number}" selected>' in read(desk, stays.url)
    assert coverage_of(drafting).is_complete
    assert "empty-state" in read(desk, _desk(drafting))


def test_a_finding_is_made_while_one_reads_or_nothing_is(
    drafting: Consultation, contributed: list[Contribution], agent: Person
) -> None:
    desk = signed_in(agent)
    cite = page("synthesis_cite", drafting.number, "contribution", contributed[0].number)
    told: dict[str, object] = {"title": "Il faut des bancs", "quote": "mots absents"}
    assert "mots absents" in send(desk, cite, told, status=422)
    assert "Il faut des bancs" in send(desk, cite, told | {"new_section": "Les usages"}, status=422)
    assert not Finding.objects.exists()
    assert not Section.objects.exists()
    send(desk, cite, told | {"new_section": "Les usages", "quote": "Il manque"})
    citation = Citation.objects.get()
    assert (citation.finding_version.title, citation.finding_version.body) == ("Il faut des bancs",) * 2
    second = page("synthesis_cite", drafting.number, "contribution", contributed[1].number)
    section = Section.objects.get()
    send(desk, second, {"title": "Il faut de l'eau", "body": "Une fontaine.", "section": section.pk})
    assert list(Finding.objects.values_list("section", flat=True)) == [section.pk] * 2


def test_texts_that_say_the_same_are_accounted_for_together_each_by_itself(
    consultation: Consultation, resident: Person, neighbour: Person, other_resident: Person, agent: Person
) -> None:
    open_for_words = in_phase(consultation, "consultation")
    first = a_contribution(resident, open_for_words, "Des bancs", "Il manque des bancs.")
    twin = a_contribution(neighbour, open_for_words, "DES BANCS", "Il manque des bancs !")
    shouting = a_contribution(other_resident, open_for_words, "Des bancs", "IL MANQUE DES BANCS")
    other = a_contribution(other_resident, open_for_words, "De l'eau", "Une fontaine.")
    drafting = in_phase(consultation, "synthesis")
    finding, desk = a_finding(drafting), signed_in(agent)
    keys = {row: f"contribution-{row.number}" for row in (first, twin, shouting, other)}
    shown = read(desk, _desk(drafting, f"text={keys[first]}"))
    assert f'name="also" value="{keys[twin]}"' in shown
    assert f'name="also" value="{keys[other]}"' not in shown
    cite = page("synthesis_cite", drafting.number, "contribution", first.number)
    # A key that says something else is none of them, whoever sends it.
    send(
        desk, cite,
        {"finding": finding.number, "quote": "Il manque", "also": [keys[twin], keys[shouting], keys[other]]},
    )  # fmt: skip
    cited = {row.source_id: row.passage is not None for row in Citation.objects.select_related("passage")}
    assert cited == {first.source_id: True, twin.source_id: True, shouting.source_id: False}
    assert coverage_of(drafting).waiting == 1


def test_the_list_is_searched_narrowed_and_sorted(
    drafting: Consultation, contributed: list[Contribution], agent: Person
) -> None:
    desk, third = signed_in(agent), f"text=contribution-{contributed[2].number}"
    assert "De l'eau pour les enfants." in _text_read(read(desk, _desk(drafting, "q=enfant")))
    assert "Le parking" in _text_read(read(desk, _desk(drafting, f"q={contributed[2].number}")))
    assert "Le parking" in _text_read(read(desk, _desk(drafting, "sort=newest")))
    followed = read(desk, _desk(drafting, f"sort=newest&{third}")).partition('class="desk-list"')[2]
    assert followed.index("Une fontaine") < followed.index("Des bancs")
    for query in ("q=introuvable", "q=le", "place=centre", "theme=rien", f"like={contributed[0].number}"):
        assert "empty-state" in read(desk, _desk(drafting, query)), query
    for query in ("sort=alike&" + third, "sort=x", "like=999&text=contribution-999", "text=x-1", "write=99", "done=x"):
        read(desk, _desk(drafting, query))


def test_the_reason_given_before_is_given_again_in_its_words(
    drafting: Consultation, contributed: list[Contribution], agent: Person
) -> None:
    desk, aside = signed_in(agent), page("synthesis_set_aside", drafting.number)
    keys = [f"contribution-{row.number}" for row in contributed]
    send(desk, aside, {"text": keys[0], "reason": "off_topic", "words": "Hors sujet."})
    first = SetAside.objects.get()
    assert f'<option value="{first.pk}">' in read(desk, _desk(drafting))
    send(desk, aside, {"text": keys[1:], "again": first.pk, "bulk": "1"})
    assert {(row.words, row.in_bulk) for row in SetAside.objects.exclude(pk=first.pk)} == {("Hors sujet.", True)}
    refused = send(desk, aside, {"text": keys[0], "words": "Mes mots gardés.", "back": f"text={keys[0]}"}, status=422)
    assert "Mes mots gardés." in refused


def test_a_finding_is_written_beside_the_texts(drafting: Consultation, agent: Person) -> None:
    finding, desk = a_finding(drafting, "Avant"), signed_in(agent)
    beside = read(desk, _desk(drafting, f"write={finding.number}"))
    assert f'action="{page("synthesis_draft", drafting.number, finding.number)}"' in beside
    typed: dict[str, object] = {
        "title": "Après", "body": "Réécrit.", "section": finding.section_id, "edition": 1, "back": "show=all",
        "do": "stay",
    }  # fmt: skip
    answer = desk.post(page("synthesis_draft", drafting.number, finding.number), typed)
    assert f"write={finding.number}" in answer.url
    assert "show=all" in answer.url
    assert "Réécrit." in read(desk, answer.url)


# --- Two agents -----------------------------------------------------------------------------------------------------


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
    assert "déjà écarté" in read(second, answer.url)
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
