"""The guides are walked, step by step, in the example city: what they show and name is still there."""

from collections.abc import Iterator

import pytest
from django.test.utils import override_settings
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from cestvous.commands.demo import building
from tests.city.example import thinned
from tests.city.standing import standing
from tests.machinery.clock import CLOCK
from tests.machinery.guided import ELSEWHERE, GUIDES, TYPED, plain, quoted
from tools.picturing import album, city
from tools.picturing.walking import Astray, Walker

# A whole city is built before the first step: more than any other test may take.
pytestmark = [pytest.mark.django_db, pytest.mark.journey, pytest.mark.matrix, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def walker(origin: str, browser: Browser, django_db_blocker: DjangoDbBlocker) -> Iterator[Walker]:
    """Somebody about to walk through the example city, of which every text stands."""
    with standing(django_db_blocker), override_settings(EXAMPLE_CITY=True):
        CLOCK.freeze(city.NOW)
        building.build(thinned(others=0), lambda words: None)
        found = Walker(browser, origin)
        yield found
        found.close()


def test_every_step_of_the_guides_still_works_and_every_button_they_name_is_there(walker: Walker) -> None:
    CLOCK.freeze(city.NOW)
    astray = []
    for walk in album.WALKS:
        try:
            walker.go(walk)
        except Astray as error:
            astray.append(f"{album.title(walk)}: {error}")
    assert astray == []
    said = {plain(words) for words in walker.said} | TYPED
    assert not ELSEWHERE & said, "a walk passes it after all"
    missing = {file.name: sorted(quoted(file) - said - ELSEWHERE) for file in GUIDES}
    assert missing == {file.name: [] for file in GUIDES}
