"""However many ask for documents at once, one is drawn at a time, and pages are read meanwhile."""

import logging
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event

import pytest
from django.core.cache import caches
from django.test import Client

from cestvous.activities.contributions.models import Contribution
from cestvous.web.documents import turns
from cestvous.web.documents.turns import MOST_WAITING, Busy, Turns, drawn
from tests.factories import a_published_synthesis, in_phase
from tests.machinery.services import PATIENCE
from tests.web.browsing import page

TWENTY = 20


class Drawing:
    """A document that takes until it is allowed to end."""

    def __init__(self) -> None:
        self.begun, self.may_end, self.under_way, self.most, self.times = Event(), Event(), 0, 0, 0

    def __call__(self) -> bytes:
        self.times += 1
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        self.begun.set()
        assert self.may_end.wait(PATIENCE)
        self.under_way -= 1
        return b"drawn"


@pytest.fixture(autouse=True)
def _nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    caches["documents"].clear()
    monkeypatch.setattr(turns, "TURNS", Turns(MOST_WAITING, PATIENCE))
    yield
    caches["documents"].clear()


def twenty_ask(drawing: Drawing, *, for_the_same: bool) -> list[Future[bytes]]:
    with ThreadPoolExecutor(TWENTY) as threads:
        asked = [threads.submit(drawn, "one" if for_the_same else str(n), drawing) for n in range(TWENTY)]
        assert drawing.begun.wait(PATIENCE)
        # All but the one who draws and the one who waits have been told: nobody's thread is kept.
        told = TWENTY - 1 - MOST_WAITING
        while len([each for each in asked if each.done()]) < told:
            wait([each for each in asked if not each.done()], PATIENCE, return_when="FIRST_COMPLETED")
        drawing.may_end.set()
    return asked


@pytest.mark.parametrize("for_the_same", [True, False])
def test_twenty_who_ask_at_once_have_one_document_drawn_at_a_time(for_the_same: bool) -> None:
    drawing = Drawing()
    asked = twenty_ask(drawing, for_the_same=for_the_same)
    assert drawing.most == 1
    assert drawing.times == (1 if for_the_same else 1 + MOST_WAITING)
    assert sum(isinstance(each.exception(), Busy) for each in asked) == TWENTY - 1 - MOST_WAITING
    assert {each.result() for each in asked if each.exception() is None} == {b"drawn"}


def test_nobody_waits_for_long() -> None:
    patient = Turns(MOST_WAITING, seconds=0.05)
    with patient.taken(), ThreadPoolExecutor(1) as other:

        def take() -> None:
            with patient.taken():
                raise AssertionError("another one is drawing")

        assert isinstance(other.submit(take).exception(), Busy)
    with patient.taken():
        pass


def test_a_document_that_can_not_be_drawn_leaves_its_turn_to_the_next() -> None:
    def fail() -> bytes:
        raise ValueError("it can't be drawn")

    for _attempt in range(MOST_WAITING + 2):
        with pytest.raises(ValueError, match="drawn"):
            drawn("one", fail)
    assert drawn("one", lambda: b"drawn") == b"drawn"


@pytest.mark.django_db
def test_who_is_not_served_is_told_when_to_come_back_and_is_served_then(
    client: Client, contribution: Contribution, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    consultation = contribution.activity.consultation
    a_published_synthesis(in_phase(consultation, "synthesis"))
    monkeypatch.setattr(turns, "TURNS", Turns(0, PATIENCE))
    address = page("synthesis_file", consultation.number, "docx")
    with turns.TURNS.taken():
        busy = client.get(address)
        assert client.head(address).status_code == 200, "nothing is drawn for a head"
    # Strangers who ask for much are no fault of ours.
    assert not [told for told in caplog.records if told.levelno > logging.INFO]
    assert (busy.status_code, busy["Retry-After"], busy["Content-Type"]) == (503, "5", "text/html; charset=utf-8")
    assert "no-store" in busy["Cache-Control"]
    assert "ETag" not in busy
    assert "Content-Disposition" not in busy
    assert "Les documents sont faits l'un après l'autre" in busy.content.decode()
    assert client.get(address).status_code == 200
