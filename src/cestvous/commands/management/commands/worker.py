"""``cestvous worker``: what must happen even when nobody looks."""

import logging
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from threading import Thread

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections, connection, connections
from django.utils.translation import gettext as _

from cestvous.commands import watching
from cestvous.commands.stopping import Stop
from cestvous.foundation.files.tasks import purge
from cestvous.foundation.journal.actions import seal_what_waits
from cestvous.foundation.outbox.tasks import MailServerAway, send_letters
from cestvous.institutions.privacy.tasks import keep_no_longer_at_times
from cestvous.procedure.consultations.actions import settle_all_due

logger = logging.getLogger(__name__)
EVERY_SECONDS = 1
# After a failure the worker waits, longer each time, and goes on.
LONGEST_WAIT_SECONDS = 30

# Several workers may run: phases are entered under a lock, sealers take turns.
Round = Sequence[tuple[str, Callable[[], int]]]
ROUND: Round = (
    ("entering the phases that are due", settle_all_due),
    ("sealing the public register", seal_what_waits),
    ("throwing away files that nothing shows", purge),
    ("throwing away what is kept no longer", keep_no_longer_at_times),
)
# A mail server may take its time to answer: nothing else waits for it.
POST: Round = (("sending mail", send_letters),)


class Command(BaseCommand):
    help = "Enters phases on time, seals the public register and sends mail, every second, until SIGTERM or Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="do what is due now, then stop (exit code 1 if it failed)"
        )

    def handle(self, *args: object, once: bool, **options: object) -> None:
        if once:
            if not all([one_round(ROUND), one_round(POST)]):
                raise SystemExit(1)
            return
        stop = Stop()
        watching.begin()
        logger.info(_("The worker has started."))
        post = Thread(target=_go_to_the_post, args=(stop,), name="post")
        post.start()
        go_round(ROUND, stop, watching.round_ended)
        post.join()
        logger.info(_("The worker has stopped."))


def go_round(work: Round, stop: Stop, ended: Callable[[bool], None] = lambda well: None) -> None:
    """Do it every second until asked to stop, longer apart after failures; ``ended`` is told how each round went."""
    failures = 0
    while not stop.asked:
        close_old_connections()
        failures = 0 if one_round(work) else failures + 1
        ended(not failures)
        stop.wait(min(EVERY_SECONDS * 2**failures, LONGEST_WAIT_SECONDS))


def _go_to_the_post(stop: Stop) -> None:
    """In a thread of its own, hence with connections of its own."""
    try:
        go_round(POST, stop)
    finally:
        connections.close_all()


def one_round(work: Round) -> bool:
    """Do all that is due. What fails is logged and doesn't keep the rest from being done; False if anything did."""
    done = True
    for what, doing in work:
        try:
            watching.DONE.labels(doing.__name__).inc(doing())
        except (OperationalError, InterfaceError) as error:
            done = False
            watching.FAILED.labels(doing.__name__).inc()
            logger.warning("The database does not answer (%s): %s", what, error)
            if not connection.in_atomic_block:
                connection.close()
        except MailServerAway as error:
            done = False
            watching.FAILED.labels(doing.__name__).inc()
            logger.warning("The mail server does not answer: %s", error)
        except Exception:  # whatever it is: the rest is done, and the next round tries again
            done = False
            watching.FAILED.labels(doing.__name__).inc()
            logger.exception("The worker failed while %s.", what)
    return done
