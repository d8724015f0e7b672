"""Those who are signed in: one through the real form, the others by sessions of the database."""

import urllib.parse
import urllib.request
from collections.abc import Iterable
from http.cookiejar import CookieJar
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import override

from cestvous.foundation.people.models import Person
from tools.bench.load import LoadFailed

# A form shows that it comes from our pages by saying what this cookie says.
TOKEN_LENGTH = 32


def signed_in_by_form(origin: str, email: str, password: str) -> str:
    """Sign in as anybody does; gives the cookies. Raises LoadFailed if the site does not let them in."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    with override("fr"):
        address = origin + reverse("account_login")
    opener.open(address, timeout=60).close()
    told = {"csrfmiddlewaretoken": _cookies(jar)[settings.CSRF_COOKIE_NAME], "login": email, "password": password}
    opener.open(address, urllib.parse.urlencode(told).encode(), timeout=60).close()
    cookies = _cookies(jar)
    if settings.SESSION_COOKIE_NAME not in cookies:
        raise LoadFailed(f"{email} could not sign in at {address}")
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def _cookies(jar: CookieJar) -> dict[str, str]:
    return {cookie.name: cookie.value or "" for cookie in jar}


def found(emails: Iterable[str]) -> list[Person]:
    """People by their addresses, in that order."""
    known = {person.email: person for person in Person.objects.filter(email__in=list(emails)).order_by("pk")}
    return [known[email] for email in emails]


class Session:
    """Somebody signed in, without the form: ``cookies`` as a browser sends them, ``token`` for its forms."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.token = get_random_string(TOKEN_LENGTH)
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={self.token}"
