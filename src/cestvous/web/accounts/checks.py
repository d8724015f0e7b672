"""The check that links in mails lead to this site, made when the site starts."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.http.request import validate_host


def links_in_mails(**_: Any) -> list[CheckMessage]:
    """An error if SITE_URL is no address at which this site answers."""
    address = urlsplit(settings.SITE_URL)
    host = f"[{address.hostname}]" if ":" in (address.hostname or "") else address.hostname or ""
    if address.scheme in {"http", "https"} and validate_host(host, settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            f"SITE_URL is {settings.SITE_URL!r}, which is no address of this site.",
            hint="Write https:// and one of ALLOWED_HOSTS: links in mails lead there.",
            id="web.E003",
        )
    ]
