"""Reading the synthesis as a document: passages beside findings, counts that lead somewhere, versions compared."""

import re

import pytest
from django.test import Client

from cestvous.activities.contributions.actions import edit, withdraw
from cestvous.activities.contributions.models import Contribution
from cestvous.activities.syntheses import actions
from cestvous.activities.syntheses.models import SetAsideReason
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import a_contribution, a_finding, a_published_synthesis, activity, an_objection, in_phase
from tests.web.browsing import page, read
from tests.web.syntheses.findings import BENCHES, finding_of

pytestmark = pytest.mark.django_db
PASSAGE = "bancs à l'ombre devant"


@pytest.fixture
def quoted(drafting: Consultation, contributed: list[Contribution], agent: Person) -> Consultation:
    """In debate: the first finding cites a passage, the second one a whole text; the third text is set aside."""
    first, second = a_finding(drafting, "Il faut des bancs"), a_finding(drafting, "Il faut de l'eau")
    actions.cite(by=agent, finding=first, source=contributed[0].source, quote=PASSAGE)
    actions.cite(by=agent, finding=second, source=contributed[1].source)
    actions.set_aside(
        by=agent,
        activity=activity(drafting, "syntheses"),
        sources=[contributed[2].source],
        reason=SetAsideReason.OFF_TOPIC,
        words="Le stationnement n'est pas en débat.",
    )
    a_published_synthesis(drafting)
    return in_phase(drafting, "debate")


def _with_words(contribution: Contribution, consultation: Consultation) -> Contribution:
    again = Contribution.objects.with_words().get(pk=contribution.pk)
    again.activity = activity(consultation, "contributions")
    return again


def test_beside_a_finding_stand_the_passages_it_cites_each_leading_to_its_whole_text(
    client: Client, quoted: Consultation
) -> None:
    words = read(client, page("synthesis", quoted.number))
    assert "<mark>bancs à l'ombre devant</mark>" in words
    address = re.search(r'href="([^"]+\?passage=[^"]+)"', words)
    assert address is not None
    assert address[1].endswith("#passage")
    whole = read(client, address[1])
    # In Markdown these words stand in two pieces.
    assert '<mark id="passage" tabindex="-1">bancs</mark>' in whole.replace("bancs </mark>", "bancs</mark>")
    assert "Les arbres existent déjà." in whole
    assert page("finding", quoted.number, 1) in whole


def test_the_address_of_a_passage_holds_when_its_text_is_rewritten(
    client: Client, consultation: Consultation, resident: Person
) -> None:
    open_for_words = in_phase(consultation, "consultation")
    contribution = a_contribution(resident, open_for_words, "Des bancs", BENCHES)
    address = page("contribution_version", consultation.number, contribution.number, 1)
    edit(
        by=resident, contribution=contribution, title="Des bancs", body="Autre chose.", theme=None, neighbourhood=None,
        stays_after_erasure=True, reason="", opened_on=1,
    )  # fmt: skip
    assert '<mark id="passage" tabindex="-1">Il manque</mark>' in read(client, f"{address}?passage=0-9")
    for nowhere in ("8-0", "0-99999", "x", "0-0", "-1-4", "0-8%00", "٣-٤"):
        assert 'id="passage"' not in read(client, f"{address}?passage={nowhere}"), nowhere


def test_the_words_of_a_withdrawn_text_are_not_shown_by_the_address_of_a_passage(
    client: Client, quoted: Consultation, contributed: list[Contribution], resident: Person
) -> None:
    from_passage = page("contribution_version", quoted.number, contributed[0].number, 1) + "?passage=0-30"
    assert "bancs" in read(client, from_passage)
    withdrawn = _with_words(contributed[0], quoted)
    withdraw(by=resident, contribution=withdrawn)
    assert "Il manque" not in read(client, from_passage)
    assert "Il manque" not in read(client, page("synthesis", quoted.number))


def test_each_number_of_a_finding_leads_to_the_texts_that_it_counts(
    client: Client, consultation: Consultation, resident: Person, neighbour: Person, agent: Person
) -> None:
    open_for_words = in_phase(consultation, "consultation")
    a_contribution(resident, open_for_words, "Des bancs", "Il manque des bancs.")
    a_contribution(neighbour, open_for_words, "DES BANCS", "Il manque des bancs !")
    alone = a_contribution(neighbour, open_for_words, "De l'eau", "Une fontaine pour les enfants.")
    drafting = in_phase(consultation, "synthesis")
    finding = a_finding(drafting)
    for contribution in Contribution.objects.order_by("number"):
        quote = "Une fontaine" if contribution.pk == alone.pk else ""
        actions.cite(by=agent, finding=finding, source=contribution.source, quote=quote)
    debate = in_phase(consultation, "debate")
    words = read(client, page("finding", debate.number, 1))
    at = page("finding", debate.number, 1)
    counted = {
        which: re.search(rf'<a href="{re.escape(at)}\?cited={which}#texts"><strong>(\d+)</strong>', words)
        for which in ("people", "passage", "alike")
    }
    assert {which: found and found[1] for which, found in counted.items()} == {
        "people": "2", "passage": "1", "alike": "1"
    }  # fmt: skip
    alike = read(client, f"{at}?cited=alike")
    assert alike.partition('id="texts"')[2].count("Il manque des bancs") == 2
    assert "fontaine pour les enfants" not in alike
    assert "Il manque des bancs" not in read(client, f"{at}?cited=passage").partition('id="texts"')[2]


def test_objections_stand_beside_what_they_object_to_and_those_to_the_whole_at_its_end(
    client: Client, quoted: Consultation, contributed: list[Contribution], resident: Person, neighbour: Person
) -> None:
    an_objection(resident, _with_words(contributed[0], quoted), "Je parlais d'ombre.", finding=finding_of(quoted, 1))
    an_objection(neighbour, _with_words(contributed[2], quoted), "Vous m'oubliez tout à fait.")
    words = read(client, page("synthesis", quoted.number))
    first, second = words.index('id="finding-1"'), words.index('id="finding-2"')
    assert first < words.index("Je parlais d'ombre.") < second
    assert words.index("Vous m'oubliez tout à fait.") > words.index('id="left-out"')
    objections = page("objections", quoted.number)
    to_the_first = read(client, f"{objections}?finding=1")
    assert "Je parlais d'ombre." in to_the_first
    assert "tout à fait" not in to_the_first
    assert "Je parlais d'ombre." not in read(client, f"{objections}?finding=0")


def test_the_account_says_of_each_contribution_what_became_of_it(
    client: Client, quoted: Consultation, contributed: list[Contribution]
) -> None:
    account = page("synthesis_coverage", quoted.number)
    words = read(client, account)
    assert all(row.title in words for row in contributed)
    assert "Le stationnement n'est pas en débat." in words
    aside = read(client, f"{account}?fate=aside")
    assert "Un parking" in aside
    assert "Une fontaine" not in aside
    assert "Un parking" not in read(client, f"{account}?fate=passage")
    read(client, f"{account}?fate=rien&after=x")


def test_two_versions_of_the_whole_are_compared_word_by_word(
    client: Client, quoted: Consultation, agent: Person
) -> None:
    for number, body in enumerate(("À l'ombre des arbres.", "À l'ombre des grands arbres."), start=1):
        actions.revise(
            by=agent,
            finding=finding_of(quoted, 1),
            title="Il faut des bancs",
            body=body,
            reason=f"Précision {number}.",
            opened_on=number,
        )
    n = quoted.number
    changes = read(client, page("synthesis_changes", n, 3, 2))
    assert re.search(r"<ins>(?:(?!</ins>).)*grands", changes)
    assert "Précision 2." in changes
    assert "Précision 1." not in changes
    since_the_first = read(client, page("synthesis_changes", n, 3, 1))
    assert "Précision 1." in since_the_first
    assert 'id="finding-2"' not in since_the_first
    assert page("synthesis_changes", n, 3, 2) in read(client, page("synthesis", n))
    for before, after in ((2, 2), (3, 1), (1, 4), (0, 1)):
        read(client, page("synthesis_changes", n, after, before), status=404)
    between = read(client, page("finding_version", n, 1, 3) + "?since=1")
    assert re.search(r"<ins>(?:(?!</ins>).)*grands arbres", between)
