"""Two servers of one city keep visitors' pages, each for itself: what is written through one is seen at the other."""

import http.client
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.keeping.memory import UNASKED_SECONDS
from cestvous.web.requests import HAS_WRITTEN
from tests.factories import a_contribution, living_now
from tests.machinery.serving import Visitor, ready, web
from tests.web.browsing import page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
WORDS = "Deux tilleuls pour la place"


@pytest.fixture
def sites(transactional_db: None, tmp_path: Path) -> Iterator[list[str]]:
    running = [web(tmp_path / str(number), workers=1) for number in (1, 2)]
    try:
        for service, site in running:
            ready(service, site)
        yield [site for _service, site in running]
    finally:
        for service, _site in running:
            service.stop()


def read(site: str, path: str, **headers: str) -> tuple[int, str, str]:
    """Status, validator and words that a visitor gets from this server."""
    server = urlsplit(site)
    connection = http.client.HTTPConnection(str(server.hostname), server.port, timeout=30)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.getheader("ETag") or "", answer.read().decode()
    finally:
        connection.close()


def test_what_is_written_at_one_server_is_seen_at_the_other(
    sites: list[str], consultation: Consultation, resident: Person, neighbour: Person
) -> None:
    now_open = living_now(consultation, "consultation")
    a_contribution(resident, now_open)
    contributions = page("contributions", now_open.number)
    kept = [read(site, contributions) for site in sites]
    assert {status for status, _validator, _words in kept} == {200}
    assert len({validator for _status, validator, _words in kept}) == 1, "the page is the same wherever it is drawn"
    assert {read(site, contributions, If_None_Match=kept[0][1])[0] for site in sites} == {304}

    form = {"title": WORDS, "body": "Il fait chaud.", "language": "fr", "stays_after_erasure": "stay"}
    written = Visitor.signed_in(neighbour).ask(sites[0], page("contribute", now_open.number), form)
    assert written.status == 302
    # Who has just written, and has signed out since: at the other server, at once.
    cookie = SimpleCookie(written.headers["set-cookie"])
    assert HAS_WRITTEN in cookie
    just_written = f"{HAS_WRITTEN}={cookie[HAS_WRITTEN].value}"
    assert all(WORDS in read(site, contributions, Cookie=just_written)[2] for site in sites)
    # Anybody else, a second later at most, whatever page they hold.
    time.sleep(UNASKED_SECONDS)
    for site in sites:
        status, validator, words = read(site, contributions, If_None_Match=kept[0][1])
        assert (status, WORDS in words) == (200, True)
        assert validator != kept[0][1]
