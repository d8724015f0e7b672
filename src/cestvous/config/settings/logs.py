"""What is written down of what happens."""

from cestvous.config.settings.environment import env
from cestvous.kernel import logs

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOG_FORMAT = env.str("LOG_FORMAT", default="plain")
LOGGING = logs.configuration(LOG_FORMAT, LOG_LEVEL)
