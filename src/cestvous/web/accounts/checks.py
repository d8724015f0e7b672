"""Checks of what a city sets: links in mails lead to this site; nobody signs with the key that everybody can read."""

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


def a_key_of_its_own(**_: Any) -> list[CheckMessage]:
    """An error if SECRET_KEY is still the one of the example: whoever has read it signs in as anybody."""
    if not settings.SECRET_KEY.startswith("change-me"):
        return []
    return [
        Error(
            "SECRET_KEY is the one of the example: everybody can read it.",
            hint='python3 -c "import secrets; print(secrets.token_urlsafe(60))" makes one.',
            id="web.E004",
        )
    ]
