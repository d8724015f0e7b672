"""A city made in bulk is as its actions would have made it."""

from random import Random

import pytest

from cestvous.foundation.sources.models import Heard
from cestvous.kernel import clock
from tools.bench.seeding.checking import faults
from tools.bench.seeding.city import Founding
from tools.bench.seeding.shapes import SHAPES

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def test_what_is_made_in_bulk_is_counted_and_chained_as_if_it_had_been_done() -> None:
    city = Founding(SHAPES["tiny"], Random(1), clock.now()).build()
    assert not list(faults())
    # The check would see it: one count that is wrong, or one reference that leads nowhere.
    Heard.objects.filter(consultation=city.concluded, what=Heard.PEOPLE).update(count=3)
    assert list(faults()) == [f"consultation {city.concluded}: heard people"]
