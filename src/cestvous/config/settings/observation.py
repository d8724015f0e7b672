"""Who may look on: monitoring, and where errors are reported."""

from cestvous.config.settings.environment import env
from cestvous.config.settings.security import BEHIND_PROXY

# Off unless set. On a port of its own: what is public never shows it.
METRICS_BIND = env.str("METRICS_BIND", default="")
# So long a server that was asked to stop still takes requests, while /readyz tells the proxy to send no more.
LEAVING_SECONDS = env.int("LEAVING_SECONDS", default=5 if BEHIND_PROXY else 0)
SENTRY_DSN = env.str("SENTRY_DSN", default="")
if SENTRY_DSN:
    # What nobody uses costs no memory.
    from cestvous.kernel import reports

    reports.begin(SENTRY_DSN, place=env.str("SENTRY_ENVIRONMENT", default="production"))
