"""``cestvous appoint``: the first mandates of a city, and clear words when one can't be given."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from cestvous.foundation.journal.models import Event
from cestvous.foundation.mandates.models import Mandate, Role
from cestvous.foundation.mandates.policy import Permission, mandate_granting
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import clock
from tests.factories import a_person, appointed

DECREE = ("--function", "chargée de participation", "--act", "arrêté n° 2026-12")


def _appoint(person: Person, *options: str) -> str:
    said = io.StringIO()
    call_command("appoint", person.email, *options, stdout=said)
    return said.getvalue()


def test_a_mandate_is_given_from_today_and_journalled(resident: Person) -> None:
    said = _appoint(resident, "--role", "agent", *DECREE)
    mandate = Mandate.objects.get(person=resident)
    assert (mandate.role, mandate.function, mandate.appointed_by_act) == (Role.AGENT, DECREE[1], DECREE[3])
    assert (mandate.starts_on, mandate.ends_on, mandate.neighbourhood) == (date(2026, 3, 2), None, None)
    assert Event.objects.of(mandate.reference).get().kind == "mandates.appointed"
    assert resident.name in said
    assert mandate_granting(resident, Permission.LEAD, clock.now()) == mandate


def test_dates_neighbourhood_and_the_case_of_an_address_are_understood(resident: Person, drouot: Neighbourhood) -> None:
    resident.email = resident.email.upper()
    days = ("--from", "2026-04-01", "--until", "2027-04-01", "--neighbourhood", drouot.slug)
    _appoint(resident, "--role", "council_member", *DECREE, *days)
    mandate = Mandate.objects.get(person=resident)
    assert (mandate.starts_on, mandate.ends_on) == (date(2026, 4, 1), date(2027, 4, 1))
    assert mandate.neighbourhood == drouot


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--role", "mayor", *DECREE), "mayor.*agent, official"),
        (("--role", "agent", *DECREE, "--from", "2026-04-01", "--until", "2026-04-01"), r"1er.avril.2026"),
        (("--role", "agent", *DECREE, "--from", "2026-04-02", "--until", "2026-04-01"), r"1er.avril.2026"),
        (("--role", "agent", *DECREE, "--from", "2.4.2026"), r"--from 2\.4\.2026"),
        (("--role", "agent", *DECREE, "--neighbourhood", "atlantis"), "atlantis.*drouot"),
        (("--role", "agent", *DECREE[:2]), "--act"),
        (("--role", "agent", *DECREE[2:]), "--function"),
        (("--role", "agent", "--function", "x" * 121, *DECREE[2:]), "--function.*120"),
        (("--role", "agent", *DECREE, "--end"), "--end"),
        (("--role", "agent", "--end"), "Samira Benali"),
    ],
)
def test_what_cannot_be_is_refused_in_words(resident: Person, options: tuple[str, ...], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        _appoint(resident, *options)
    assert not Mandate.objects.exists()
    assert not Event.objects.filter(kind__startswith="mandates.").exists()


def test_there_must_be_an_account(db: None) -> None:
    with pytest.raises(CommandError, match=r"nobody@exemple\.test"):
        call_command("appoint", "nobody@exemple.test", "--role", "agent", *DECREE)


def test_the_administrator_holds_no_mandate(administrator: Person) -> None:
    with pytest.raises(CommandError, match=administrator.email):
        _appoint(administrator, "--role", "official", *DECREE)
    assert not Mandate.objects.exists()


def test_a_closed_account_holds_no_mandate(resident: Person) -> None:
    resident.is_active = False
    resident.save()
    with pytest.raises(CommandError, match=resident.email):
        _appoint(resident, "--role", "official", *DECREE)


def test_a_mandate_ends_today_or_on_the_day_given(agent: Person) -> None:
    said = _appoint(agent, "--role", "agent", "--end", "2026-05-01")
    mandate = Mandate.objects.get(person=agent)
    assert mandate.ends_on == date(2026, 5, 1)
    assert "mai" in said
    _appoint(agent, "--role", "agent", "--end")
    mandate.refresh_from_db()
    assert mandate.ends_on == date(2026, 3, 2)
    kinds = Event.objects.of(mandate.reference).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["mandates.appointed", "mandates.ended", "mandates.ended"]
    with pytest.raises(CommandError, match=agent.name):
        _appoint(agent, "--role", "agent", "--end")


def test_ending_never_prolongs_nor_undoes(agent: Person) -> None:
    _appoint(agent, "--role", "agent", "--end", "2026-05-01")
    with pytest.raises(CommandError, match=r"1er.mai.2026"):
        _appoint(agent, "--role", "agent", "--end", "2026-06-01")
    with pytest.raises(CommandError, match=r"1er.janvier.2025"):
        _appoint(agent, "--role", "agent", "--end", "2025-01-01")


def test_one_of_several_mandates_is_named_by_its_function(drouot: Neighbourhood) -> None:
    person = a_person("Léa Roth", neighbourhood=drouot)
    kept, ended = (appointed(person, Role.AGENT, function) for function in ("chargée de mission", "cheffe de projet"))
    with pytest.raises(CommandError, match=r"chargée de mission.*cheffe de projet"):
        _appoint(person, "--role", "agent", "--end")
    _appoint(person, "--role", "agent", "--function", "cheffe de projet", "--end")
    kept.refresh_from_db()
    ended.refresh_from_db()
    assert (kept.ends_on, ended.ends_on) == (None, date(2026, 3, 2))
