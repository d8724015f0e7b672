"""Asking a virus scanner about files, if the city runs one; what it was not asked about waits, and is not shown."""

import logging
import time
from enum import Enum

from django.conf import settings

from cestvous.foundation.files.actions.attaching import withdraw
from cestvous.foundation.files.events import CLEARED, INFECTED
from cestvous.foundation.files.models import File, FileStanding
from cestvous.foundation.journal.actions import record
from cestvous.kernel import clamd, clock
from cestvous.kernel.transactions import action

logger = logging.getLogger(__name__)
# Who sends a form waits no longer; the worker has more time. One that did not answer is left alone for a while.
ANSWERS_WITHIN, WORKER_WAITS, LEFT_ALONE_FOR = 5.0, 60.0, 20.0
AT_MOST = 20
_left_alone_until = 0.0


class Scan(Enum):
    """What a scanner says of a file: nothing found, a virus, or nothing at all."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNKNOWN = "unknown"


def scan(content: bytes, *, within: float = ANSWERS_WITHIN) -> Scan:
    """Ask the scanner. CLEAN where the city has none; UNKNOWN while it does not answer."""
    if not settings.CLAMAV_ADDRESS:
        return Scan.CLEAN
    if time.monotonic() < _left_alone_until:
        return Scan.UNKNOWN
    try:
        said = clamd.answer(content, address=settings.CLAMAV_ADDRESS, within=within)
    except (OSError, OverflowError, ValueError) as error:
        _leave_alone()
        logger.warning("The virus scanner does not answer: %s. Files wait.", type(error).__name__)
        return Scan.UNKNOWN
    return {"OK": Scan.CLEAN, "FOUND": Scan.INFECTED}.get(said, Scan.UNKNOWN)


def _leave_alone() -> None:
    global _left_alone_until  # noqa: PLW0603 — what one request has learnt spares the others the wait
    _left_alone_until = time.monotonic() + LEFT_ALONE_FOR


def scan_waiting() -> int:
    """Ask about files that were received while the scanner did not answer, AT_MOST at once. Returns how many passed."""
    done = 0
    # In any order: one that no scanner can judge keeps none of the others waiting for good.
    for file in File.objects.waiting_for_scan().order_by("?")[:AT_MOST]:
        try:
            with file.stored.open("rb") as stored:
                content = stored.read()
        except FileNotFoundError:
            # Withdrawn just now.
            continue
        found = scan(content, within=WORKER_WAITS)
        if found is Scan.UNKNOWN:
            break
        done += _judged(file, found)
    return done


@action
def _judged(file: File, found: Scan) -> bool:
    """Show a file, or take it away, as the scanner says; False if somebody else did, or it is gone."""
    held = File.objects.waiting_for_scan().select_for_update().filter(pk=file.pk).first()
    if held is None:
        return False
    at, owner = clock.now(), held.owner
    if found is Scan.CLEAN:
        File.objects.filter(pk=held.pk).update(waits_for_scan=False)
    elif owner is not None:
        withdraw(file=held, at=at)
    else:
        # Its author finds their form without it: nobody else knew of it.
        File.objects.filter(pk=held.pk).update(standing=FileStanding.WITHDRAWN, standing_since=at)
    if owner is not None:
        record(CLEARED if found is Scan.CLEAN else INFECTED, on=owner, at=at, facts={"file": held.identifier})
    return True
