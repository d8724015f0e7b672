"""How mail leaves."""

from email.utils import formataddr

from django.core.exceptions import ImproperlyConfigured

from cestvous.config.settings.city import CITY_CONTACT, SITE_NAME
from cestvous.config.settings.environment import env


def mailbox(written: str) -> str:
    """A sender as mails need it: a name may hold a comma, which lines of an environment file can't put into quotes."""
    name, _sign, address = written.rpartition("<")
    address = address.strip().removesuffix(">")
    if not all(address.partition("@")) or " " in address or "," in address:
        raise ImproperlyConfigured(f"MAIL_FROM is {written!r}: write an address, or a name and <an address>.")
    return formataddr((name.strip().strip('"'), address))


vars().update(env.email("EMAIL_URL", default="consolemail://"))
# A form waits for no mail server: letters are written with the act, and the worker sends them by MAIL_TRANSPORT.
MAIL_TRANSPORT: str = vars()["EMAIL_BACKEND"]
EMAIL_BACKEND = "cestvous.foundation.outbox.actions.Outbox"
# For each answer of the server; all of them together stay below the time for which a worker holds a letter.
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = SERVER_EMAIL = mailbox(env.str("MAIL_FROM", default="") or formataddr((SITE_NAME, CITY_CONTACT)))
