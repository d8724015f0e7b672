"""Contributing in the name of an organisation: who is shown, who may change it, what stays personal."""

import re

import pytest
from django.test import Client

from cestvous.activities.contributions import actions
from cestvous.activities.contributions.models import Contribution, Stance
from cestvous.activities.syntheses.models import coverage_of
from cestvous.foundation.journal.models import Event
from cestvous.foundation.organisations import actions as organisations
from cestvous.foundation.organisations.models import Representative
from cestvous.foundation.people.models import Person
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations.models import Consultation
from tests.activities.counts import wrong_counts
from tests.factories import a_contribution, a_published_synthesis, a_representative, an_objection, in_phase
from tests.web.browsing import page, read, send, shown, signed_in
from tests.web.filling import a_contribution_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def representative(resident: Person, agent: Person) -> Representative:
    """``resident`` represents the gardens."""
    return a_representative(resident, agent)


@pytest.fixture
def theirs(open_consultation: Consultation, resident: Person, representative: Representative) -> Contribution:
    """What the gardens contribute, through ``resident``."""
    return a_contribution(resident, open_consultation, through=representative)


def again(person: Person) -> Person:
    """As the next request finds them."""
    return Person.objects.get(pk=person.pk)


def test_somebody_without_organisation_is_not_asked_for_whom_they_speak(
    open_consultation: Consultation, resident: Person
) -> None:
    assert 'name="through"' not in read(signed_in(resident), page("contribute", open_consultation.number))


def test_a_representative_contributes_for_the_organisation_and_both_names_are_shown(
    client: Client, open_consultation: Consultation, resident: Person, representative: Representative
) -> None:
    theirs = signed_in(resident)
    assert "Les Jardins de Drouot" in read(theirs, page("contribute", open_consultation.number))
    form = a_contribution_form(through=representative.pk)
    send(theirs, page("contribute", open_consultation.number), form)
    made = Contribution.objects.get()
    assert made.source.author == representative.organisation.author
    assert made.source.words.through == representative
    for address in (
        page("contribution", open_consultation.number, 1),
        page("contributions", open_consultation.number),
        page("contribution_version", open_consultation.number, 1, 1),
    ):
        words = read(client, address)
        assert "Les Jardins de Drouot" in words
        assert "par Samira Benali, présidente" in words


def test_one_speaks_for_oneself_unless_one_says_otherwise(
    open_consultation: Consultation, resident: Person, representative: Representative
) -> None:
    send(signed_in(resident), page("contribute", open_consultation.number), a_contribution_form())
    assert Contribution.objects.get().source.author.person == resident


def test_nobody_speaks_for_what_they_do_not_represent(
    open_consultation: Consultation, neighbour: Person, resident: Person, representative: Representative
) -> None:
    with pytest.raises(Refused):
        a_contribution(neighbour, open_consultation, through=representative)
    other = a_representative(neighbour, a_person_who_confirms(open_consultation), "Le Club d'échecs")
    form = a_contribution_form(through=representative.pk, body="Mes mots à garder")
    words = send(signed_in(neighbour), page("contribute", open_consultation.number), form, 422)
    assert "Mes mots à garder" in words
    assert other.pk != representative.pk
    assert not Contribution.objects.exists()


def a_person_who_confirms(consultation: Consultation) -> Person:
    return consultation.agents.get().person


def test_organisations_are_counted_apart_from_people(
    client: Client, open_consultation: Consultation, theirs: Contribution, resident: Person, neighbour: Person
) -> None:
    a_contribution(neighbour, open_consultation, "Un kiosque")
    counts = dict(open_consultation.registers.values_list("kind", "count"))
    assert (counts["people"], counts["organisations"]) == (1, 1)
    words = read(client, page("contributions", open_consultation.number))
    assert "2 contributions · 1 personne et 1 organisation ont participé" in words.replace("\u202f", " ")
    a_contribution(resident, open_consultation, "Pour moi-même", "Je préfère les tilleuls.")
    assert not wrong_counts(open_consultation)


def test_the_account_of_a_synthesis_counts_organisations_apart_from_people(
    client: Client, open_consultation: Consultation, theirs: Contribution, neighbour: Person
) -> None:
    a_contribution(neighbour, open_consultation, "Un kiosque")
    drafting = in_phase(open_consultation, "synthesis")
    coverage = coverage_of(drafting)
    assert (coverage.total, coverage.people, coverage.bodies) == (2, 1, 1)
    a_published_synthesis(drafting)
    words = read(client, page("synthesis_coverage", drafting.number))
    assert "2 contributions de 1 personne et 1 organisation" in words


def test_the_list_narrows_to_organisations(
    client: Client, open_consultation: Consultation, theirs: Contribution, neighbour: Person
) -> None:
    a_contribution(neighbour, open_consultation, "Un kiosque")
    address = page("contributions", open_consultation.number)
    groups = {group.title: group.facets for group in shown(client, address).narrowing.make().facets}
    assert [(facet.title, facet.count) for facet in groups["Qui parle"]] == [("Organisations", 1)]
    narrowed = shown(client, f"{address}?voice=organisations")
    assert [part.make().number for part in narrowed.cards] == [theirs.number]
    assert len(shown(client, f"{address}?voice=n-importe-quoi").cards) == 2


def test_another_representative_edits_it_under_their_own_name_and_a_former_one_no_longer(
    client: Client, theirs: Contribution, resident: Person, neighbour: Person, agent: Person,
    representative: Representative,
) -> None:  # fmt: skip
    number = theirs.activity.consultation.number
    a_representative(neighbour, agent, function="trésorier")
    organisations.end(by=resident, representative=representative)
    with pytest.raises(Refused, match="Seules les personnes qui représentent"):
        edit(again(resident), theirs)
    edit(again(neighbour), theirs)
    assert "par Elif Kaya, trésorier" in read(client, page("contribution", number, theirs.number))
    first = read(client, page("contribution_version", number, theirs.number, 1))
    assert "par Samira Benali, présidente" in first
    assert "trésorier" not in first


def edit(by: Person, contribution: Contribution, title: str = "Des bancs et des haies") -> None:
    actions.edit(
        by=by, contribution=contribution, title=title, body="Nous plantons.", theme=None, neighbourhood=None,
        stays_after_erasure=True, reason="", opened_on=contribution.source.words.number,
    )  # fmt: skip


def test_a_person_who_represents_nothing_edits_and_withdraws_nothing(theirs: Contribution, neighbour: Person) -> None:
    with pytest.raises(Refused):
        edit(neighbour, theirs)
    with pytest.raises(Refused):
        actions.withdraw(by=neighbour, contribution=theirs)


def test_whoever_represents_it_withdraws_it(theirs: Contribution, neighbour: Person, agent: Person) -> None:
    a_representative(neighbour, agent, function="trésorier")
    actions.withdraw(by=again(neighbour), contribution=theirs)
    theirs.source.refresh_from_db()
    assert not theirs.source.is_published


def test_nobody_stands_on_words_that_they_said_or_answer_for(
    theirs: Contribution, resident: Person, neighbour: Person, agent: Person, other_resident: Person,
    representative: Representative,
) -> None:  # fmt: skip
    a_representative(neighbour, agent, function="trésorier")
    organisations.end(by=resident, representative=representative)
    for person in (resident, neighbour):
        with pytest.raises(Refused):
            actions.take_position(by=again(person), contribution=theirs, stance=Stance.FOR)
    actions.take_position(by=other_resident, contribution=theirs, stance=Stance.FOR)
    theirs.refresh_from_db()
    assert theirs.for_count == 1


def test_a_form_sent_twice_makes_one_contribution_of_the_organisation(
    open_consultation: Consultation, theirs: Contribution, resident: Person, representative: Representative
) -> None:
    assert a_contribution(resident, open_consultation, through=representative) == theirs
    assert a_contribution(resident, open_consultation) != theirs, "one may say the same for oneself"


def test_the_register_names_who_spoke_and_for_whom_by_their_identifiers(
    theirs: Contribution, resident: Person, representative: Representative
) -> None:
    event = Event.objects.get(kind="contributions.submitted")
    assert event.actor == resident.author.identifier
    assert event.facts["for"] == representative.organisation.author.identifier


def test_it_stands_among_the_words_of_whoever_represents_it_and_of_whoever_spoke(
    theirs: Contribution, resident: Person, neighbour: Person, other_resident: Person, agent: Person,
    representative: Representative,
) -> None:  # fmt: skip
    a_representative(neighbour, agent, function="trésorier")
    organisations.end(by=resident, representative=representative)
    for person in (resident, neighbour):
        assert [said.title for said in shown(signed_in(person), page("my_words")).said] == [
            "Contribution n° 1 · Les Jardins de Drouot · Des bancs à l'ombre"
        ]
    assert not shown(signed_in(other_resident), page("my_words")).said


def test_whoever_represents_it_objects_for_it_and_a_former_representative_no_longer(
    theirs: Contribution, resident: Person, neighbour: Person, agent: Person, representative: Representative
) -> None:
    a_representative(neighbour, agent, function="trésorier")
    debate = in_phase(theirs.activity.consultation, "debate")
    theirs.activity.consultation = debate
    organisations.end(by=resident, representative=representative)
    with pytest.raises(Refused):
        an_objection(again(resident), theirs)
    assert "Des bancs à l'ombre" in read(signed_in(neighbour), page("object_to_synthesis", debate.number))
    objection = an_objection(again(neighbour), theirs)
    assert objection.source.author.person == neighbour


def test_the_synthesis_says_organisations_apart_and_shows_who_spoke(
    client: Client, theirs: Contribution, neighbour: Person
) -> None:
    a_contribution(neighbour, theirs.activity.consultation, "Un kiosque", "De la musique.")
    debate = in_phase(theirs.activity.consultation, "debate")
    words = read(client, page("finding", debate.number, 1))
    shown = " ".join(re.sub(r"<[^>]+>", " ", words).split())
    assert "2 contributions" in shown
    assert "1 personne 1 organisation ou conseil" in shown
    assert "Les Jardins de Drouot, par Samira Benali, présidente" in words


def test_an_erased_account_leaves_the_organisation_without_its_speaker(
    client: Client, theirs: Contribution, representative: Representative
) -> None:
    author = representative.author
    author.kind, author.person = "erased", None
    author.save()
    words = read(client, page("contribution", theirs.activity.consultation.number, theirs.number))
    assert "Les Jardins de Drouot" in words
    assert "présidente" not in words
