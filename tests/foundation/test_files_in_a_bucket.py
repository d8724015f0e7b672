"""Files on S3-compatible storage: kept, sent by our own pages to those who may see them, and thrown away."""

import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any
from urllib.error import HTTPError

import boto3
import pytest
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import Settings

from cestvous.foundation.files.actions import drop, sweep
from cestvous.foundation.files.models import File
from cestvous.foundation.people.models import Person
from cestvous.kernel.storage import StorageAway
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.files.address import address_of
from tests.factories.files import PDF, a_file_of, a_received_file
from tests.machinery.services import Service, free_port, listens, until

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]
BUCKET, KEY, SECRET = "citoyens", "cestvous", "only-for-tests"


@contextmanager
def _client(address: str) -> Iterator[Any]:
    keys = {"aws_access_key_id": KEY, "aws_secret_access_key": SECRET}
    with closing(boto3.client("s3", endpoint_url=address, region_name="fr-par", **keys)) as client:
        yield client


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A storage server of this machine, with an empty bucket that is nobody's else; its address."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(port)]
    running = Service("s3", lambda: command, folder=tmp_path_factory.mktemp("s3")).start()
    until(lambda: listens(port), "the storage answers")
    address = f"http://127.0.0.1:{port}"
    with _client(address) as client:
        where = {"LocationConstraint": "fr-par"}
        client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=where, ACL="private")
    yield address
    running.stop()


def _bucket(settings: Settings, address: str) -> None:
    options = {"bucket_name": BUCKET, "endpoint_url": address, "region_name": "fr-par", "location": "ville"}
    backend = {"BACKEND": "cestvous.kernel.storage.PrivateBucket"}
    keys = {"access_key": KEY, "secret_key": SECRET}
    settings.STORAGES = {**settings.STORAGES, "default": {**backend, "OPTIONS": {**options, **keys}}}


@pytest.fixture
def bucket(server: str, settings: Settings) -> Iterator[str]:
    _bucket(settings, server)
    yield server
    _let_go()


def _let_go() -> None:
    """Close the connections that the storage keeps for the next file."""
    bucket: Any = default_storage
    bucket.connection.meta.client.close()


def _sent(client: Client, file: File) -> tuple[int, bytes]:
    answer = client.get(address_of(file))
    return answer.status_code, b"".join(answer) if answer.streaming else b""


def test_a_file_is_sent_to_those_who_see_what_shows_it(
    bucket: str, client: Client, consultation: Consultation, agent: Person
) -> None:
    file = a_file_of(consultation, agent)
    assert default_storage.exists(str(file.stored.name))
    assert _sent(client, file) == (200, PDF)
    Consultation.objects.filter(pk=consultation.pk).update(state="draft")
    assert _sent(client, file) == (404, b"")


def test_nobody_gets_it_past_us(bucket: str, resident: Person) -> None:
    """moto judges no signatures; that nothing makes an object public is ours to see to."""
    file = a_received_file(resident)
    with _client(bucket) as client:
        grants = client.get_object_acl(Bucket=BUCKET, Key=f"ville/{file.stored.name}")["Grants"]
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]
    with pytest.raises(HTTPError) as refused:
        urllib.request.urlopen(f"{bucket}/{BUCKET}/ville/{file.stored.name}")
    refused.value.close()
    assert refused.value.code == 403


def test_what_is_thrown_away_is_gone(bucket: str, resident: Person) -> None:
    file = a_received_file(resident)
    drop(by=resident, file=file)
    assert sweep() == 1
    assert not default_storage.exists(str(file.stored.name))
    with pytest.raises(FileNotFoundError):
        default_storage.open(str(file.stored.name))
    default_storage.delete(str(file.stored.name))


def test_names_are_never_given_twice(bucket: str, resident: Person) -> None:
    file = a_received_file(resident)
    assert default_storage.get_available_name(str(file.stored.name)) != file.stored.name


def test_a_storage_that_is_away_is_a_page_that_says_when_to_come_back(
    bucket: str, client: Client, consultation: Consultation, agent: Person, settings: Settings
) -> None:
    file = a_file_of(consultation, agent)
    _let_go()
    _bucket(settings, f"http://127.0.0.1:{free_port()}")
    answer = client.get(address_of(file))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    with pytest.raises(StorageAway):
        a_received_file(agent)
    assert File.objects.count() == 1
