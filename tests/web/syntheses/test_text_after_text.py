"""At the desk: one text after the other is accounted for."""

import pytest

from cestvous.activities.contributions.models import Contribution
from cestvous.activities.syntheses.models import (
    Citation,
    Finding,
    Section,
    SetAside,
    coverage_of,
)
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import (
    a_contribution,
    a_finding,
    in_phase,
)
from tests.web.browsing import page, read, send, signed_in

pytestmark = pytest.mark.django_db


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
    assert answer["Location"].endswith("#text")
    assert "Le parking doit rester." in _text_read(read(desk, answer["Location"]))
    aside = {"text": f"contribution-{contributed[2].number}", "reason": "other", "words": "Hors sujet."}
    answer = desk.post(
        page("synthesis_set_aside", drafting.number), aside | {"back": f"text=contribution-{contributed[2].number}"}
    )
    assert "Les arbres existent" in _text_read(read(desk, answer["Location"]))
    # The finding last cited into, and the reason last given, are proposed again.
    cite = page("synthesis_cite", drafting.number, "contribution", contributed[0].number)
    stays = desk.post(cite, {"finding": finding.number, "quote": "Il manque", "do": "stay", "back": ""})
    assert "Les arbres existent" in _text_read(read(desk, stays["Location"]))
    assert f'<option value="{finding.number}" selected>' in read(desk, stays["Location"])
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
    assert f"write={finding.number}" in answer["Location"]
    assert "show=all" in answer["Location"]
    assert "Réécrit." in read(desk, answer["Location"])
