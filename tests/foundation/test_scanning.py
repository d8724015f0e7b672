"""Viruses: a real scanner is asked before anything is shown; while it is away, what came waits and nothing is lost."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import Settings

from cestvous.foundation.files.actions import receive, scan_waiting, scanning
from cestvous.foundation.files.models import File
from cestvous.foundation.journal.models import Event
from cestvous.foundation.people.models import Person
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.files.address import address_of
from cestvous.web.files.shown import shown_of
from tests.factories.files import PDF, a_file_of, a_received_file, an_upload, picture_bytes
from tests.machinery.clamd import EICAR, clamd
from tests.web.browsing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with clamd(tmp_path_factory.mktemp("clamd")) as address:
        yield address


@pytest.fixture(autouse=True)
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test learns from another that a scanner is away."""
    monkeypatch.setattr(scanning, "_left_alone_until", 0.0)


def back(settings: Settings, address: str) -> None:
    settings.CLAMAV_ADDRESS = address
    scanning._left_alone_until = 0.0


def test_a_clean_file_is_shown_at_once(resident: Person, scanner: str, settings: Settings) -> None:
    settings.CLAMAV_ADDRESS = scanner
    assert not a_received_file(resident).waits_for_scan
    assert not a_received_file(resident, "vue.png", picture_bytes("PNG", (900, 900))).waits_for_scan
    large = b"a" * 19_000_000
    assert not receive(by=resident, upload=an_upload("long.txt", large)).waits_for_scan


def test_an_infected_file_is_refused_and_nothing_of_it_is_kept(
    resident: Person, scanner: str, settings: Settings
) -> None:
    settings.CLAMAV_ADDRESS = scanner
    with pytest.raises(Refused) as refused:
        receive(by=resident, upload=an_upload("note.txt", b"Bonjour. " + EICAR))
    assert "note.txt" in refused.value.verdict.reason
    assert refused.value.verdict.remedy
    assert not File.objects.exists()


def test_where_no_scanner_is_set_none_is_asked(resident: Person) -> None:
    assert not receive(by=resident, upload=an_upload("note.txt", EICAR)).waits_for_scan


@pytest.fixture
def away(settings: Settings, tmp_path: Path) -> None:
    settings.CLAMAV_ADDRESS = str(tmp_path / "nobody.ctl")


@pytest.mark.usefixtures("away")
def test_while_the_scanner_is_away_a_file_is_kept_and_sent_to_nobody(
    client: Client, consultation: Consultation, agent: Person
) -> None:
    file = a_file_of(consultation, agent)
    for browser in (client, signed_in(agent)):
        assert browser.get(address_of(file)).status_code == 404
    assert file.owner is not None
    seen = shown_of(file.owner)
    assert not seen.documents
    assert "Le plan" in seen.waiting[0]
    assert scan_waiting() == 0
    with file.stored.open("rb") as kept:
        assert kept.read() == PDF


@pytest.mark.usefixtures("away")
def test_once_the_scanner_is_back_what_waited_is_shown(
    client: Client, consultation: Consultation, agent: Person, scanner: str, settings: Settings
) -> None:
    file = a_file_of(consultation, agent)
    back(settings, scanner)
    assert scan_waiting() == 1
    assert client.get(address_of(file)).getvalue() == PDF
    assert Event.objects.filter(kind="files.cleared", facts__file=file.identifier).count() == 1
    assert scan_waiting() == 0


@pytest.mark.usefixtures("away")
def test_what_waited_and_is_infected_is_taken_away_with_a_statement(
    client: Client,
    consultation: Consultation,
    agent: Person,
    scanner: str,
    settings: Settings,
    django_capture_on_commit_callbacks: object,
) -> None:
    file = a_file_of(consultation, agent, "note.txt", EICAR)
    name = str(file.stored.name)
    back(settings, scanner)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture without types
        assert scan_waiting() == 1
    assert client.get(address_of(file)).status_code == 404
    assert file.owner is not None
    assert len(shown_of(file.owner).gone) == 1
    assert Event.objects.filter(kind="files.infected", facts__file=file.identifier).count() == 1
    assert not default_storage.exists(name)


@pytest.mark.usefixtures("away")
def test_what_was_only_received_and_is_infected_goes_without_a_word(
    resident: Person, scanner: str, settings: Settings
) -> None:
    a_received_file(resident, "note.txt", EICAR)
    back(settings, scanner)
    assert scan_waiting() == 1
    assert not File.objects.received_from(resident).exists()
    assert not Event.objects.filter(kind__startswith="files.").exists()


@pytest.mark.usefixtures("away")
def test_a_city_that_gives_its_scanner_up_shows_what_waited(resident: Person, settings: Settings) -> None:
    a_received_file(resident)
    back(settings, "")
    assert scan_waiting() == 1


def test_a_scanner_that_does_not_answer_is_waited_for_once(
    resident: Person, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "ANSWERS_WITHIN", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CLAMAV_ADDRESS = f"127.0.0.1:{silent.getsockname()[1]}"
        assert scanning.scan(PDF, within=0.2) is scanning.Scan.UNKNOWN
        silent.close()
        assert a_received_file(resident).waits_for_scan
    assert scanning._left_alone_until > 0


@pytest.mark.parametrize("said", [b"stream: Bonjour\n", b"", b"INSTREAM size limit exceeded. ERROR\n", b"\xff\n"])
def test_a_scanner_that_says_something_else_has_not_said_that_a_file_is_clean(
    settings: Settings, said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(self: object) -> str:
        return said.decode().strip()

    settings.CLAMAV_ADDRESS = "127.0.0.1:9"
    monkeypatch.setattr(
        "clamav_client.clamd.ClamdNetworkSocket._init_socket", lambda self: setattr(self, "clamd_socket", _Mute())
    )
    monkeypatch.setattr("clamav_client.clamd.ClamdNetworkSocket._recv_response", answer)
    assert scanning.scan(PDF) is scanning.Scan.UNKNOWN


class _Mute:
    """A socket that takes everything."""

    def sendall(self, sent: bytes) -> None:
        assert sent

    def close(self) -> None:
        """Nothing is held."""
