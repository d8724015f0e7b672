"""The desk at which agents write the synthesis."""

import pytest

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution
from cestvous.activities.syntheses import actions
from cestvous.activities.syntheses.models import (
    Citation,
    Finding,
    SetAside,
    SetAsideReason,
    coverage_of,
)
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import (
    a_contribution,
    a_finding,
    a_section,
    activity,
    in_phase,
)
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
