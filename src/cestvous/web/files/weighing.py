"""What a form may weigh: judged before any of it is read."""

from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from cestvous.foundation.files.actions.receiving import MEGABYTE


class HeavyRequestHandler(FileUploadHandler):
    """Refuses a request whose files are more than anybody sends, before they fill a disk. Keeps nothing itself."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 — Django calls it by this name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        if content_length > settings.UPLOAD_MEGABYTES * MEGABYTE:
            raise RequestDataTooBig("these files are more than a form may weigh")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        """Nothing: the handlers after this one keep the file."""
