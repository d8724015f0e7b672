"""The door of the command line."""

import os
import secrets
import sys

from django.core.management import ManagementUtility

from cestvous.commands.demo import environment


def main() -> None:
    """Run the command named on the command line; ``cestvous help`` lists them all."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cestvous.config.settings")
    sys.argv[0] = "cestvous"
    if sys.argv[1:2] == ["demo"]:
        environment.prepare(sys.argv[2:])
    if sys.argv[1:2] == ["verify"]:
        # Whoever checks a journal at home has no city, hence no key: this one is used for nothing.
        os.environ.setdefault("SECRET_KEY", secrets.token_hex())
    ManagementUtility(sys.argv).execute()
