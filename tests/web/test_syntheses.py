"""The synthesis: written at the desk, read by everybody, disputed, revised."""

from collections.abc import Mapping
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution
from cestvous.activities.syntheses import actions
from cestvous.activities.syntheses.models import (
    Citation,
    Finding,
    FindingVersion,
    Ground,
    Objection,
    SetAside,
    SetAsideReason,
    Synthesis,
    coverage_of,
)
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source
from cestvous.procedure.consultations.models import Consultation
from tests.factories import (
    a_contribution,
    a_finding,
    a_neighbourhood,
    a_person,
    a_published_synthesis,
    a_section,
    a_synthesis,
    activity,
    an_objection,
    fresh,
    in_phase,
)

pytestmark = pytest.mark.django_db

BENCHES = "Il manque des bancs **à l'ombre** devant l'école.\n\nLes arbres existent déjà."


def page(name: str, *args: object) -> str:
    return reverse(name, args=args)


def read(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()
    return unescape(response.content.decode())


def send(client: Client, address: str, data: Mapping[str, object] | None = None, status: int = 302) -> str:
    response = client.post(address, dict(data or {}))
    assert response.status_code == status, response.content.decode()
    return unescape(response.content.decode())


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def finding_of(consultation: Consultation, number: int) -> Finding:
    rows = Finding.objects.with_words().select_related("synthesis__activity")
    return rows.get(thread__consultation=consultation.number, number=number)


@pytest.fixture
def contributed(consultation: Consultation, resident: Person, neighbour: Person) -> list[Contribution]:
    """Three contributions, one of them by a neighbour."""
    open_for_words = in_phase(consultation, "consultation")
    return [
        a_contribution(resident, open_for_words, "Des bancs", BENCHES),
        a_contribution(resident, open_for_words, "Une fontaine", "De l'eau pour les enfants."),
        a_contribution(neighbour, open_for_words, "Un parking", "Le parking doit rester."),
    ]


@pytest.fixture
def drafting(consultation: Consultation, contributed: list[Contribution]) -> Consultation:
    return in_phase(consultation, "synthesis")


@pytest.fixture
def published(drafting: Consultation) -> Consultation:
    """In debate, with one finding that cites everything."""
    a_finding(drafting, section=a_section(drafting))
    a_published_synthesis(drafting)
    return in_phase(drafting, "debate")


# --- Before it is published -----------------------------------------------------------------------------------------


def test_before_its_phase_the_page_says_when_it_will_be_written(client: Client, consultation: Consultation) -> None:
    assert "empty-state" in read(client, page("synthesis", consultation.number))


def test_a_draft_is_not_shown_to_the_public_but_its_coverage_is(client: Client, drafting: Consultation) -> None:
    finding = a_finding(drafting, "Un titre encore secret")
    words = read(client, page("synthesis", drafting.number))
    assert "encore secret" not in words
    assert "coverage" in words
    read(client, page("finding", drafting.number, finding.number), status=404)
    read(client, page("set_asides", drafting.number), status=404)
    assert page("synthesis_desk", drafting.number) not in words


def test_the_desk_is_for_agents_in_charge(
    client: Client, drafting: Consultation, resident: Person, other_agent: Person, agent: Person
) -> None:
    desk = page("synthesis_desk", drafting.number)
    assert client.get(desk).status_code == 302
    read(signed_in(resident), desk, status=403)
    read(signed_in(other_agent), desk, status=403)
    words = read(signed_in(agent), desk)
    assert "Le parking doit rester." in words
    assert desk in read(signed_in(agent), page("synthesis", drafting.number))


# --- The desk -------------------------------------------------------------------------------------------------------


def test_from_nothing_to_a_published_and_confirmed_synthesis(
    drafting: Consultation, contributed: list[Contribution], agent: Person, resident: Person, client: Client
) -> None:
    """The whole way over HTTP: write, cite, set aside, publish, object, revise, confirm."""
    n, desk = drafting.number, signed_in(agent)

    send(desk, page("synthesis_add_section", n), {"title": "Les usages"})
    section = a_synthesis(drafting).sections.get()
    send(desk, page("synthesis_add_section", n), {"title": "Les enfants", "parent": section.pk})
    assert a_synthesis(drafting).sections.get(title="Les enfants").parent == section
    send(
        desk,
        page("synthesis_add_finding", n),
        {"title": "Il faut des bancs", "body": "À l'ombre.", "section": section.pk},
    )
    finding = finding_of(drafting, 1)

    cite = page("synthesis_cite", n, "contribution", contributed[0].number)
    refused = send(desk, cite, {"finding": 1, "quote": "Ces mots n'y sont pas"}, status=422)
    assert "Ces mots n'y sont pas" in refused
    send(desk, cite, {"finding": 1, "quote": "des bancs à l'ombre devant l'école"})
    citation = Citation.objects.get(finding_version=finding.current)
    assert citation.passage is not None
    assert coverage_of(drafting).percent == 33

    assert '<form class="form" method="post"' not in read(desk, page("synthesis_publish", n))
    send(desk, page("synthesis_publish", n), status=403)

    send(desk, page("synthesis_cite", n, "contribution", contributed[1].number), {"finding": 1, "quote": ""})
    aside: dict[str, object] = {"text": [f"contribution-{contributed[2].number}"], "reason": SetAsideReason.OFF_TOPIC}
    kept = send(desk, page("synthesis_set_aside", n), aside | {"words": ""}, status=422)
    assert f'value="contribution-{contributed[2].number}"' in kept
    send(desk, page("synthesis_set_aside", n), aside | {"words": "Le stationnement n'est pas en débat."})
    assert coverage_of(drafting).is_complete

    assert '<form class="form" method="post"' in read(desk, page("synthesis_publish", n))
    send(desk, page("synthesis_publish", n))
    debate = in_phase(drafting, "debate")
    words = read(client, page("synthesis", n))
    assert "Il faut des bancs" in words
    assert "Le stationnement n'est pas en débat." in read(client, page("set_asides", n))

    objecting = signed_in(resident)
    asked = page("object_to_synthesis", n) + f"?contribution={contributed[0].number}&finding=1"
    assert "checked" in read(objecting, asked)
    filled_in: dict[str, object] = {"contribution": contributed[0].number, "ground": Ground.MISREADS}
    unfinished = send(objecting, asked, filled_in | {"body": "Je parlais des arbres."}, status=422)
    assert "Je parlais des arbres." in unfinished
    send(objecting, asked, filled_in | {"finding": 1, "body": "Je parlais des arbres."})
    objection = Objection.objects.get()
    assert "Je parlais des arbres." in read(client, page("finding", n, 1))

    reply = page("reply_to_objection", n, objection.number)
    assert "À l'ombre." in read(desk, reply)
    send(
        desk,
        reply,
        {
            "outcome": "revised",
            "body": "Vous avez raison.",
            "title": "Il faut des bancs sous les arbres",
            "revised_body": "À l'ombre des arbres.",
            "opened_on": 1,
        },
    )
    words = read(client, page("finding", n, 1))
    assert "sous les arbres" in words
    assert "Vous avez raison." in words
    assert "<ins>" in read(client, page("finding_version", n, 1, 2))
    before = read(client, page("synthesis_version", n, 1))
    assert "Il faut des bancs" in before
    assert "sous les arbres" not in before

    send(desk, page("synthesis_confirm", n))
    assert Synthesis.objects.get(activity__consultation=debate).confirmed_at is not None


def test_sections_and_findings_are_renamed_moved_and_removed(drafting: Consultation, agent: Person) -> None:
    n, desk = drafting.number, signed_in(agent)
    first, second = a_section(drafting, "Un"), a_section(drafting, "Deux")
    one, two = a_finding(drafting, "Premier", section=first), a_finding(drafting, "Second", section=first)
    send(desk, page("synthesis_section", n, first.pk), {"title": "Uno"})
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


def test_what_is_cited_or_set_aside_can_be_undone(
    drafting: Consultation, contributed: list[Contribution], agent: Person
) -> None:
    n, desk, finding = drafting.number, signed_in(agent), a_finding(drafting)
    citation = actions.cite(by=agent, finding=finding, source=contributed[0].source)
    aside = actions.set_aside(
        by=agent,
        synthesis=a_synthesis(drafting),
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
    comment = contributions.comment(by=neighbour, contribution=contribution, body="Et près du marché.")
    drafting = in_phase(consultation, "synthesis")
    finding, desk = a_finding(drafting), signed_in(agent)
    found = read(desk, page("synthesis_desk", drafting.number) + f"?show=comment&number={comment.number}")
    assert "Et près du marché." in found
    send(desk, page("synthesis_cite", drafting.number, "comment", comment.number), {"finding": finding.number})
    assert Citation.objects.get().source == comment.source


def test_what_no_address_should_break(drafting: Consultation, agent: Person) -> None:
    desk = signed_in(agent)
    for query in ("?show=%00", "?theme='", "?after=-1&number=99999999999", "?finding=x"):
        read(desk, page("synthesis_desk", drafting.number) + query)
    read(desk, page("synthesis_text", drafting.number, "contribution", 999), status=404)


# --- Reading --------------------------------------------------------------------------------------------------------


def test_a_withdrawn_text_is_still_counted_without_its_words(
    client: Client, published: Consultation, contributed: list[Contribution], neighbour: Person
) -> None:
    contributions.withdraw(by=neighbour, contribution=Contribution.objects.with_words().get(pk=contributed[2].pk))
    words = read(client, page("finding", published.number, 1))
    assert "Le parking doit rester." not in words
    assert page("contribution", published.number, contributed[2].number) in words


def test_the_discussion_of_a_finding_is_open_during_the_debate(
    client: Client, published: Consultation, resident: Person
) -> None:
    speaking = signed_in(resident)
    send(speaking, page("comment_on_finding", published.number, 1), {"side": "for", "body": "C'est bien dit."})
    assert "C'est bien dit." in read(client, page("finding", published.number, 1))
    assert client.post(page("comment_on_finding", published.number, 1), {}).status_code == 302


def test_many_texts_of_a_finding_are_a_page_away(client: Client, consultation: Consultation, resident: Person) -> None:
    open_for_words = in_phase(consultation, "consultation")
    for index in range(23):
        a_contribution(resident, open_for_words, f"Titre {index}", f"Le banc numéro {index:02d}.")
    debate = in_phase(consultation, "debate")
    words = read(client, page("finding", debate.number, 1))
    assert "numéro 19." in words
    assert "numéro 20." not in words
    after = next(part for part in words.split('"') if part.endswith("#texts") and "?texts=" in part)
    assert "numéro 22." in read(client, after)


def test_the_answer_and_the_commitments_stand_on_the_finding(client: Client, published: Consultation) -> None:
    follow_up = in_phase(published, "follow-up")
    words = read(client, page("finding", follow_up.number, 1))
    assert "Les bancs seront posés avant l'été." in words
    assert "answer-adopted" in words
    assert "answer-adopted" in read(client, page("synthesis", follow_up.number))


# --- Objections -----------------------------------------------------------------------------------------------------


def test_objections_are_for_those_who_contributed(
    client: Client, published: Consultation, other_resident: Person, drafting: Consultation
) -> None:
    address = page("object_to_synthesis", published.number)
    assert page("account_login") in read(client, address, status=403)
    assert "empty-state" in read(signed_in(other_resident), address)
    assert "empty-state" in read(client, page("objections", published.number))


def test_an_objection_is_withdrawn_by_its_author_alone(
    published: Consultation, contributed: list[Contribution], resident: Person, neighbour: Person, client: Client
) -> None:
    contribution = Contribution.objects.with_words().select_related("activity").get(pk=contributed[0].pk)
    contribution.activity = activity(published, "contributions")
    objection = an_objection(resident, contribution, "Vous m'avez oubliée.")
    address = page("withdraw_objection", published.number, objection.number)
    read(signed_in(neighbour), address, status=403)
    read(signed_in(resident), address)
    send(signed_in(resident), address)
    assert "oubliée" not in read(client, page("objection", published.number, objection.number))


def test_what_was_left_out_is_revised_once_a_finding_is_chosen(
    published: Consultation, contributed: list[Contribution], resident: Person, agent: Person
) -> None:
    contribution = Contribution.objects.with_words().get(pk=contributed[0].pk)
    contribution.activity = activity(published, "contributions")
    objection = an_objection(resident, contribution)
    address, desk = page("reply_to_objection", published.number, objection.number), signed_in(agent)
    assert 'name="revised_body"' not in read(desk, address)
    assert 'name="revised_body"' in read(desk, address + "?finding=1")
    send(desk, address, {"outcome": "revised", "body": "Oui."}, status=422)
    send(desk, address, {"outcome": "maintained", "body": "Le constat 1 vous cite."})
    assert "Le constat 1 vous cite." in read(desk, page("objections", published.number) + "?state=replied")
    read(desk, address, status=403)


def test_a_reply_written_on_an_older_version_shows_the_newer_one(
    published: Consultation, contributed: list[Contribution], resident: Person, agent: Person
) -> None:
    contribution, finding = Contribution.objects.with_words().get(pk=contributed[0].pk), finding_of(published, 1)
    contribution.activity = activity(published, "contributions")
    objection = an_objection(resident, contribution, finding=finding)
    actions.revise(
        by=agent, finding=finding, title="Autre", body="Les mots d'une autre.", reason="Clarté.", opened_on=1
    )
    desk, address = signed_in(agent), page("reply_to_objection", published.number, objection.number)
    typed: dict[str, object] = {
        "outcome": "revised", "body": "Oui.", "title": "Le mien", "revised_body": "Mes mots à moi.", "opened_on": 1
    }  # fmt: skip
    shown = send(desk, address, typed, status=422)
    assert "Mes mots à moi." in shown
    assert "Les mots d'une autre." in shown
    assert 'name="opened_on" value="2"' in shown
    send(desk, address, typed | {"opened_on": 2})
    assert finding_of(published, 1).words.number == 3


def test_a_finding_is_revised_during_the_debate(published: Consultation, agent: Person, resident: Person) -> None:
    desk, address = signed_in(agent), page("revise_finding", published.number, 1)
    read(signed_in(resident), address, status=403)
    words = finding_of(published, 1).words
    same: dict[str, object] = {"title": words.title, "body": words.body, "reason": "Rien.", "opened_on": 1}
    read(desk, address)
    send(desk, address, same, status=422)
    send(desk, address, same | {"body": "Plus clair."})
    assert FindingVersion.objects.filter(finding__number=1).count() == 2
    assert address in read(desk, page("synthesis_desk", published.number))


# --- Cost -----------------------------------------------------------------------------------------------------------


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        read(client, address)
    return len(captured)


@pytest.mark.parametrize("count", [5, 40])
def test_pages_cost_a_bounded_number_of_queries(
    client: Client, consultation: Consultation, agent: Person, resident: Person, count: int
) -> None:
    open_for_words = in_phase(consultation, "consultation")
    people = [a_person(neighbourhood=a_neighbourhood("Drouot")) for _ in range(3)]
    rows = [a_contribution(people[index % 3], open_for_words, f"Titre {index}", BENCHES) for index in range(count)]
    mine = a_contribution(resident, open_for_words, "Le mien", BENCHES)
    drafting = in_phase(consultation, "synthesis")
    section = a_section(drafting)
    for index, row in enumerate(rows):
        finding = a_finding(drafting, f"Constat {index}", section=section)
        for source in {row.source_id: row.source, rows[0].source_id: rows[0].source}.values():
            actions.cite(by=agent, finding=finding, source=source, quote="des bancs à l'ombre" if index % 2 else "")
    desk, n = signed_in(agent), consultation.number
    for query in ("", "?show=cited", "?show=all", "?show=comment"):
        assert queries(desk, page("synthesis_desk", n) + query) <= 16, query
    assert queries(desk, page("synthesis_draft", n, 1)) <= 16
    assert queries(desk, page("synthesis_publish", n)) <= 16
    actions.set_aside(
        by=agent,
        synthesis=a_synthesis(fresh(drafting)),
        sources=[mine.source],
        reason=SetAsideReason.OTHER,
        words="Déjà dit.",
    )
    debate = in_phase(consultation, "debate")
    for row in rows[: count // 2]:
        row.activity = activity(debate, "contributions")
        row.source = Source.objects.with_words().get(pk=row.source_id)
        assert row.source.author.person is not None
        an_objection(row.source.author.person, row, finding=finding_of(debate, 1))
    addresses = [
        page("synthesis", n),
        page("synthesis_version", n, 1),
        page("set_asides", n),
        page("finding", n, 1),
        page("finding_version", n, 1, 1),
        page("objections", n),
        page("objection", n, 1),
    ]
    for address in addresses:
        assert queries(client, address) <= 12, address
        assert queries(signed_in(resident), address) <= 16, address
    for address in (
        page("synthesis_desk", n),
        page("reply_to_objection", n, 1),
        page("object_to_synthesis", n),
        page("revise_finding", n, 1),
        page("synthesis_confirm", n),
    ):
        assert queries(desk, address) <= 16, address
    assert queries(signed_in(resident), page("object_to_synthesis", n)) <= 16
    in_phase(consultation, "follow-up")
    for address in (page("synthesis", n), page("finding", n, 1)):
        assert queries(client, address) <= 12, address
        assert queries(signed_in(resident), address) <= 16, address
