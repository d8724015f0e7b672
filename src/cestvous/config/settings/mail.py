"""How mail leaves."""

from email.utils import formataddr

from cestvous.config.settings.city import CITY_CONTACT, SITE_NAME
from cestvous.config.settings.environment import env

vars().update(env.email("EMAIL_URL", default="consolemail://"))
# A form waits for no mail server: letters are written with the act, and the worker sends them by MAIL_TRANSPORT.
MAIL_TRANSPORT: str = vars()["EMAIL_BACKEND"]
EMAIL_BACKEND = "cestvous.foundation.outbox.actions.Outbox"
# For each answer of the server; all of them together stay below the time for which a worker holds a letter.
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", default=formataddr((SITE_NAME, CITY_CONTACT)))
