"""Who speaks for an organisation: asked, confirmed by an agent, refused or ended; and what it may be called."""

import pytest
from django.db import IntegrityError, transaction

from cestvous.foundation.authors.models import Author, AuthorKind
from cestvous.foundation.journal.models import Event
from cestvous.foundation.organisations import actions
from cestvous.foundation.organisations.actions import About
from cestvous.foundation.organisations.models import Organisation, OrganisationSort, Representative, RepresentativeState
from cestvous.foundation.organisations.policy import near, registration
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock
from cestvous.kernel.verdicts import NotThere, Refused
from tests.factories import EMPTY, a_representative, asking
from tests.factories.organisations import ABOUT

pytestmark = pytest.mark.django_db


def test_nobody_speaks_for_an_organisation_before_an_agent_confirms_it(resident: Person, agent: Person) -> None:
    asked = asking(resident)
    with pytest.raises(Refused):
        actions.speaking_for(by=resident, representative=asked)
    actions.confirm(by=agent, representative=asked)
    held = actions.speaking_for(by=resident, representative=asked)
    assert held.state == RepresentativeState.CONFIRMED
    assert str(held.mandate) == "Nadia Weber, chargée de participation"


def test_another_person_does_not_speak_through_somebody_s_confirmation(
    resident: Person, other_resident: Person, agent: Person
) -> None:
    confirmed = a_representative(resident, agent)
    with pytest.raises(Refused):
        actions.speaking_for(by=other_resident, representative=confirmed)


def test_asking_twice_asks_once(resident: Person) -> None:
    assert asking(resident) == asking(resident, function="trésorière")
    assert Representative.objects.count() == Organisation.objects.count() == 1


def test_a_name_that_looks_the_same_is_the_same_organisation(resident: Person, other_resident: Person) -> None:
    first, second = asking(resident), asking(other_resident, "LES JARDINS  de Dr0uot")
    assert first.organisation == second.organisation
    assert Author.objects.filter(kind=AuthorKind.ORGANISATION).count() == 1


def test_nobody_names_for_good_what_they_were_refused(resident: Person, other_resident: Person, agent: Person) -> None:
    about = About(sort=OrganisationSort.COMPANY, about="Nous vendons vos jardins.", registration="W681234567")
    impostor = actions.ask(by=resident, name="LES JARD1NS DE DR0UOT", function="patron", about=about)
    assert asking(other_resident).organisation.name == "LES JARD1NS DE DR0UOT"  # agents are yet to judge
    for asked in Representative.objects.all():
        actions.refuse(by=agent, representative=asked, reason="Ce nom n'est pas le vôtre.")
    asked = asking(other_resident)
    assert asked.organisation == impostor.organisation
    actions.confirm(by=agent, representative=asked)
    named = Organisation.objects.public().by_name().get()
    assert (named.name, named.registration) == ("Les Jardins de Drouot", ABOUT.registration)
    assert named.about == ABOUT.about
    actions.ask(by=resident, name="LES JARD1NS DE DR0UOT", function="patron", about=about)
    assert Organisation.objects.by_name().get().name == "Les Jardins de Drouot"


def test_a_name_without_a_letter_is_none(resident: Person) -> None:
    for name in ("***", "🙂", "1 2"):
        with pytest.raises(Refused):
            asking(resident, name)
    assert not Organisation.objects.exists()


def test_nobody_fills_the_desk_of_agents_with_requests(resident: Person, agent: Person) -> None:
    asked = [asking(resident, f"Le club des {letter}") for letter in "abcde"]
    with pytest.raises(Refused):
        asking(resident, "Le club de trop")
    assert asking(resident, "Le club des a") == asked[0]
    assert Organisation.objects.count() == Representative.objects.count() == 5
    actions.confirm(by=agent, representative=asked[0])
    asking(resident, "Le club suivant")


@pytest.mark.parametrize("who", ["resident", "official", "conciliator", "administrator"])
def test_only_agents_confirm_and_refuse(who: str, request: pytest.FixtureRequest, other_resident: Person) -> None:
    asked, person = asking(other_resident), request.getfixturevalue(who)
    with pytest.raises(Refused):
        actions.confirm(by=person, representative=asked)
    with pytest.raises(Refused):
        actions.refuse(by=person, representative=asked, reason="Non")
    asked.refresh_from_db()
    assert asked.state == RepresentativeState.ASKED


def test_an_agent_does_not_confirm_themselves(agent: Person, other_agent: Person) -> None:
    asked = asking(agent)
    with pytest.raises(Refused):
        actions.confirm(by=agent, representative=asked)
    actions.confirm(by=other_agent, representative=asked)


def test_what_has_been_judged_is_not_judged_again(resident: Person, agent: Person, other_agent: Person) -> None:
    asked = asking(resident)
    actions.refuse(by=agent, representative=asked, reason="Le bureau ne vous connaît pas.")
    with pytest.raises(Refused):
        actions.confirm(by=other_agent, representative=asked)
    again = asking(resident)
    assert again.pk != asked.pk, "somebody who was refused may ask again"


def test_a_refusal_and_an_end_by_an_agent_have_a_reason(resident: Person, agent: Person) -> None:
    asked = asking(resident)
    with pytest.raises(Refused):
        actions.refuse(by=agent, representative=asked, reason=EMPTY)
    actions.confirm(by=agent, representative=asked)
    with pytest.raises(Refused):
        actions.end(by=agent, representative=asked, reason=EMPTY)
    actions.end(by=agent, representative=asked, reason="L'assemblée générale a élu quelqu'un d'autre.")
    with pytest.raises(Refused):
        actions.speaking_for(by=resident, representative=asked)


def test_the_representative_ends_it_without_saying_why_and_nobody_else_does(
    resident: Person, other_resident: Person, agent: Person
) -> None:
    confirmed = a_representative(resident, agent)
    with pytest.raises(NotThere):
        actions.end(by=other_resident, representative=confirmed)
    actions.end(by=resident, representative=confirmed)
    with pytest.raises(Refused):
        actions.end(by=resident, representative=confirmed)


def test_the_administrator_represents_nothing(administrator: Person) -> None:
    with pytest.raises(Refused):
        asking(administrator)


@pytest.mark.parametrize("name", ["Mairie de Mulhouse", "Ville\u200c de Mulhouse", "Les amis de Claire Muller", EMPTY])
def test_no_organisation_passes_for_the_city_or_for_somebody_in_office(
    name: str, resident: Person, official: Person
) -> None:
    with pytest.raises(Refused):
        asking(resident, name)
    assert not Organisation.objects.exists()
    assert not Author.objects.filter(kind=AuthorKind.ORGANISATION).exists()


@pytest.mark.parametrize("function", ["adjoint au maire", "Conseillère municipale", "maire honoraire", EMPTY])
def test_no_function_passes_for_one_of_the_city_s(function: str, resident: Person) -> None:
    with pytest.raises(Refused):
        asking(resident, function=function)


def test_the_journal_holds_identifiers_and_is_public_only_for_what_everybody_sees(
    resident: Person, other_resident: Person, agent: Person
) -> None:
    confirmed, refused = asking(resident), asking(other_resident)
    actions.confirm(by=agent, representative=confirmed)
    actions.refuse(by=agent, representative=refused, reason="Inconnu au bureau.")
    actions.end(by=resident, representative=confirmed)
    told = Event.objects.filter(kind__startswith="organisations.").order_by("pk").values_list("kind", "public")
    assert list(told) == [
        ("organisations.asked", False),
        ("organisations.asked", False),
        ("organisations.confirmed", True),
        ("organisations.refused", False),
        ("organisations.ended", True),
    ]
    event = Event.objects.get(kind="organisations.confirmed")
    assert event.facts["representative"] == resident.author.identifier
    assert event.actor == agent.author.identifier
    assert "Jardins" not in str(event.facts)


def test_taking_back_what_one_asked_stays_restricted(resident: Person) -> None:
    actions.end(by=resident, representative=asking(resident))
    assert not Event.objects.get(kind="organisations.ask-withdrawn").public


def test_one_represents_an_organisation_once_says_the_database(resident: Person, agent: Person) -> None:
    known = a_representative(resident, agent)
    now = clock.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Representative.objects.create(
            organisation=known.organisation, author=known.author, function="x", asked_at=now, state_since=now
        )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("w681001234", "W681001234"),
        ("W 68 100 1234", "W681001234"),
        ("732 829 320", "732829320"),
        ("732829321", None),
        ("W68", None),
        ("n'importe quoi", None),
    ],
)
def test_a_registration_number_is_one_by_its_form(typed: str, kept: str | None) -> None:
    assert registration(typed) == kept


def test_near_names_are_found_and_others_are_not(resident: Person) -> None:
    for name in ("Parents d'élèves du Nordfeld", "Les Jardins de Drouot", "Association sportive de Dornach"):
        asking(resident, name)
    known = list(Organisation.objects.by_name())

    def found(name: str) -> list[str]:
        return [row.name for row in near(name, known)]

    assert found("Association des parents d'élèves Nordfeld-Daguerre") == ["Parents d'élèves du Nordfeld"]
    assert found("Les jardin de drouot") == ["Les Jardins de Drouot"]
    assert found("Association de chant") == []
