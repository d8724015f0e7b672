"""What a first visit weighs, files compressed as they are served, pages as they are sent."""

import gzip
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Response
from pytest_django import DjangoDbBlocker

from tests.city.people import move_in
from tests.city.scene import Scene
from tests.city.standing import standing
from tests.journeys.browsing import at_a_browser
from tests.machinery.clock import CLOCK, MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.journey, pytest.mark.matrix]
KILOBYTE = 1_000
PAGE, SCRIPT = 100 * KILOBYTE, 30 * KILOBYTE
# Compressed by nature: compressing them again gains nothing.
_AS_THEY_ARE = ("font/", "image/png", "image/jpeg", "image/webp", "application/font")


@pytest.fixture(scope="module")
def scene(origin: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with standing(django_db_blocker):
        built = Scene(move_in(crowd=20), 20)
        built.presentation()
        built.voices()
        built.debate()
        CLOCK.freeze(MONDAY)
        yield built


def _weight(answer: Response) -> int:
    body = answer.body()
    kind = answer.headers.get("content-type", "")
    return len(body) if kind.startswith(_AS_THEY_ARE) else len(gzip.compress(body, 6))


def _is_joined(answer: Response) -> bool:
    """Pictures of the content weigh what they must."""
    return "/fichiers/" in answer.url


@pytest.mark.parametrize("where", ["/fr/", "/fr/consultations/", "consultation", "contributions/", "synthese/"])
def test_a_first_visit_is_light(where: str, scene: Scene, origin: str, browser: Browser) -> None:
    CLOCK.freeze(MONDAY)
    received: list[Response] = []
    with at_a_browser(browser, origin) as visitor:
        visitor.page.on("response", lambda answer: received.append(answer))
        state = scene.numbers["debate" if where == "synthese/" else "voices"]
        place = {"consultation": f"/fr/consultations/{state}-{scene.slug('voices')}/"}
        visitor.go(place.get(where, where if where.startswith("/") else f"/fr/consultations/{state}/{where}"))
        visitor.page.wait_for_load_state("networkidle")
        weights = {answer.url: _weight(answer) for answer in received if answer.status < 300 and not _is_joined(answer)}
        scripts = sum(weight for url, weight in weights.items() if url.split("?")[0].endswith(".js"))
    assert sum(weights.values()) <= PAGE, weights
    assert scripts <= SCRIPT, weights
