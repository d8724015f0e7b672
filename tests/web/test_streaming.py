"""Downloads that are sent while they are written: whole or recognisably not, over the real server."""

import gc
import http.client
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from urllib.parse import urlsplit

import pytest
from django.db import OperationalError, connection
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from cestvous.activities.contributions.actions import comment, submit, withdraw
from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from cestvous.web import streaming
from cestvous.web.takeaway import batches
from tests.factories import a_contribution, activity, in_phase
from tests.machinery.clock import travel
from tests.machinery.services import listens, until
from tests.machinery.serving import web
from tests.web.browsing import page
from tests.web.test_takeaway import many_contributions

ENOUGH = 2_500  # contributions: far more than what sockets keep for somebody who does not read


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["tout.jsonl", "comments.csv"])
def test_what_is_said_after_a_download_began_is_not_in_it(
    client: Client, consultation: Consultation, resident: Person, neighbour: Person, monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(batches, "ROWS", 1)
    monkeypatch.setattr(streaming, "CHARACTERS", 1)
    consultation = in_phase(consultation, "consultation")
    first = a_contribution(resident, consultation)
    comment(by=neighbour, under=first, body="DIT-AVANT")
    travel(minutes=1)
    answer = client.get(f"{page('takeaway', consultation.number)}{name}")
    chunks = iter(answer)
    content = next(chunks)
    travel(minutes=1)
    late = submit(by=neighbour, to=activity(consultation, "contributions"), title="DIT-APRÈS", body="DIT-APRÈS")
    comment(by=resident, under=late, body="DIT-APRÈS")
    told = (content + b"".join(chunks)).decode()
    assert "DIT-AVANT" in told
    assert "DIT-APRÈS" not in told


@pytest.mark.django_db
def test_words_taken_back_meanwhile_do_not_leave(
    client: Client, consultation: Consultation, resident: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "CHARACTERS", 1)
    consultation = in_phase(consultation, "consultation")
    a_contribution(resident, consultation, "REPRIS")
    chunks = iter(client.get(page("takeaway_whole", consultation.number)))
    begun = next(chunks)
    withdraw(by=resident, contribution=Contribution.objects.select_related("activity__consultation").get())
    assert b"REPRIS" not in begun + b"".join(chunks)


def test_a_fault_while_lines_are_made_is_not_the_end_of_the_file() -> None:
    def broken() -> Iterator[str]:
        yield "one\n"
        raise OperationalError("the database is away")

    answer = streaming.streamed(RequestFactory().get("/"), broken(), "text/csv", "table.csv")
    with pytest.raises(OperationalError):
        b"".join(answer)


@pytest.mark.django_db
def test_a_few_who_never_read_on_leave_threads_to_those_who_read_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "PLACES", BoundedSemaphore(streaming.MOST_AT_ONCE))

    def ask() -> HttpResponseBase:
        return streaming.streamed(RequestFactory().get("/fr/"), iter(["one\n"]), "text/csv", "table.csv")

    sent = [ask() for _reader in range(streaming.MOST_AT_ONCE)]
    assert {answer.status_code for answer in sent} == {200}
    busy = ask()
    assert (busy.status_code, busy["Retry-After"], "Content-Disposition" in busy) == (503, "5", False)
    assert "D'autres fichiers sont en cours de téléchargement" in busy.content.decode()  # type: ignore[attr-defined]
    head = streaming.streamed(RequestFactory().head("/fr/"), iter(["one\n"]), "text/csv", "table.csv")
    assert (head.status_code, b"".join(head)) == (200, b""), "nothing is sent to who asks for a head"
    # One reads to the end, or hangs up.
    sent[0].close()
    sent[0].close()
    sent[0] = ask()
    assert b"".join(sent[0]) == b"one\n"
    assert ask().status_code == 503
    # Of one that nobody gave back, Python says when it is gone.
    sent.clear()
    gc.collect()
    assert [ask().status_code for _reader in range(streaming.MOST_AT_ONCE)] == [200] * streaming.MOST_AT_ONCE


# --- Over a socket ----------------------------------------------------------------------------------------------------
@contextmanager
def _asked(site: str, path: str) -> Iterator[http.client.HTTPResponse]:
    """The head of an answer, of which nobody reads on yet."""
    server = urlsplit(site)
    asking = http.client.HTTPConnection(str(server.hostname), server.port, timeout=60)
    asking.sock = socket.socket()
    asking.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)
    asking.sock.connect((server.hostname, server.port))
    try:
        asking.request("GET", path)
        yield asking.getresponse()
    finally:
        asking.close()


OTHERS = "datname = current_database() AND pid <> pg_backend_pid()"


def _one_row(statement: str) -> tuple[bool]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row: tuple[bool] = cursor.fetchone()
    return row


def _until_it_waits_for_us() -> None:
    """The server has asked the database for nothing for a while: what it has written has nowhere to go."""
    idle = "state = 'idle' AND clock_timestamp() - state_change > '1 s'"
    asked = f"SELECT bool_and({idle}) FROM pg_stat_activity WHERE {OTHERS}"
    until(lambda: _one_row(asked)[0], "the server waits")


def _hang_up_on_everybody_else() -> None:
    _one_row(f"SELECT bool_and(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE {OTHERS}")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_download_whose_database_goes_away_is_cut_off(consultation: Consultation, tmp_path: Path) -> None:
    """It lacks its last chunk and its last line: neither a browser nor whoever opens the file takes it for whole."""
    many_contributions(consultation, 1, ENOUGH)
    service, site = web(tmp_path, workers=1, threads=2)
    try:
        until(lambda: listens(urlsplit(site).port or 0), "the server listens")
        whole = page("takeaway_whole", consultation.number)
        table = page("takeaway_table", consultation.number, "contributions")
        with _asked(site, whole) as answer:
            assert json.loads(answer.read().splitlines()[-1])["type"] == "end"
        with _asked(site, table) as answer:
            assert answer.read().splitlines()[-1].startswith(b"end,%d," % ENOUGH)
        for path in (whole, table):
            with _asked(site, path) as answer:
                begun = answer.read(1_000)
                _until_it_waits_for_us()
                _hang_up_on_everybody_else()
                with pytest.raises(http.client.IncompleteRead) as cut:
                    answer.read()
            kept = begun + cut.value.partial
            assert len(kept) > 100_000
            assert b"end" not in kept.splitlines()[-1][:20]
            with _asked(site, path) as answer:
                assert answer.read().splitlines()[-1].startswith((b"end,", b'{"type":"end"')), "it goes on by itself"
    finally:
        service.stop()
