"""The whole story in a real browser: from a draft to a reported milestone, and from there back to the first words."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from cestvous.foundation.mandates.models import Role
from cestvous.procedure.consultations.models import Theme
from tests.city.standing import standing
from tests.factories import a_neighbourhood, a_person, appointed
from tests.journeys import concluding_it
from tests.journeys.browsing import at_a_browser
from tests.journeys.living_it import Story, it_is
from tests.machinery.clock import TestClock

pytestmark = [pytest.mark.django_db, pytest.mark.journey]


@pytest.fixture
def swept(clock: TestClock, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with standing(django_db_blocker):
        cache.clear()
        yield


@pytest.mark.parametrize(
    "with_script", [True, pytest.param(False, marks=pytest.mark.matrix)], ids=["with scripts", "without scripts"]
)
def test_from_a_draft_to_a_milestone_and_back(
    with_script: bool, swept: None, origin: str, browser: Browser, mailoutbox: list[object], tmp_path: Path
) -> None:
    drouot = a_neighbourhood("Drouot", 5_100)
    Theme.objects.create(slug="espaces-publics", name="Espaces publics")
    nadia, claire = a_person("Nadia Weber"), a_person("Claire Muller")
    appointed(nadia, Role.AGENT, "chargée de participation")
    appointed(claire, Role.OFFICIAL, "adjointe à l'urbanisme")
    elif_kaya = a_person("Elif Kaya", neighbourhood=drouot)
    with ExitStack() as browsers:
        agent, official, resident, neighbour, visitor = (
            browsers.enter_context(at_a_browser(browser, origin, java_script_enabled=with_script)) for _ in range(5)
        )
        story = Story(agent, official, resident, neighbour, visitor, with_script)
        story.sign_in(agent, nadia)
        story.prepare()
        it_is("2026-03-03T10:00")
        story.read()
        story.sign_up()
        story.ask_and_reply()
        story.sign_in(neighbour, elif_kaya)
        story.contribute_and_edit()
        story.take_position()
        story.withdraw()
        concluding_it.write_synthesis(story)
        concluding_it.debate(story)
        story.sign_in(official, claire)
        concluding_it.decide(story)
        concluding_it.follow_up(story)
        concluding_it.the_way_back(story)
        concluding_it.the_record(story, tmp_path)
