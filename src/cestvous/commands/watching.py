"""What the worker shows to monitoring: what it has done, what waits, and that it lives.

What waits is counted by the worker, every few seconds, so that who looks costs the database nothing.
"""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import Error
from prometheus_client import REGISTRY, Counter, Gauge

from cestvous.foundation.files.models import File
from cestvous.foundation.journal.models import Unsealed
from cestvous.foundation.outbox.models import Letter
from cestvous.kernel import clock, measures
from cestvous.procedure.consultations.models import Consultation, Phase, State

logger = logging.getLogger(__name__)
EVERY_SECONDS = 10
# A worker looks every second: a phase that has not begun by then was seen by none.
LATE = timedelta(minutes=1)

ROUNDS = Counter("cestvous_worker_rounds", "Rounds of this worker.", ["outcome"])
LAST_ROUND = Gauge("cestvous_worker_last_round_timestamp_seconds", "When this worker last ended a round.")
DONE = Counter(
    "cestvous_worker_done", "Phases begun, entries sealed, mails sent, files thrown away: by the work's name.", ["work"]
)
FAILED = Counter("cestvous_worker_failures", "Works of a round that failed.", ["work"])


def entries_waiting() -> float:
    """Entries of the register that have no number yet."""
    return Unsealed.objects.count()


def oldest_entry_seconds() -> float:
    """For how long the oldest of them has waited."""
    oldest = Unsealed.objects.select_related("event").order_by("event_id").first()
    return max(0.0, (clock.now() - oldest.event.recorded_at).total_seconds()) if oldest else 0.0


def phases_late() -> float:
    """Phases whose date has passed and that nobody has begun, nor found to be waiting: no worker does its work."""
    late = Phase.objects.filter(entered_at__isnull=True, starts_at__lte=clock.now() - LATE)
    return (
        late.filter(consultation__state=State.PUBLISHED, consultation__waiting_since__isnull=True)
        .values("consultation")
        .distinct()
        .count()
    )


def phases_waiting() -> float:
    """Phases whose date has passed and whose gate is shut: those who lead the consultation have to act."""
    return Consultation.objects.filter(state=State.PUBLISHED, waiting_since__isnull=False).count()


def letters_held_up() -> float:
    """Mails that should have left by now: the mail server does not answer, or no worker runs."""
    return Letter.objects.held_up(clock.now()).count()


def files_waiting_for_scan() -> float:
    """Files that nobody sees yet: the virus scanner does not answer, or no worker runs."""
    return File.objects.waiting_for_scan().count()


# Name, what it tells, how it is counted. Whatever else comes to wait in this house has its line here.
WAITING: tuple[tuple[Gauge, Callable[[], float]], ...] = (
    (Gauge("cestvous_entries_waiting", str(entries_waiting.__doc__)), entries_waiting),
    (Gauge("cestvous_oldest_entry_seconds", str(oldest_entry_seconds.__doc__)), oldest_entry_seconds),
    (Gauge("cestvous_phases_late", str(phases_late.__doc__)), phases_late),
    (Gauge("cestvous_phases_waiting", str(phases_waiting.__doc__)), phases_waiting),
    (Gauge("cestvous_letters_held_up", str(letters_held_up.__doc__)), letters_held_up),
    (Gauge("cestvous_files_waiting_for_scan", str(files_waiting_for_scan.__doc__)), files_waiting_for_scan),
)
_looked_at = -float(EVERY_SECONDS)


def begin() -> None:
    """Show what this worker does, if asked to. A port that can't be had keeps nothing from being done."""
    if not settings.METRICS_BIND:
        return
    try:
        measures.show(settings.METRICS_BIND, REGISTRY)
    except OSError as error:
        logger.error("Measures are not shown on %s: %s", settings.METRICS_BIND, error)


def round_ended(well: bool) -> None:
    """Remember that the worker lives, and look now and then at what waits."""
    ROUNDS.labels("well" if well else "failed").inc()
    LAST_ROUND.set_to_current_time()
    if well and settings.METRICS_BIND:
        _look()


def _look() -> None:
    global _looked_at  # noqa: PLW0603 — one worker to a process
    if time.monotonic() < _looked_at + EVERY_SECONDS:
        return
    _looked_at = time.monotonic()
    try:
        for gauge, count in WAITING:
            gauge.set(count())
    except Error as error:
        logger.warning("What waits was not counted: %s", error)
