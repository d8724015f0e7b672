"""Passwords: how they are kept, and which ones anybody would try."""

import re

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cestvous.foundation.people.models import Person
from cestvous.kernel.text import folded

# What has to be there beside words that anybody knows of this city and of oneself.
OF_ONE_S_OWN = 8
_SHORTEST_WORD = 3
_SITE = "participation consultation"


class Argon2(Argon2PasswordHasher):
    """At the cost that OWASP recommends: Django's own asks for 100 MB each time, times the threads of a server."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1


class WordsAnybodyTries:
    """Refuses a password of which little is left without the city's name, the site's and one's own."""

    def validate(self, password: str, user: Person | None = None) -> None:
        known = f"{settings.CITY_NAME} {settings.SITE_NAME} {_SITE}"
        if user is not None:
            known = f"{known} {user.email.partition('@')[0]} {user.name}"
        words = {word for word in re.split(r"[\W\d_]+", folded(known)) if len(word) >= _SHORTEST_WORD}
        left = folded(password)
        for word in sorted(words, key=len, reverse=True):
            left = left.replace(word, "")
        if left != folded(password) and len(re.sub(r"[\W_]+", "", left)) < OF_ONE_S_OWN:
            raise ValidationError(
                _("This is mostly a name that anybody would try: yours, the city's or the site's. Add other words."),
                code="words_anybody_tries",
            )

    def get_help_text(self) -> str:
        return _("More than your name, the city's or the site's.")
