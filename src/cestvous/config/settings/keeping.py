"""Pages kept for visitors."""

from cestvous.config.settings.environment import env

# Off, every page is drawn anew: for whoever measures drawing, or looks for a fault.
KEEP_PAGES = env.bool("KEEP_PAGES", default=True)
