"""Erasing accounts, and throwing away what is kept no longer."""

from cestvous.institutions.privacy.actions.erasing import StatedOtherwise, erase, erase_again
from cestvous.institutions.privacy.actions.retaining import (
    AT_MOST,
    erase_sleeping,
    erase_unconfirmed,
    forget_confirmations,
    forget_erasures,
    forget_log_entries,
    forget_passing_counts,
    forget_sessions,
    warn_sleeping,
)
from cestvous.institutions.privacy.actions.visits import visits_of

__all__ = [
    "AT_MOST",
    "StatedOtherwise",
    "erase",
    "erase_again",
    "erase_sleeping",
    "erase_unconfirmed",
    "forget_confirmations",
    "forget_erasures",
    "forget_log_entries",
    "forget_passing_counts",
    "forget_sessions",
    "visits_of",
    "warn_sleeping",
]
