"""The door of the command line."""

import os
import sys

from django.core.management import ManagementUtility


def main() -> None:
    """Run the command named on the command line; ``cestvous help`` lists them all."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cestvous.config.settings")
    sys.argv[0] = "cestvous"
    ManagementUtility(sys.argv).execute()
