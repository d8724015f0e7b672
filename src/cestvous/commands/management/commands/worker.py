"""``cestvous worker``: what must happen even when nobody looks."""

import logging
from argparse import ArgumentParser
from collections.abc import Callable

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils.translation import gettext as _

from cestvous.commands import watching
from cestvous.commands.stopping import Stop
from cestvous.foundation.files.tasks import purge
from cestvous.foundation.journal.actions import seal
from cestvous.procedure.consultations.actions import settle_all_due

logger = logging.getLogger(__name__)
EVERY_SECONDS = 1
# After a failure the worker waits, longer each time, and goes on.
LONGEST_WAIT_SECONDS = 30

# Several workers may run: phases are entered under a lock, sealers take turns.
ROUND: tuple[tuple[str, Callable[[], int]], ...] = (
    ("entering the phases that are due", settle_all_due),
    ("sealing the public register", seal),
    ("throwing away files that nothing shows", purge),
)


class Command(BaseCommand):
    help = "Enters phases on time and seals the public register, every second, until SIGTERM or Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="do what is due now, then stop (exit code 1 if it failed)"
        )

    def handle(self, *args: object, once: bool, **options: object) -> None:
        if once:
            if not one_round():
                raise SystemExit(1)
            return
        stop = Stop()
        failures = 0
        watching.begin()
        logger.info(_("The worker has started."))
        while not stop.asked:
            close_old_connections()
            failures = 0 if one_round() else failures + 1
            watching.round_ended(well=not failures)
            stop.wait(min(EVERY_SECONDS * 2**failures, LONGEST_WAIT_SECONDS))
        logger.info(_("The worker has stopped."))


def one_round() -> bool:
    """Do all that is due. What fails is logged and doesn't keep the rest from being done; False if anything did."""
    done = True
    for what, work in ROUND:
        try:
            watching.DONE.labels(work.__name__).inc(work())
        except (OperationalError, InterfaceError) as error:
            done = False
            watching.FAILED.labels(work.__name__).inc()
            logger.warning("The database does not answer (%s): %s", what, error)
            if not connection.in_atomic_block:
                connection.close()
        except Exception:  # whatever it is: the rest is done, and the next round tries again
            done = False
            watching.FAILED.labels(work.__name__).inc()
            logger.exception("The worker failed while %s.", what)
    return done
