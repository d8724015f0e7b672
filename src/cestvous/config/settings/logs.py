"""What is written down of what happens."""

from cestvous.config.settings.environment import env
from cestvous.config.settings.security import DEBUG
from cestvous.kernel import logs

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOG_FORMAT = env.str("LOG_FORMAT", default="plain")
LOGGING = logs.configuration(LOG_FORMAT, LOG_LEVEL)
if DEBUG:
    # Who works on it, with people they have invented, wants to read what an error says.
    LOGGING["formatters"]["ours"] = {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
