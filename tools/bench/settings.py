"""The settings of a city, and the address of the bare page."""

from cestvous.config.settings import *  # noqa: F403

ROOT_URLCONF = "tools.bench.urls"
