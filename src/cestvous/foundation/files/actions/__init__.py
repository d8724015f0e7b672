"""Receiving files, attaching them to what shows them, taking them back."""

from cestvous.foundation.files.actions.attaching import Arranged, Joined, arrange, attach, erase, withdraw
from cestvous.foundation.files.actions.formats import endings, taken
from cestvous.foundation.files.actions.purging import drop, forget_unattached, sweep
from cestvous.foundation.files.actions.receiving import MOST_PENDING, receive

__all__ = [
    "MOST_PENDING",
    "Arranged",
    "Joined",
    "arrange",
    "attach",
    "drop",
    "endings",
    "erase",
    "forget_unattached",
    "receive",
    "sweep",
    "taken",
    "withdraw",
]
