"""Languages and time."""

from cestvous.config.settings.environment import PACKAGE, env

LANGUAGE_CODE = "fr"
# Those of the screens, each by the name it gives itself. English is what the code says: it has no catalogue to fill.
LANGUAGES = [("fr", "Français"), ("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Paris")
