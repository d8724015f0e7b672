"""The city: its name, its colours, who answers for it."""

from cestvous.config.settings.environment import env

CITY_NAME = env.str("CITY_NAME", default="Mulhouse")
SITE_NAME = env.str("SITE_NAME", default=f"{CITY_NAME}, c'est vous")
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
CITY_LOGO = env.str("CITY_LOGO", default="")
CITY_ACCENT = env.str("CITY_ACCENT", default="")
CITY_ACCENT_DARK = env.str("CITY_ACCENT_DARK", default="")
CITY_PAPER = env.str("CITY_PAPER", default="")
CITY_CONTACT = env.str("CITY_CONTACT", default="participation@exemple.test")
# For the legal notice: who answers for what is published, and whose machines serve it.
CITY_PUBLISHER = env.str("CITY_PUBLISHER", default="")
CITY_HOST = env.str("CITY_HOST", default="")
# Whom to tell of a fault in the site's security; shown at /.well-known/security.txt.
SECURITY_CONTACT = env.list("SECURITY_CONTACT", default=[])
SECURITY_POLICY = env.str("SECURITY_POLICY", default="")
# How the data protection officer is reached: an address, or a page. The contact above answers where there is none.
CITY_DPO = env.str("CITY_DPO", default="")
# No backup older than this is kept: what is erased is gone from there, too, after so many days.
BACKUP_DAYS = env.int("BACKUP_DAYS", default=30)
# An example city says so on every page and offers its people to sign in as. Never set it in a real one.
EXAMPLE_CITY = env.bool("EXAMPLE_CITY", default=False)
