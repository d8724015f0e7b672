"""No votes table without a unique constraint: the database itself refuses a second position, endorsement or answer."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Model, UniqueConstraint

from cestvous.activities.contributions import actions
from cestvous.activities.contributions.models import Contribution, Position, Stance
from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.discussions.models import Endorsement
from cestvous.foundation.people.models import Person
from tests.factories import a_comment

pytestmark = pytest.mark.django_db
# What counts a person once, by the columns that say which person and about what.
ONCE = {
    "contributions.Position": {"contribution", "author"},
    "discussions.Endorsement": {"comment", "author"},
    "authors.Author": {"person"},
    "drafts.Draft": {"author", "place"},
}


def _unique(model: type[Model]) -> list[set[str]]:
    unique = (one for one in model._meta.constraints if isinstance(one, UniqueConstraint) and one.condition is None)
    constraints = [set(one.fields) for one in unique]
    columns = [{column.name} for column in model._meta.fields if column.unique]
    return constraints + columns


@pytest.mark.parametrize("label", ONCE)
def test_what_counts_a_person_once_is_held_by_the_database(label: str) -> None:
    assert ONCE[label] in _unique(apps.get_model(label))


def _doubled(row: Model) -> None:
    row.pk, row._state.adding = None, True
    with transaction.atomic():
        row.save()


def test_a_second_position_does_not_enter_the_database(contribution: Contribution, neighbour: Person) -> None:
    actions.take_position(by=neighbour, contribution=contribution, stance=Stance.FOR, reason="")
    row = Position.objects.get(author=author_of(neighbour))
    row.stance = Stance.AGAINST
    with pytest.raises(IntegrityError):
        _doubled(row)


def test_nor_does_a_second_endorsement(contribution: Contribution, other_resident: Person, neighbour: Person) -> None:
    comment = a_comment(other_resident, contribution)
    actions.endorse(by=neighbour, under=contribution, comment=comment)
    with pytest.raises(IntegrityError):
        _doubled(Endorsement.objects.get(comment=comment))
