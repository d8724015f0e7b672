"""Files in a bucket of S3-compatible storage that is nobody's but ours: pages ask who may see them, and send them."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from cestvous.kernel.databases.absence import Away

# A request may wait for eight seconds in all.
CONNECTED_WITHIN, ANSWERS_WITHIN, ATTEMPTS = 1, 3, 2
# Larger files wait on disk, not in memory, to be sent.
IN_MEMORY = 1_000_000


class StorageAway(Away):
    """The storage does not answer, or says that it can't now."""


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except BotoCoreError as error:
        raise StorageAway(type(error).__name__) from error
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
            raise StorageAway(str(status)) from error
        raise


class PrivateBucket(S3Storage):  # type: ignore[misc]  # comes without types
    """What is stored gets no right but those of its bucket; names are never given twice."""

    def url(self, *_told: Any, **_asked: Any) -> str:
        """None: pages ask who may see a file, and send it."""
        return ""

    def get_default_settings(self) -> dict[str, Any]:
        ours = {
            "file_overwrite": False,
            "max_memory_size": IN_MEMORY,
            "transfer_config": TransferConfig(use_threads=False),
            "client_config": Config(
                connect_timeout=CONNECTED_WITHIN,
                read_timeout=ANSWERS_WITHIN,
                retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
                # Storage of others than Amazon knows a bucket by path, and not every kind of checksum.
                s3={"addressing_style": "path"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        }
        return {**super().get_default_settings(), **ours}

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        """Fetched at once: what fails does so before a page has begun to be sent. FileNotFoundError if not there."""
        with _answering():
            found: File[bytes] = super()._open(name, mode)
            found.open(mode)
        return found

    def _save(self, name: str, content: "File[bytes]") -> str:
        with _answering():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with _answering():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _answering():
            return bool(super().exists(name))
