"""Nobody passes for the city or for an official by letters that look like others or that nobody sees."""

import pytest
from django.contrib.auth.models import AnonymousUser

from cestvous.foundation.mandates.policy import may_be_called
from cestvous.foundation.people.models import NameKind, Person

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


@pytest.mark.parametrize("name", ["Ольга Петрова", "Ελένη", "Jean Petit", "می‌خواهم", "محمد", "Olga Петрова"])
def test_names_in_any_one_alphabet_are_names(name: str, official: Person) -> None:
    assert may_be_called(name, NameKind.PSEUDONYM, AnonymousUser())
