"""What processes of their own do with one journal, in tests."""

import time

from django.db import transaction

from cestvous.foundation.journal.actions import record, seal
from cestvous.foundation.journal.events import KINDS
from cestvous.foundation.journal.models import Seal
from cestvous.kernel import clock
from cestvous.kernel.references import Reference

PATIENCE = 90
# Every so many turns one is undone, and one commits when others have passed it.
UNDONE, LATE = 8, 6


def write(writer: int, turns: int) -> int:
    """Record in ``turns`` transactions. Returns how many of them were committed."""
    kept = 0
    for turn in range(turns):
        with transaction.atomic():
            record(KINDS["consultations.published"], on=Reference("consultation", writer), at=clock.now())
            if turn % LATE == 1:
                time.sleep(0.05)
            if turn % UNDONE == 0:
                transaction.set_rollback(True)
            else:
                kept += 1
    return kept


def keep_sealing(expected: int) -> int:
    """Few at once, so that sealers meet. Returns how many events this one sealed."""
    sealed, end = 0, time.monotonic() + PATIENCE
    while Seal.objects.count() < expected and time.monotonic() < end:
        sealed += seal(at_most=5)
        time.sleep(0.01)
    return sealed


def follow(expected: int) -> list[int]:
    """Read on from a bookmark, the last number seen. Returns the events in the order in which they came."""
    bookmark, seen, end = 0, list[int](), time.monotonic() + PATIENCE
    while len(seen) < expected and time.monotonic() < end:
        rows = Seal.objects.filter(number__gt=bookmark).order_by("number").values_list("number", "event_id")
        for number, event in rows:
            bookmark = number
            seen.append(event)
        time.sleep(0.01)
    return seen
