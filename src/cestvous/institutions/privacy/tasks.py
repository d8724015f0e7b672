"""What must be thrown away even when nobody looks: for each table that declares a delay, what enforces it."""

import time
from collections.abc import Callable, Mapping

from cestvous.foundation.drafts.actions import forget_old
from cestvous.foundation.files.tasks import purge
from cestvous.foundation.outbox.tasks import forget_too_old
from cestvous.foundation.people.models import CACHE
from cestvous.institutions.privacy import actions

# By the label of the table. A test finds every delay declared in here, and sees each delete what is old and no more.
ENFORCED: Mapping[str, tuple[Callable[[], int], ...]] = {
    "drafts.Draft": (forget_old,),
    "files.File": (purge,),
    "outbox.Letter": (forget_too_old,),
    "account.EmailConfirmation": (actions.forget_confirmations,),
    "sessions.Session": (actions.forget_sessions,),
    "admin.LogEntry": (actions.forget_log_entries,),
    "privacy.Erasure": (actions.forget_erasures,),
    CACHE: (actions.forget_passing_counts,),
    # Last: what an account holds up holds up nothing else.
    "people.Person": (actions.erase_unconfirmed, actions.erase_sleeping, actions.warn_sleeping),
}
# Delays are days: looking once in ten minutes is enough, and sooner only while much is left to do.
EVERY_SECONDS = 600
_due = -float(EVERY_SECONDS)


def keep_no_longer() -> int:
    """Throw away what is kept no longer, a batch of each table. Returns how many rows."""
    done = {work: work() for works in ENFORCED.values() for work in works}
    return sum(done.values())


def keep_no_longer_at_times() -> int:
    """``keep_no_longer`` once in EVERY_SECONDS, and again at once while there is something to throw away."""
    global _due  # noqa: PLW0603 — each process remembers by itself when it looked last
    if time.monotonic() < _due:
        return 0
    done = keep_no_longer()
    if not done:
        _due = time.monotonic() + EVERY_SECONDS
    return done
