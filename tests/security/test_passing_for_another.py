"""Nobody passes for the city or for an official by letters that look like others or that nobody sees."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from cestvous.foundation.mandates.models import Role
from cestvous.foundation.mandates.policy import may_be_called, may_be_held_by_anybody, may_name_organisation
from cestvous.foundation.organisations import policy as organisations
from cestvous.foundation.organisations.actions import confirm
from cestvous.foundation.people.models import NameKind, Person
from tests.factories import a_person, appointed, asking

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name",
    [
        "Mai\u200drie de Mulhouse",
        "M\u0430irie de Mulhouse",
        "Ville\u200c de Mulhouse",
        "Clair\u0435 Muller",
        "Claire\u200dMuller",
    ],
)
def test_a_disguise_is_seen_through(name: str, official: Person) -> None:
    assert not may_be_called(name, NameKind.PSEUDONYM, AnonymousUser())


@pytest.mark.parametrize(
    "name",
    [
        "СӀаіге МиӀӀег",
        "Сlаіre Muller",
        "CIaire MuIIer",
        "C1aire  Mu11er",
        "C|aire MuIler",
        "ᏟᏞᎪᎥᎡᎬ ᎷՍᏞᏞᎬᎡ",
        "ꓚꓡꓮꓲꓣꓰ ꓟꓴꓡꓡꓰꓣ",
        "ᴄʟᴀɪʀᴇ ᴍᴜʟʟᴇʀ",
        "ᑕᒪᗩIᖇᗴ Muller",
        "𝐂𝐥𝐚𝐢𝐫𝐞 𝓜𝓾𝓵𝓵𝓮𝓻",
        "Claire Muller, élue",
        "La vraie Claire Muller",
        "Маігіе",
        "ᎷᎪᎥᎡᎥᎬ",
        "ΜΑΙГІЕ DE MULHOUSE",
        "Vi11e de Mulhouse",
        "Adrninistrateur",
    ],
)
def test_letters_drawn_alike_make_the_same_name(name: str, official: Person) -> None:
    assert not may_be_called(name, NameKind.PSEUDONYM, AnonymousUser())


def test_a_name_of_another_alphabet_is_not_borrowed_in_ours() -> None:
    appointed(a_person("Сара Роре"), Role.OFFICIAL, "adjointe aux écoles")
    assert not may_be_called("Capa Pope", NameKind.PSEUDONYM, AnonymousUser())


@pytest.mark.parametrize(
    "name", ["Jeanne Petit ✓", "☑ Jeanne", "Jeanne ✔️", "Jeanne ✅", "★ Jeanne", "🏛 Jeanne", "Jeanne √", "Jeanne ⓥ",
             "Jeanne ®", "Jeanne 🇫🇷", "Jeanne •", "Jeanne ①"]
)  # fmt: skip
@pytest.mark.parametrize("kind", NameKind)
def test_no_sign_beside_a_name_looks_like_a_badge(name: str, kind: NameKind) -> None:
    assert not may_be_called(name, kind, AnonymousUser())
    assert not may_name_organisation(name)
    assert not may_be_held_by_anybody(name)


@pytest.mark.parametrize(
    "name", ["Jeanne Petit (élue)", "Jeanne Petit, ELUE", "Jeanne Petit - agent de la ville", "Jeanne [vérifiée]",
             "Jeanne · Officiel", "Jeanne (Bürgermeisterin)", "Jeanne Petit / É1ue", "Jeanne, еlue"]
)  # fmt: skip
@pytest.mark.parametrize("kind", NameKind)
def test_nobody_types_a_badge_beside_their_name(name: str, kind: NameKind) -> None:
    assert not may_be_called(name, kind, AnonymousUser())


def test_no_pseudonym_says_what_badges_say_and_own_names_may_happen_to() -> None:
    for name in ("Élue du quartier", "Agent de la ville", "Modérateur", "Compte vérifié", "Verified"):
        assert not may_be_called(name, NameKind.PSEUDONYM, AnonymousUser()), name
    for name in ("Élu Ndiaye", "Anne-Marie O’Neill", "Jean-Élu Petit", "D'Agent", "J. Petit (Drouot)"):
        assert may_be_called(name, NameKind.OWN, AnonymousUser()), name


@pytest.mark.parametrize("name", ["Claire", "M. Muller", "Clairette Muller", "Jean Rnoulin", "Марина", "Мария", "Νίνα"])
def test_a_name_that_is_nobody_else_s_is_free(name: str, official: Person) -> None:
    appointed(a_person("Nadia"), Role.AGENT, "chargée de participation")
    assert may_be_called(name, NameKind.PSEUDONYM, AnonymousUser())
    assert may_be_called("Nadia K.", NameKind.PSEUDONYM, AnonymousUser())
    assert not may_be_called("Nad1a", NameKind.PSEUDONYM, AnonymousUser())


def test_words_of_two_alphabets_are_refused_in_so_many_words(official: Person) -> None:
    verdict = may_be_called("Ольгa", NameKind.OWN, AnonymousUser())
    assert "alphabets" in verdict.reason
    assert may_be_called("Olga Петрова", NameKind.OWN, AnonymousUser())


@pytest.mark.parametrize("name", ["Ольга Петрова", "Ελένη", "Jean Petit", "می‌خواهم", "محمد", "Olga Петрова"])
def test_names_in_any_one_alphabet_are_names(name: str, official: Person) -> None:
    assert may_be_called(name, NameKind.PSEUDONYM, AnonymousUser())


def test_no_pseudonym_is_the_name_of_an_organisation_that_speaks_here(resident: Person, agent: Person) -> None:
    asked = asking(resident, "Les Jardins de Drouot")
    assert organisations.may_be_called("Les Jardins de Drouot", NameKind.PSEUDONYM)  # anybody may ask for any name
    confirm(by=agent, representative=asked)
    for name in ("LES JARD1NS  DE DR0UOT", "lesjardinsdedrouot", "Les Jardins de Drouot, la trésorière"):
        assert not organisations.may_be_called(name, NameKind.PSEUDONYM), name
    assert organisations.may_be_called("Jardins de Drouot", NameKind.PSEUDONYM)
    assert organisations.may_be_called("Les Jardins de Drouot", NameKind.OWN)


def test_the_form_of_an_account_says_so(client: Client, resident: Person, agent: Person) -> None:
    confirm(by=agent, representative=asking(resident, "Les Jardins de Drouot"))
    told = {"name": "Les Jardins de Dr0uot", "name_kind": NameKind.PSEUDONYM, "language": "fr"}
    client.force_login(resident)
    answer = client.post("/fr/compte/", told)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["name"]
    assert Person.objects.get(pk=resident.pk).name == resident.name
