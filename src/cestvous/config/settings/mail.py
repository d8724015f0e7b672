"""How mail leaves."""

from email.utils import formataddr

from cestvous.config.settings.city import CITY_CONTACT, SITE_NAME
from cestvous.config.settings.environment import env

vars().update(env.email("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", default=formataddr((SITE_NAME, CITY_CONTACT)))
