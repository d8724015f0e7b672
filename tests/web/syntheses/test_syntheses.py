"""Reading the synthesis, and the whole way to it."""

import pytest
from django.test import Client

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution
from cestvous.activities.syntheses.models import (
    Citation,
    Ground,
    Objection,
    SetAsideReason,
    Synthesis,
    coverage_of,
)
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import (
    a_contribution,
    a_finding,
    a_synthesis,
    in_phase,
)
from tests.web.browsing import page, read, send, signed_in
from tests.web.syntheses.findings import finding_of

pytestmark = pytest.mark.django_db


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
