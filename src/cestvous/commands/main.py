"""The door of the command line."""

import os
import secrets
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility
from django.db import OperationalError, ProgrammingError

from cestvous.commands.demo import environment
from cestvous.kernel import logs


def main() -> None:
    """Run the command named on the command line; ``cestvous help`` lists them all."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cestvous.config.settings")
    sys.argv[0] = "cestvous"
    if sys.argv[1:2] == ["demo"]:
        environment.prepare(sys.argv[2:])
    if not sys.argv[1:] or sys.argv[1] in {"verify", "help", "--help", "-h"}:
        # Whoever checks a journal at home, or asks what there is, has no city, hence no key: this one serves nothing.
        os.environ.setdefault("SECRET_KEY", secrets.token_hex())
    try:
        ManagementUtility(sys.argv).execute()
    except ImproperlyConfigured as error:
        # Whoever sets it wants to read what is missing, not where we noticed.
        sys.exit(f"cestvous: {error}\ndocs/settings.md lists every setting.")
    except (OperationalError, ProgrammingError) as error:
        # It is away, or full, or holds no tables yet: where we noticed helps nobody who did not ask.
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"cestvous: {logs.told(error)}")
    except Exception as error:
        # Where it went wrong, without the values that were in hand: what a service prints is kept in a log.
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"cestvous: {logs.told_with_places(error)}")
