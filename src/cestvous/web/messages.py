"""What was just done, said once on the next page: in a cookie of this host alone, in the session if it is long."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class OwnCookie(CookieStorage):
    """The library calls its cookie the same everywhere; ours has a name that no other site of the city can set."""

    cookie_name = settings.MESSAGES_COOKIE_NAME


class Messages(FallbackStorage):
    storage_classes = (OwnCookie, SessionStorage)
